from datetime import date

import pytest

from action_plans.models import ActionItem, ProgressUpdate, ReportingPeriod
from action_plans.services import (
    accept_progress,
    add_evidence,
    add_item,
    agree_plan,
    answer_commitment,
    cancel_item,
    close_period,
    delete_evidence,
    discard_progress,
    offer_plan,
    reopen_item,
    return_progress,
    save_progress,
    start_progress,
    submit_progress,
    withdraw_progress,
)
from action_plans.services.progress import TRANSITIONS
from bnn_portal import clock
from bnn_portal.exceptions import DomainError, DomainErrors, StaleEdit
from bnn_portal.files import CheckedFile
from tests.action_plans.conftest import moment, terms
from tests.factories import ProgressUpdateFactory, UserFactory

Status = ProgressUpdate.Status
ItemStatus = ProgressUpdate.ItemStatus


def told(**changes) -> dict:
    """What an institution tells: four schools, on 20 February 2024."""
    return {
        "item_status": ItemStatus.IN_PROGRESS,
        "value": 4,
        "happened_on": date(2024, 2, 20),
        "narrative": "Empat sekolah didatangi.",
        **changes,
    }


def write(item, institution, by, *, links=(), **changes) -> ProgressUpdate:
    update = start_progress(item, institution, by=by)
    return save_progress(update, told(**changes), by=by, version=update.version, links=links)


def send(item, institution, by, **changes) -> ProgressUpdate:
    return submit_progress(write(item, institution, by, **changes), by=by)


def accept(update, by) -> ProgressUpdate:
    return accept_progress(update, by=by, version=update.version)


@pytest.fixture
def other_staff(db):
    return UserFactory(role="staff")


def test_an_accepted_update_moves_the_item_and_counts(in_force, dinas, contact_person, staff):
    update = send(in_force, dinas, contact_person)
    assert ActionItem.objects.get().status == ActionItem.Status.NOT_STARTED
    accept(update, staff)
    item = ActionItem.objects.with_progress().get()
    assert (item.status, item.current_value, item.achievement) == (ActionItem.Status.IN_PROGRESS, 4, 40)
    change = item.status_changes.get()
    assert (change.effective_on, change.by) == (date(2024, 2, 20), staff)


def test_beginning_twice_goes_on_with_the_same_draft(in_force, dinas, contact_person):
    first = start_progress(in_force, dinas, by=contact_person)
    assert start_progress(in_force, dinas, by=contact_person) == first


def test_the_next_update_carries_the_last_figures(in_force, dinas, contact_person, staff):
    accept(send(in_force, dinas, contact_person), staff)
    update = start_progress(in_force, dinas, by=contact_person)
    assert (update.item_status, update.value, update.narrative) == (ItemStatus.IN_PROGRESS, 4, "")


def test_one_update_waits_at_a_time(in_force, dinas, contact_person):
    send(in_force, dinas, contact_person)
    with pytest.raises(DomainError, match="menunggu verifikasi"):
        start_progress(in_force, dinas, by=contact_person)


def test_an_institution_without_part_does_not_report(in_force, polresta, outsider):
    with pytest.raises(DomainError, match="tidak terlibat"):
        start_progress(in_force, polresta, by=outsider)


def test_nobody_reports_before_the_plan_is_in_force(offered, dinas, contact_person):
    with pytest.raises(DomainError, match="Ditawarkan"):
        start_progress(offered, dinas, by=contact_person)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"narrative": " "}, "Ceritakan"),
        ({"happened_on": date(2024, 3, 2)}, "sesudah hari ini"),
        ({"item_status": ItemStatus.BLOCKED}, "kendala"),
        ({"value": None}, "realisasi"),
        ({"item_status": ItemStatus.DONE}, "data dukung"),
    ],
)
def test_an_incomplete_update_stays_a_draft(in_force, dinas, contact_person, changes, reason):
    update = write(in_force, dinas, contact_person, **changes)
    with pytest.raises(DomainError, match=reason):
        submit_progress(update, by=contact_person)
    assert ProgressUpdate.objects.get().status == Status.DRAFT


def test_all_that_is_missing_is_told_at_once(in_force, dinas, contact_person):
    update = write(in_force, dinas, contact_person, narrative=" ", value=None, item_status=ItemStatus.DONE)
    with pytest.raises(DomainErrors) as refusal:
        submit_progress(update, by=contact_person)
    assert [error.field for error in refusal.value.errors] == ["narrative", "value", "files"]


def test_percent_is_typed_only_without_a_target(in_force, dinas, contact_person):
    update = start_progress(in_force, dinas, by=contact_person)
    with pytest.raises(DomainError, match="bukan persen"):
        save_progress(update, told(percent=50), by=contact_person, version=1)
    ActionItem.objects.update(target=None)
    save_progress(update, told(value=None, percent=50), by=contact_person, version=1)
    accept(submit_progress(update, by=contact_person), UserFactory(role="staff"))
    assert ActionItem.objects.with_progress().get().achievement == 50


def test_done_needs_evidence(in_force, dinas, contact_person, staff):
    update = send(
        in_force, dinas, contact_person, item_status=ItemStatus.DONE, value=10, links=["https://contoh.example/foto"]
    )
    accept(update, staff)
    assert ActionItem.objects.get().status == ActionItem.Status.DONE


def test_a_done_item_takes_only_corrections(in_force, dinas, contact_person, staff):
    done = send(
        in_force, dinas, contact_person, item_status=ItemStatus.DONE, value=10, links=["https://contoh.example/a"]
    )
    accept(done, staff)
    with pytest.raises(DomainError, match="sudah selesai"):
        start_progress(in_force, dinas, by=contact_person)
    correction = start_progress(in_force, dinas, by=contact_person, replaces=done)
    assert (correction.value, correction.narrative) == (10, "Empat sekolah didatangi.")
    save_progress(correction, told(value=9), by=contact_person, version=1)
    with pytest.raises(DomainError, match="membukanya kembali"):
        submit_progress(correction, by=contact_person)
    reopen_item(in_force, by=staff, reason="Satu sekolah batal")
    accept(submit_progress(correction, by=contact_person), staff)
    item = ActionItem.objects.with_progress().get()
    assert (item.status, item.current_value) == (ActionItem.Status.IN_PROGRESS, 9)


def test_a_replaced_update_counts_no_more_even_if_it_claims_a_later_day(in_force, dinas, contact_person, staff):
    wrong = accept(send(in_force, dinas, contact_person, value=9, happened_on=date(2024, 2, 28)), staff)
    correction = start_progress(in_force, dinas, by=contact_person, replaces=wrong)
    save_progress(correction, told(value=3), by=contact_person, version=1)
    submit_progress(correction, by=contact_person)
    assert ActionItem.objects.with_progress().get().current_value == 9
    correction.refresh_from_db()
    accept(correction, staff)
    assert ActionItem.objects.with_progress().get().current_value == 3


def test_a_draft_is_no_ground_for_a_correction(in_force, dinas, contact_person):
    withdrawn = withdraw_progress(send(in_force, dinas, contact_person), by=contact_person)
    with pytest.raises(DomainError, match="diterima atau dikembalikan"):
        start_progress(in_force, dinas, by=contact_person, replaces=withdrawn)


def test_the_latest_day_counts_not_the_latest_word(in_force, dinas, contact_person, staff):
    accept(send(in_force, dinas, contact_person, value=6, happened_on=date(2024, 2, 25)), staff)
    accept(send(in_force, dinas, contact_person, value=2, happened_on=date(2024, 2, 1)), staff)
    assert ActionItem.objects.with_progress().get().current_value == 6


def test_supporters_add_narrative_but_no_value(plan, dinas, polresta, contact_person, outsider, leader, staff):
    with clock.at(moment("2024-01-15 09:00")):
        item = add_item(plan, terms(), lead=dinas, supporting=[polresta], by=staff)
        offer_plan(plan, by=staff)
        for commitment, by in [
            (item.commitments.get(role="lead"), contact_person),
            (item.commitments.get(role="supporting"), outsider),
        ]:
            answer_commitment(commitment, "accepted", by=by, terms_version=1)
        agree_plan(plan, by=leader)
    accept(send(item, polresta, outsider, value=None, item_status=ItemStatus.DONE), staff)
    item = ActionItem.objects.with_progress().get()
    assert (item.status, item.current_value) == (ActionItem.Status.NOT_STARTED, None)


def test_whoever_submitted_cannot_verify(plan, office, leader, staff, other_staff):
    item = add_item(plan, terms(), lead=office, by=staff)
    offer_plan(plan, by=staff)
    answer_commitment(item.commitments.get(), "accepted", by=staff, terms_version=1)
    agree_plan(plan, by=leader)
    update = send(item, office, staff)
    with pytest.raises(DomainError, match="petugas lain"):
        accept(update, staff)
    assert accept(update, other_staff).status == Status.ACCEPTED


def test_a_verification_holds_only_for_what_it_saw(in_force, dinas, contact_person, staff):
    update = send(in_force, dinas, contact_person)
    for decide in (
        lambda: accept_progress(update, by=staff, version=update.version - 1),
        lambda: return_progress(update, by=staff, version=update.version - 1, note="Kurang jelas"),
    ):
        with pytest.raises(StaleEdit):
            decide()
    assert ProgressUpdate.objects.get().status == Status.SUBMITTED


def test_returning_needs_a_reason_and_moves_nothing(in_force, dinas, contact_person, staff):
    update = send(in_force, dinas, contact_person)
    with pytest.raises(DomainError, match="alasan"):
        return_progress(update, by=staff, version=update.version, note="")
    return_progress(update, by=staff, version=update.version, note="Lampirkan daftar sekolah")
    assert ActionItem.objects.get().status == ActionItem.Status.NOT_STARTED
    assert update.status_changes.last().note == "Lampirkan daftar sekolah"
    again = start_progress(in_force, dinas, by=contact_person, replaces=update)
    assert again.narrative == update.narrative


def test_an_update_of_a_cancelled_item_is_returned_not_accepted(in_force, dinas, contact_person, staff, leader):
    update = send(in_force, dinas, contact_person)
    cancel_item(in_force, by=leader, reason="Tidak jadi")
    with pytest.raises(DomainError, match="dibatalkan"):
        accept(update, staff)
    assert return_progress(update, by=staff, version=update.version, note="Dibatalkan").status == Status.RETURNED


def test_a_sent_update_is_frozen(in_force, dinas, contact_person):
    update = send(in_force, dinas, contact_person, links=["https://contoh.example/a"])
    for change in (
        lambda: save_progress(update, told(value=5), by=contact_person, version=update.version),
        lambda: add_evidence(update, links=["https://contoh.example/b"], by=contact_person),
        lambda: delete_evidence(update.evidence.get(), by=contact_person),
        lambda: discard_progress(update, by=contact_person),
        lambda: submit_progress(update, by=contact_person),
    ):
        with pytest.raises(DomainError, match="sudah diajukan"):
            change()


def test_a_stale_draft_is_refused(in_force, dinas, contact_person):
    update = write(in_force, dinas, contact_person)
    with pytest.raises(StaleEdit):
        save_progress(update, told(value=5), by=contact_person, version=1)


def test_evidence_is_kept_with_its_file_and_goes_with_its_draft(
    in_force, dinas, contact_person, django_capture_on_commit_callbacks
):
    update = start_progress(in_force, dinas, by=contact_person)
    checked = CheckedFile(b"%PDF-1.4", None, "daftar.pdf", "application/pdf")
    [piece] = add_evidence(update, files=[checked], by=contact_person)
    storage, name = piece.file.storage, piece.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        discard_progress(update, by=contact_person)
    assert not storage.exists(name)
    assert not ProgressUpdate.objects.exists()


def test_evidence_has_a_limit(in_force, dinas, contact_person):
    update = start_progress(in_force, dinas, by=contact_person)
    with pytest.raises(DomainError, match="Paling banyak 20"):
        add_evidence(update, links=[f"https://contoh.example/{n}" for n in range(21)], by=contact_person)
    assert not update.evidence.exists()


def test_the_period_is_the_one_of_the_day(in_force, dinas, contact_person):
    assert str(send(in_force, dinas, contact_person).period) == "B06 2024"


def test_news_of_a_closed_period_goes_to_the_next_and_leaves_it_frozen(in_force, dinas, contact_person, staff, leader):
    b06 = ReportingPeriod.objects.get(year=2024, semester="b06")
    with clock.at(moment("2024-07-10 09:00")):
        close_period(b06, by=leader)
        update = send(in_force, dinas, contact_person, happened_on=date(2024, 6, 20))
        assert str(update.period) == "B12 2024"
        accept(update, staff)
        at_end_of_june = ActionItem.objects.with_progress(until=b06.ends_on).get()
        assert (at_end_of_june.current_value, at_end_of_june.status_on_day) == (None, ActionItem.Status.NOT_STARTED)
        now = ActionItem.objects.with_progress(until=clock.today()).get()
        assert (now.current_value, now.status_on_day) == (4, ActionItem.Status.IN_PROGRESS)


def test_a_period_closes_when_it_is_over_and_verified(in_force, dinas, contact_person, staff, leader):
    b06 = ReportingPeriod.objects.get(year=2024, semester="b06")
    update = send(in_force, dinas, contact_person)
    with pytest.raises(DomainError, match="belum berakhir"):
        close_period(b06, by=leader)
    with clock.at(moment("2024-07-10 09:00")):
        with pytest.raises(DomainError, match="1 laporan kemajuan"):
            close_period(b06, by=leader)
        accept(update, staff)
        assert close_period(b06, by=leader).status == ReportingPeriod.Status.CLOSED
        with pytest.raises(DomainError, match="tidak dapat menjadi"):
            close_period(b06, by=leader)


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("to", [Status.SUBMITTED, Status.ACCEPTED, Status.RETURNED, Status.WITHDRAWN])
def test_every_move_is_in_the_table_or_refused(in_force, dinas, contact_person, staff, status, to):
    update = ProgressUpdateFactory(
        item=in_force,
        institution=dinas,
        status=status,
        created_by=contact_person,
        item_status=ItemStatus.IN_PROGRESS,
        happened_on=date(2024, 2, 20),
    )
    service = {
        Status.SUBMITTED: lambda: submit_progress(update, by=contact_person),
        Status.ACCEPTED: lambda: accept(update, staff),
        Status.RETURNED: lambda: return_progress(update, by=staff, version=1, note="Kurang"),
        Status.WITHDRAWN: lambda: withdraw_progress(update, by=contact_person),
    }[to]
    if to in TRANSITIONS.get(status, ()):
        assert service().status == to
        assert ProgressUpdate.objects.get().status_changes.get().to_status == to
    else:
        with pytest.raises(DomainError):
            service()
        assert ProgressUpdate.objects.get().status == status


def test_the_history_of_a_status_never_runs_backwards(in_force, dinas, contact_person, staff):
    """News of an earlier day, told after BNN opened the item again, does not rewrite the days before."""
    done = send(
        in_force, dinas, contact_person, item_status=ItemStatus.DONE, value=10, links=["https://contoh.example/a"]
    )
    accept(done, staff)
    with clock.at(moment("2024-03-02 09:00")):
        reopen_item(in_force, by=staff, reason="Belum tuntas")
    with clock.at(moment("2024-03-03 09:00")):
        blocked = send(in_force, dinas, contact_person, item_status=ItemStatus.BLOCKED, obstacle="budget")
        accept(blocked, staff)
    changes = in_force.status_changes.values_list("to_status", "effective_on")
    assert list(changes) == [
        (ItemStatus.DONE, date(2024, 2, 20)),
        (ItemStatus.IN_PROGRESS, date(2024, 3, 2)),
        (ItemStatus.BLOCKED, date(2024, 3, 2)),
    ]
