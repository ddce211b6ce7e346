"""Who has to be called, and about what."""

from datetime import date, datetime
from urllib.parse import quote

import pytest

from action_plans.models import ActionItem, ActionPlan, Commitment
from action_plans.services import ask_question, propose_amendment
from bnn_portal import clock
from stakeholders.models import OfficeSettings
from tests.factories import ActionItemFactory, ActionPlanFactory, CommitmentFactory, InstitutionFactory
from tests.factories.action_plans import WIB

PATH = "/tindak-lanjut/"


@pytest.fixture(autouse=True)
def late_june():
    with clock.at(datetime(2024, 6, 28, 9, tzinfo=WIB)):
        yield


@pytest.fixture
def calls(signed_in, staff):
    """`calls(**filters)`: what the page tells, by the short name of the institution."""

    def fetch(**filters):
        response = signed_in(staff).get(PATH, filters)
        assert response.status_code == 200
        return {call.institution.short_name: call for call in response.context["calls"]}

    return fetch


def words(call) -> list[str]:
    return [debt.words for debt in call.debts]


def test_what_is_late_silent_or_blocked_is_asked_of_the_lead(calls, items):
    found = calls()
    assert words(found["Dinas Pendidikan"]) == ["tenggat 31 Mei 2024, terlambat 28 hari, tanpa kabar 119 hari"]
    assert [debt.kinds for debt in found["Polresta"].debts] == [
        ("overdue", "stale"),
        ("stale", "blocked"),
        ("stale",),
    ]


def test_the_filter_leaves_one_kind(calls, items):
    assert {name: len(call.debts) for name, call in calls(kind="overdue").items()} == {
        "Dinas Pendidikan": 1,
        "Polresta": 1,
    }
    assert list(calls(kind="blocked")) == ["Polresta"]
    assert list(calls(kind="asked")) == []


def test_an_unanswered_offer_is_asked_of_everyone_asked(calls, polresta):
    item = ActionItemFactory(plan=ActionPlanFactory(status=ActionPlan.Status.OFFERED))
    CommitmentFactory(item=item, institution=polresta, role="supporting", status=Commitment.Status.OFFERED)
    assert words(calls(kind="offered")["Polresta"]) == ["ditawarkan sebagai instansi terkait, belum dijawab"]


def test_an_unanswered_amendment_is_asked_of_whose_consent_is_missing(calls, items, staff, polresta):
    propose_amendment(items["late"], {"lead": polresta}, by=staff, reason="Lebih tepat.")
    assert sorted(calls(kind="proposed")) == ["Dinas Pendidikan", "Polresta"]


def test_an_unanswered_question_is_asked_of_the_lead(calls, items, official, staff):
    question = ask_question(items["late"], "Mengapa lama?", by=official)
    [told] = words(calls(kind="asked")["Dinas Pendidikan"])
    assert "Mengapa lama?" in told
    question.answers.create(institution=question.institution, by=staff, text="Sudah.")
    assert not calls(kind="asked")


def test_whom_to_ask_and_the_text_that_is_sent(signed_in, staff, calls, items, contact_person):
    call = calls()["Dinas Pendidikan"]
    late = items["late"]
    assert f"1. {late.code} Satgas kelurahan: tenggat 31 Mei 2024" in call.text
    assert call.whatsapp_url == f"https://wa.me/?text={quote(call.text)}"
    page = signed_in(staff).get(PATH).content.decode()
    assert f"mailto:{contact_person.email}" in page
    assert contact_person.name in page
    assert "Belum ada narahubung" in page  # of Polresta
    assert f'href="/rencana-aksi/butir/{late.pk}/"' in page


def test_a_restricted_item_leaves_the_portal_as_a_number(calls, items, official, staff):
    restricted = items["restricted"]
    ask_question(restricted, "Kapan operasinya?", by=staff)
    text = calls()["Polresta"].text
    assert restricted.code in text
    assert "Operasi rahasia" not in text
    assert "Kapan operasinya" not in text


def test_invented_debts_are_marked_in_the_text_too(calls, items, plan):
    plan.workshop.is_sample = True
    plan.workshop.save()
    assert calls()["Polresta"].text.startswith("(Data contoh, bukan data nyata)")


def test_bnn_calls_nobody_about_its_own_items(signed_in, staff, plan):
    office = OfficeSettings.objects.get().institution
    ActionItemFactory(plan=plan, lead=office, due_on=date(2024, 5, 1))
    page = signed_in(staff).get(PATH).content.decode()
    assert "Kantor sendiri" in page
    assert "wa.me" not in page


def test_what_does_not_fit_a_message_is_counted(calls, plan, dinas):
    for _ in range(11):
        ActionItemFactory(plan=plan, lead=dinas, due_on=date(2024, 5, 1))
    call = calls()["Dinas Pendidikan"]
    assert (len(call.debts), len(call.shown), call.more_count) == (11, 5, 6)


def test_nothing_owed_says_what_will_stand_here(signed_in, staff, items):
    ActionItem.objects.update(status=ActionItem.Status.DONE)
    browser = signed_in(staff)
    assert "Tidak ada yang perlu dihubungi" in browser.get(PATH).content.decode()
    assert "Kosongkan saringan" in browser.get(PATH, {"kind": "asked"}).content.decode()


def test_it_is_for_bnn(client, signed_in, contact_person, coordinator, official):
    for user in (contact_person, coordinator, official):
        assert signed_in(user).get(PATH).status_code == 403
    assert client.get(PATH).status_code == 302


def test_a_post_is_refused(signed_in, staff):
    assert signed_in(staff).post(PATH).status_code == 405


def test_the_number_of_statements_does_not_grow(count_queries, signed_in, staff, official, plan):
    def add(count):
        for _ in range(count):
            lead = InstitutionFactory()
            item = ActionItemFactory(plan=plan, lead=lead, due_on=date(2024, 5, 1))
            ask_question(item, "Bagaimana?", by=official)
            CommitmentFactory(item=item, role="supporting", status=Commitment.Status.OFFERED)
            propose_amendment(item, {"title": "Judul baru"}, by=staff, reason="Perlu.")

    browser = signed_in(staff)
    add(1)
    with_one = count_queries(browser, PATH)
    assert with_one <= 8
    add(2)
    assert count_queries(browser, PATH) == with_one
    add(47)
    assert count_queries(browser, PATH) == with_one
    assert len(browser.get(PATH).content) < 48 * 1024
