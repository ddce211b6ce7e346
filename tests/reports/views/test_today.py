"""The numbers are doors: each card counts exactly the list behind it."""

from datetime import date, datetime, timedelta

import pytest

from action_plans.models import ActionPlan, ProgressUpdate
from action_plans.services import ask_question
from bnn_portal import clock
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
    WorkshopFactory,
)
from tests.factories.action_plans import WIB

PATH = "/hari-ini/"
TODAY = date(2024, 6, 28)


@pytest.fixture(autouse=True)
def late_june():
    with clock.at(datetime(2024, 6, 28, 9, tzinfo=WIB)):
        yield


@pytest.fixture
def page(signed_in, staff):
    def fetch(user=staff):
        response = signed_in(user).get(PATH)
        assert response.status_code == 200
        return response

    return fetch


@pytest.fixture
def busy(items, plan, dinas):
    """Items late and due, reports that wait, workshops of this week and of the next."""
    ActionItemFactory(plan=plan, lead=dinas, due_on=TODAY + timedelta(days=7))
    ActionItemFactory(plan=plan, lead=dinas, due_on=TODAY + timedelta(days=8))
    for day in (10, 11):
        ProgressUpdateFactory(
            item=items["late"] if day == 10 else items["later"],
            institution=dinas,
            status=ProgressUpdate.Status.SUBMITTED,
            happened_on=date(2024, 6, day),
            narrative=f"Kabar tanggal {day}.",
        )
    for day in (date(2024, 6, 24), date(2024, 6, 30), date(2024, 7, 1)):
        WorkshopFactory(held_on=day)
    return items


def test_it_is_the_first_page_of_bnn(signed_in, staff, leader):
    for user in (staff, leader):
        assert signed_in(user).get("/").url == PATH


def test_each_card_counts_the_list_behind_it(page, busy, signed_in, staff):
    browser = signed_in(staff)
    stats = {label: (value, url) for label, value, url, _tone in page().context["stats"]}
    assert {label: value for label, (value, _url) in stats.items()} == {
        "Terlambat": 2,
        "Jatuh tempo 7 hari": 1,
        "Menunggu verifikasi": 2,
        "Workshop minggu ini": 2,
    }
    for value, url in stats.values():
        assert browser.get(url).context["page_obj"].paginator.count == value


def test_the_longest_waiting_report_is_decided_in_place(page, busy):
    text = page().content.decode()
    assert "Kabar tanggal 10." in text
    assert "Kabar tanggal 11." not in text
    assert "/terima/" in text
    assert "2 laporan menunggu" in text


def test_ones_own_report_comes_last_and_without_buttons(page, busy, staff, leader):
    own = ProgressUpdate.objects.get(narrative="Kabar tanggal 10.")
    own.submitted_by = staff
    own.save()
    assert "Kabar tanggal 11." in page().content.decode()
    ProgressUpdate.objects.exclude(pk=own.pk).delete()
    text = page().content.decode()
    assert "Kabar tanggal 10." in text
    assert "/terima/" not in text
    assert "/terima/" in page(leader).content.decode()


def test_open_questions_are_there_until_they_are_answered(page, items, official, staff):
    question = ask_question(items["late"], "Mengapa lama?", by=official)
    assert "Mengapa lama?" in page().content.decode()
    question.answers.create(institution=question.institution, by=staff, text="Sudah.")
    assert "Mengapa lama?" not in page().content.decode()


def test_plans_say_what_they_wait_for(page, dinas, plan):
    ActionPlanFactory(status=ActionPlan.Status.DRAFT)
    ready = ActionPlanFactory(status=ActionPlan.Status.DRAFT)
    ActionItemFactory(plan=ready, lead=dinas)
    offered = ActionPlanFactory(status=ActionPlan.Status.OFFERED)
    ActionItemFactory(plan=offered, lead=dinas).commitments.update(status="offered")
    agreed = ActionPlanFactory(status=ActionPlan.Status.OFFERED)
    ActionItemFactory(plan=agreed, lead=dinas)
    ActionItemFactory(plan=plan, lead=dinas)
    finished = ActionPlanFactory()
    ActionItemFactory(plan=finished, lead=dinas, status="done")
    assert [step for _plan, step in page().context["plans"]] == [
        "Isi butir aksinya.",
        "Siap ditawarkan kepada instansi.",
        "Menunggu jawaban untuk 1 dari 1 butir aksi.",
        "Semua penanggung jawab sanggup. Siap disepakati Kepala.",
        "Semua butir aksi selesai. Dapat ditutup oleh Kepala.",
    ]


def test_a_quiet_day_says_so(page):
    text = page().content.decode()
    assert "Semua laporan sudah diperiksa" in text
    assert "Pertanyaan dari Forkopimda tampil di sini" in text


def test_it_is_for_bnn(client, signed_in, contact_person, coordinator, official):
    for user in (contact_person, coordinator, official):
        assert signed_in(user).get(PATH).status_code == 403
    assert client.get(PATH).status_code == 302


def test_a_post_is_refused(signed_in, staff):
    assert signed_in(staff).post(PATH).status_code == 405


def test_the_number_of_statements_does_not_grow(count_queries, signed_in, staff, dinas, official, plan):
    def add(count):
        for _ in range(count):
            item = ActionItemFactory(plan=plan, lead=dinas)
            status = ProgressUpdate.Status.SUBMITTED
            EvidenceFactory(update=ProgressUpdateFactory(item=item, institution=dinas, status=status))
            ask_question(item, "Bagaimana?", by=official)
            ActionItemFactory(plan=ActionPlanFactory(status=ActionPlan.Status.OFFERED), lead=dinas)

    browser = signed_in(staff)
    add(1)
    with_one = count_queries(browser, PATH)
    assert with_one <= 8
    add(2)
    assert count_queries(browser, PATH) == with_one
    add(47)
    assert count_queries(browser, PATH) == with_one
