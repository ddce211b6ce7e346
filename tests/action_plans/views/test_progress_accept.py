from datetime import date

import pytest

from action_plans.models import ActionItem, ProgressUpdate
from action_plans.services import reopen_item, save_progress, start_progress, submit_progress, withdraw_progress
from tests.action_plans.conftest import moment
from tests.factories import (
    ActionItemFactory,
    CommitmentFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
    UserFactory,
)
from tests.factories.action_plans import ItemStatusChangeFactory

QUEUE = "/rencana-aksi/verifikasi/"
Status = ProgressUpdate.Status


def path(update):
    return f"/rencana-aksi/kemajuan/{update.pk}/terima/"


def test_an_accepted_update_moves_its_item(signed_in, staff, sent):
    response = signed_in(staff).post(path(sent), {"version": sent.version})
    assert (response.status_code, response["Location"]) == (302, QUEUE)
    sent.refresh_from_db()
    sent.item.refresh_from_db()
    assert (sent.status, sent.item.status) == (Status.ACCEPTED, ActionItem.Status.IN_PROGRESS)


def test_it_takes_the_same_statements_however_much_was_told_before(
    signed_in, staff, dinas, in_force, django_assert_num_queries
):
    browser = signed_in(staff)
    for count in (1, 3, 20):
        item = ActionItemFactory(plan=in_force.plan, lead=dinas)
        ProgressUpdateFactory.create_batch(count, item=item, institution=dinas, happened_on=date(2024, 2, 1))
        ItemStatusChangeFactory.create_batch(count, item=item)
        update = ProgressUpdateFactory(item=item, institution=dinas, status=Status.SUBMITTED, item_status="blocked")
        EvidenceFactory.create_batch(count, update=update)
        with django_assert_num_queries(14):
            assert browser.post(path(update), {"version": 1}).status_code == 302
        item.refresh_from_db()
        assert item.status == ActionItem.Status.BLOCKED


@pytest.mark.parametrize("posted", [{}, {"version": "x"}, {"version": "9" * 20}])
def test_nothing_is_decided_without_saying_what_was_read(signed_in, staff, sent, posted):
    assert signed_in(staff).post(path(sent), posted).status_code == 422
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_another_content_than_the_one_read_is_shown_and_not_decided(signed_in, staff, sent):
    response = signed_in(staff).post(path(sent), {"version": sent.version - 1})
    assert response.status_code == 409
    assert "Empat sekolah." in response.content.decode()
    assert f'name="version" value="{sent.version}"' in response.content.decode()
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_a_withdrawn_one_says_why_not(signed_in, staff, sent, contact_person):
    withdraw_progress(sent, by=contact_person)
    response = signed_in(staff).post(path(sent), {"version": sent.version}, follow=True)
    assert "tidak dapat menjadi" in response.content.decode()


def test_whoever_submitted_cannot_verify(signed_in, staff, leader, office, in_force):
    item = ActionItemFactory(plan=in_force.plan, lead=office)
    update = start_progress(item, office, by=staff)
    save_progress(update, {"narrative": "Selesai dibahas.", "value": 1}, by=staff, version=1)
    submit_progress(update, by=staff)
    assert signed_in(staff).post(path(update), {"version": 2}).status_code == 403
    assert signed_in(leader).post(path(update), {"version": 2}).status_code == 302
    update.refresh_from_db()
    assert update.status == Status.ACCEPTED


def test_a_supporters_word_moves_no_item(signed_in, staff, in_force, polresta):
    in_force.status = ActionItem.Status.IN_PROGRESS
    in_force.save()
    CommitmentFactory(item=in_force, institution=polresta, role="supporting")
    # The lead's last accepted word was "done", and BNN opened the item again.
    ProgressUpdateFactory(item=in_force, item_status="done")
    update = ProgressUpdateFactory(
        item=in_force, institution=polresta, role="supporting", status=Status.SUBMITTED, value=None
    )
    signed_in(staff).post(path(update), {"version": 1})
    in_force.refresh_from_db()
    assert in_force.status == ActionItem.Status.IN_PROGRESS


def test_a_claim_that_bnn_took_back_does_not_close_the_item_again(signed_in, staff, in_force, dinas):
    ActionItem.objects.update(status=ActionItem.Status.DONE)
    ProgressUpdateFactory(
        item=in_force, item_status="done", happened_on=date(2024, 2, 25), decided_at=moment("2024-02-26 09:00")
    )
    reopen_item(in_force, by=staff, reason="Baru tujuh sekolah")
    # It tells of an earlier day than the claim did.
    update = ProgressUpdateFactory(
        item=in_force, institution=dinas, item_status="blocked", happened_on=date(2024, 2, 20), status=Status.SUBMITTED
    )
    signed_in(staff).post(path(update), {"version": 1})
    assert ActionItem.objects.get().status == ActionItem.Status.BLOCKED


def test_drafts_and_strangers_do_not_exist(signed_in, outsider, staff, draft):
    assert signed_in(staff).post(path(draft), {"version": 1}).status_code == 404
    assert signed_in(outsider).post(path(draft), {"version": 1}).status_code == 404


def test_a_seer_without_the_right_is_refused(signed_in, contact_person, coordinator, sent):
    for user in (contact_person, coordinator):
        assert signed_in(user).post(path(sent), {"version": sent.version}).status_code == 403


def test_a_get_is_refused(signed_in, staff, sent):
    assert signed_in(staff).get(path(sent)).status_code == 405


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_decide_at_once_make_one_decision(at_once, signed_in, staff, sent):
    first, second = signed_in(staff), signed_in(UserFactory(role="staff"))
    answers = at_once(
        lambda: first.post(path(sent), {"version": sent.version}),
        lambda: second.post(path(sent).replace("terima", "kembalikan"), {"version": sent.version, "note": "Kurang"}),
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    sent.refresh_from_db()
    assert sent.status in (Status.ACCEPTED, Status.RETURNED)
    decisions = sent.status_changes.filter(from_status=Status.SUBMITTED)
    assert [change.to_status for change in decisions] == [sent.status]
    assert ActionItem.objects.get().status_changes.count() == (sent.status == Status.ACCEPTED)


HTMX = {"HX-Request": "true"}


def test_a_decision_made_in_the_list_leaves_the_page_standing(signed_in, staff, sent):
    response = signed_in(staff).post(path(sent), {"version": sent.version}, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Laporan Dinas Pendidikan" in page
    assert "Tidak ada laporan yang menunggu" in page
    assert "<article" not in page
    assert "<html" not in page
    sent.refresh_from_db()
    assert sent.status == Status.ACCEPTED


def test_where_one_is_shown_the_next_comes_up(signed_in, staff, dinas, sent):
    later = ProgressUpdateFactory(
        item=ActionItemFactory(plan=sent.item.plan, lead=dinas, title="Yang berikutnya"),
        institution=dinas,
        status=Status.SUBMITTED,
        happened_on=date(2024, 2, 25),
    )
    browser = signed_in(staff)
    page = browser.post(path(sent), {"version": sent.version, "next": "1"}, headers=HTMX).content.decode()
    assert "Yang berikutnya" in page
    assert "1 laporan menunggu" in page
    assert path(later) in page
    page = browser.post(path(later), {"version": later.version, "next": "1"}, headers=HTMX).content.decode()
    assert "Semua laporan sudah diperiksa" in page


def test_what_changed_meanwhile_comes_back_as_a_card(signed_in, staff, sent):
    response = signed_in(staff).post(path(sent), {"version": sent.version - 1}, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 409
    assert "berubah sejak Anda membacanya" in page
    assert f'name="version" value="{sent.version}"' in page
    assert "<html" not in page


def test_what_another_decided_meanwhile_is_told_in_place(signed_in, staff, sent, contact_person):
    withdraw_progress(sent, by=contact_person)
    response = signed_in(staff).post(path(sent), {"version": sent.version}, headers=HTMX)
    assert response.status_code == 200
    assert "tidak dapat menjadi" in response.content.decode()
