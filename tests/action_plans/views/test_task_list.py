from datetime import date

import pytest

from action_plans.models import ActionItem, ActionPlan, Amendment, AmendmentConsent, Commitment, ProgressUpdate
from bnn_portal import clock
from tests.action_plans.conftest import moment
from tests.factories import ActionItemFactory, ActionPlanFactory, CommitmentFactory, ProgressUpdateFactory

PATH = "/tugas/"
Status = ActionItem.Status


@pytest.fixture
def page(signed_in, contact_person):
    def fetch(user=contact_person):
        response = signed_in(user).get(PATH)
        assert response.status_code == 200
        return response

    return fetch


def test_late_items_come_first_then_the_next_due(page, dinas, in_force):
    plan = in_force.plan
    later = ActionItemFactory(plan=plan, lead=dinas, due_on=date(2024, 12, 31))
    late = ActionItemFactory(plan=plan, lead=dinas, due_on=date(2024, 2, 1), status=Status.IN_PROGRESS)

    response = page()

    assert list(response.context["items"]) == [late, in_force, later]
    text = response.content.decode()
    assert "1 terlambat" in text
    assert "2 belum dimulai" in text
    assert "Terlambat 29 hari, batas 1 Februari 2024" in text
    assert text.count("Perbarui status</button>") == 3


def test_an_item_says_what_became_of_the_last_update(page, dinas, contact_person, in_force):
    returned, waiting, drafted = (ActionItemFactory(plan=in_force.plan, lead=dinas) for _ in range(3))
    update = ProgressUpdateFactory(item=returned, institution=dinas, status=ProgressUpdate.Status.RETURNED)
    sent = ProgressUpdateFactory(item=waiting, institution=dinas, status=ProgressUpdate.Status.SUBMITTED)
    draft = ProgressUpdateFactory(item=drafted, institution=dinas, status=ProgressUpdate.Status.DRAFT)

    text = page().content.decode()

    assert "Dikembalikan" in text
    assert f'name="replaces" value="{update.pk}"' in text
    assert "Menunggu verifikasi" in text
    assert f'href="/rencana-aksi/kemajuan/{sent.pk}/"' in text
    assert f'href="/rencana-aksi/kemajuan/{draft.pk}/"' in text


def test_what_waits_for_an_answer_stands_apart(page, dinas, in_force, staff):
    plan = ActionPlanFactory(status=ActionPlan.Status.OFFERED)
    offered, promised = ActionItemFactory(plan=plan), ActionItemFactory(plan=plan, lead=dinas)
    CommitmentFactory(item=offered, institution=dinas, status=Commitment.Status.OFFERED)
    amendment = Amendment.objects.create(
        item=in_force, old={"target": "10.00"}, new={"target": "8.00"}, reason="Dua sekolah tutup", proposed_by=staff
    )
    AmendmentConsent.objects.create(amendment=amendment, institution=dinas)

    response = page()

    assert [row.item for row in response.context["offers"]] == [offered]
    assert [row.item for row in response.context["promised"]] == [promised]
    assert list(response.context["amendments"]) == [amendment]
    assert list(response.context["items"]) == [in_force]
    assert "Dua sekolah tutup" in response.content.decode()


def test_finished_items_stand_behind_a_door(page, dinas, in_force):
    done = ActionItemFactory(plan=in_force.plan, lead=dinas, status=Status.DONE)
    response = page()
    assert done not in response.context["items"]
    text = response.content.decode()
    assert "1 selesai" in text
    assert 'href="/tugas/selesai/"' in text
    assert "Selesai dan dibatalkan (1)" in text


def test_only_what_the_institution_owes_is_there(page, in_force, polresta, dinas, coordinator, outsider):
    ActionItemFactory(plan=in_force.plan, lead=polresta)
    supported = ActionItemFactory(plan=in_force.plan, lead=polresta, supporting=[dinas], due_on=date(2024, 7, 1))

    response = page()

    assert list(response.context["items"]) == [in_force, supported]
    assert "mendukung Polresta" in response.content.decode()
    assert list(page(coordinator).context["items"]) == []


def test_bnn_finds_what_its_own_office_owes(page, office, in_force, staff):
    own = ActionItemFactory(plan=in_force.plan, lead=office)
    assert list(page(staff).context["items"]) == [own]


def test_an_empty_page_says_what_happens_next(page, contact_person, official):
    assert "menawarkannya kepada instansi Anda" in page().content.decode()
    assert "tidak melapor untuk instansi" in page(official).content.decode()


def test_invented_items_are_marked(page, in_force):
    assert "bukan data nyata" not in page().content.decode()
    in_force.plan.workshop.is_sample = True
    in_force.plan.workshop.save()
    assert "bukan data nyata" in page().content.decode()


def test_a_claim_of_done_stops_the_clock(page, dinas, in_force):
    ProgressUpdateFactory(
        item=in_force,
        institution=dinas,
        status=ProgressUpdate.Status.SUBMITTED,
        item_status=ProgressUpdate.ItemStatus.DONE,
        happened_on=date(2024, 6, 20),
    )
    with clock.at(moment("2024-08-01 09:00")):
        text = page().content.decode()
    assert "Terlambat" not in text
    assert "Menunggu verifikasi" in text


def test_a_post_is_refused(signed_in, contact_person):
    assert signed_in(contact_person).post(PATH).status_code == 405


def test_nobody_reads_it_unknown(client, db):
    assert client.get(PATH).status_code == 302


@pytest.mark.parametrize("kind", ["open", "done", "offered", "promised"])
def test_the_number_of_statements_does_not_grow(count_queries, signed_in, contact_person, dinas, in_force, kind):
    plan = in_force.plan if kind in ("open", "done") else ActionPlanFactory(status=ActionPlan.Status.OFFERED)

    def add(count):
        for _ in range(count):
            item = ActionItemFactory(plan=plan, status=Status.DONE if kind == "done" else Status.IN_PROGRESS)
            status = Commitment.Status.OFFERED if kind == "offered" else Commitment.Status.ACCEPTED
            CommitmentFactory(item=item, institution=dinas, status=status)
            ProgressUpdateFactory(item=item, institution=dinas)

    browser = signed_in(contact_person)
    add(1)
    with_one = count_queries(browser, PATH)
    assert with_one <= 8
    add(2)
    assert count_queries(browser, PATH) == with_one
    add(47)
    assert count_queries(browser, PATH) == with_one
