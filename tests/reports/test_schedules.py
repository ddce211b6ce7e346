"""Reports at set times: asked for once a time, pursued until they are there, given up after five failures."""

import threading
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from bnn_portal import clock
from bnn_portal.exceptions import DomainError, StaleEdit
from reports import services
from reports.models import Report, ReportSchedule, ScheduledRun
from reports.services import schedules as job
from reports.services.schedules import TRANSITIONS
from stakeholders.models import Membership, User
from tests.reports.conftest import finished, issued

Status = ReportSchedule.Status
WIB = ZoneInfo("Asia/Jakarta")
# A Monday, but the fourth: the next first Monday is 1 July 2024.
MADE_AT = datetime(2024, 6, 24, 9, 0, tzinfo=WIB)
DUE_AT = datetime(2024, 7, 1, 8, 0, tzinfo=WIB)


def run_at(moment: datetime) -> None:
    with clock.at(moment):
        services.run_schedules()


def fail(report: Report) -> None:
    services.fail_render(services.claim_report(report.pk), "Ruang penyimpanan penuh.")


# ------------------------------------------------------------------------------------------------ setting


def test_a_schedule_waits_for_the_next_time_ahead(schedule, official):
    assert (schedule.status, schedule.next_at) == (Status.ACTIVE, DUE_AT)
    assert list(schedule.recipients.all()) == [official]
    run_at(DUE_AT - timedelta(minutes=1))
    assert not ScheduledRun.objects.exists()


def test_a_schedule_needs_somebody_to_tell(staff):
    with pytest.raises(DomainError, match="satu pejabat"):
        services.create_schedule({"rhythm": "monthly"}, [], by=staff)


def test_a_changed_rhythm_counts_from_now_on(schedule, official, leader):
    with clock.at(DUE_AT - timedelta(hours=1)):
        terms = {"rhythm": "monthly", "day_of_month": 31, "time_of_day": time(7)}
        changed = services.update_schedule(schedule, terms, [official], by=leader, version=schedule.version)
    assert (changed.next_at, changed.version) == (datetime(2024, 7, 31, 7, 0, tzinfo=WIB), schedule.version + 1)


def test_a_stale_page_changes_nothing(schedule, official, leader):
    with pytest.raises(StaleEdit):
        services.update_schedule(schedule, {"rhythm": "b06"}, [official], by=leader, version=schedule.version + 1)


# ------------------------------------------------------------------------------------------------ running


def test_a_run_asks_for_the_report_and_bnn_is_told_when_it_is_there(
    schedule, period, staff, leader, django_capture_on_commit_callbacks, mailoutbox
):
    run_at(DUE_AT)
    run = ScheduledRun.objects.get()
    assert (run.due_at, run.missed_count, run.ended_at) == (DUE_AT, 0, None)
    # On 1 July the semester that ended the day before is told of.
    assert (run.report.period, run.report.requested_by) == (period, staff)
    with django_capture_on_commit_callbacks(execute=True):
        finished(run.report)
    assert {message.to[0] for message in mailoutbox} == {staff.email, leader.email}
    run_at(DUE_AT + timedelta(minutes=2))
    run.refresh_from_db()
    assert run.ended_at == DUE_AT + timedelta(minutes=2)
    schedule.refresh_from_db()
    assert schedule.next_at == datetime(2024, 8, 5, 8, 0, tzinfo=WIB)


def test_the_named_officials_get_the_link_once_it_is_issued(
    schedule, polresta, official, leader, django_capture_on_commit_callbacks, mailoutbox
):
    other = User.objects.create_user("lain@contoh.example", name="Pejabat Lain")
    Membership.objects.create(user=other, institution=polresta, capacity="official", starts_on=DUE_AT.date())
    run_at(DUE_AT)
    report = finished(ScheduledRun.objects.get().report)
    with django_capture_on_commit_callbacks(execute=True):
        issued(report, leader)
    told = [message for message in mailoutbox if message.to == [official.email]]
    assert len(told) == 1
    assert f"/laporan/{report.pk}/" in told[0].body
    assert told[0].attachments == []
    assert not any(message.to == [other.email] for message in mailoutbox)


def test_what_somebody_asked_for_too_goes_to_all_officials(
    schedule, period, polresta, official, leader, django_capture_on_commit_callbacks, mailoutbox
):
    other = User.objects.create_user("lain@contoh.example", name="Pejabat Lain")
    Membership.objects.create(user=other, institution=polresta, capacity="official", starts_on=DUE_AT.date())
    asked = services.request_report(period, by=leader)
    run_at(DUE_AT)
    assert ScheduledRun.objects.get().report == asked
    with django_capture_on_commit_callbacks(execute=True):
        issued(finished(asked), leader)
    assert {official.email, other.email} <= {message.to[0] for message in mailoutbox}


def test_running_twice_asks_once(schedule):
    for _ in range(3):
        run_at(DUE_AT)
    assert ScheduledRun.objects.count() == Report.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_schedulers_at_once_ask_once(schedule):
    start = threading.Barrier(2)

    def run() -> None:
        try:
            start.wait(timeout=10)
            run_at(DUE_AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    run_at(DUE_AT)
    assert ScheduledRun.objects.count() == Report.objects.count() == 1


def test_times_missed_while_the_portal_stood_still_become_one_report(schedule):
    back_at = datetime(2024, 11, 20, 9, 0, tzinfo=WIB)
    run_at(back_at)
    run_at(back_at + timedelta(minutes=1))
    run = ScheduledRun.objects.get()
    assert (run.due_at, run.missed_count) == (datetime(2024, 11, 4, 8, 0, tzinfo=WIB), 4)
    schedule.refresh_from_db()
    assert schedule.next_at == datetime(2024, 12, 2, 8, 0, tzinfo=WIB)


def test_a_run_that_was_begun_and_cut_off_is_taken_up_again(schedule):
    """As when the worker is killed between the two."""
    with clock.at(DUE_AT):
        job._begin_run(schedule.pk)
    assert not Report.objects.exists()
    run_at(DUE_AT + timedelta(hours=1))
    assert ScheduledRun.objects.get().report == Report.objects.get()


def test_a_cancelled_report_ends_the_run_and_is_no_failure(schedule, staff):
    run_at(DUE_AT)
    run = ScheduledRun.objects.get()
    services.cancel_report(run.report, by=staff)
    run_at(DUE_AT + timedelta(minutes=1))
    run.refresh_from_db()
    schedule.refresh_from_db()
    assert run.ended_at
    assert schedule.failure_count == 0


# ------------------------------------------------------------------------------------------------ failing


def test_a_failed_report_is_tried_again_later_and_success_forgets_it(schedule):
    run_at(DUE_AT)
    report = Report.objects.get()
    fail(report)
    run_at(DUE_AT + timedelta(minutes=1))
    schedule.refresh_from_db()
    run = ScheduledRun.objects.get()
    assert (schedule.failure_count, run.error) == (1, "Ruang penyimpanan penuh.")
    run_at(run.retry_at - timedelta(seconds=1))
    report.refresh_from_db()
    assert report.status == Report.Status.FAILED
    run_at(run.retry_at)
    report.refresh_from_db()
    assert report.status == Report.Status.QUEUED
    finished(report)
    run_at(run.retry_at + timedelta(minutes=1))
    schedule.refresh_from_db()
    assert (schedule.failure_count, schedule.status) == (0, Status.ACTIVE)


def test_after_five_failures_it_stops_and_tells_bnn(
    schedule, staff, leader, official, django_capture_on_commit_callbacks, mailoutbox
):
    moment = DUE_AT
    for attempt in range(1, 6):
        run_at(moment)
        fail(Report.objects.get())
        moment += timedelta(minutes=1)
        with django_capture_on_commit_callbacks(execute=True):
            run_at(moment)
        schedule.refresh_from_db()
        assert schedule.failure_count == attempt
        moment += job.RETRY_AFTER
    assert schedule.status == Status.STOPPED
    assert schedule.status_changes.get().note == "Ruang penyimpanan penuh."
    told = [message for message in mailoutbox if message.subject.startswith("Jadwal terhenti")]
    assert {message.to[0] for message in told} == {staff.email, leader.email}
    assert f"/laporan/jadwal/{schedule.pk}/" in told[0].body
    run_at(moment + timedelta(days=60))
    assert ScheduledRun.objects.get().ended_at
    assert Report.objects.count() == 1


def test_a_schedule_whose_recipients_have_all_left_fails_and_says_so(schedule, official):
    Membership.objects.filter(user=official).update(ends_on=MADE_AT.date(), starts_on=MADE_AT.date())
    run_at(DUE_AT)
    assert ScheduledRun.objects.get().error == job.NO_RECIPIENTS_LEFT
    assert not Report.objects.exists()


def test_what_nobody_foresaw_counts_as_a_failure_too(schedule, monkeypatch):
    def break_down(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(job, "request_report", break_down)
    run_at(DUE_AT)
    schedule.refresh_from_db()
    assert (schedule.failure_count, ScheduledRun.objects.get().error) == (1, job.UNFORESEEN)


# ------------------------------------------------------------------------------------------------ pausing


def test_a_paused_schedule_lets_its_times_pass(schedule, leader):
    with clock.at(MADE_AT):
        services.pause_schedule(schedule, "Libur", by=leader)
    run_at(DUE_AT)
    assert not ScheduledRun.objects.exists()
    with clock.at(DUE_AT + timedelta(days=1)):
        services.resume_schedule(schedule, "Sudah masuk lagi", by=leader)
    run_at(DUE_AT + timedelta(days=2))
    assert not ScheduledRun.objects.exists()
    schedule.refresh_from_db()
    assert schedule.next_at == datetime(2024, 8, 5, 8, 0, tzinfo=WIB)
    assert [change.note for change in schedule.status_changes.all()] == ["Libur", "Sudah masuk lagi"]


def test_a_stopped_schedule_goes_on_with_its_failures_forgotten(schedule, leader):
    ReportSchedule.objects.filter(pk=schedule.pk).update(status=Status.STOPPED, failure_count=5)
    services.resume_schedule(schedule, "Ruang sudah ada", by=leader)
    schedule.refresh_from_db()
    assert (schedule.status, schedule.failure_count) == (Status.ACTIVE, 0)


ACTIONS = {Status.PAUSED: services.pause_schedule, Status.ACTIVE: services.resume_schedule}
FORBIDDEN = [(to, status) for to in ACTIONS for status in Status if to not in TRANSITIONS[status]]


@pytest.mark.parametrize(("to", "status"), FORBIDDEN)
def test_a_move_that_does_not_exist_is_refused(schedule, leader, to, status):
    ReportSchedule.objects.filter(pk=schedule.pk).update(status=status)
    with pytest.raises(DomainError):
        ACTIONS[to](schedule, "alasan", by=leader)
    schedule.refresh_from_db()
    assert schedule.status == status


@pytest.mark.parametrize("act", ACTIONS.values())
def test_no_move_without_a_reason(schedule, leader, act):
    with pytest.raises(DomainError, match="alasan"):
        act(schedule, " ", by=leader)
