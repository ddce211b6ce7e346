"""Reports at set times. A schedule asks like a person does; issuing stays the leader's (docs/decisions/0014)."""

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import OperationalError, transaction

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import create, edit, lock, move, stated
from reports import rhythms
from reports.models import Report, ReportSchedule, ScheduledRun
from reports.services.editions import one_moment, request_report, retry_report
from reports.services.notices import tell_stopped
from stakeholders.models import User

logger = logging.getLogger(__name__)
Status = ReportSchedule.Status

TRANSITIONS = {
    Status.ACTIVE: (Status.PAUSED, Status.STOPPED),
    Status.PAUSED: (Status.ACTIVE,),
    Status.STOPPED: (Status.ACTIVE,),
}
MOST_FAILURES = 5
# A full disk or a broken picture is seldom mended within minutes, and rarely takes longer than a morning.
RETRY_AFTER = timedelta(minutes=30)

NO_RECIPIENTS = "Pilih paling sedikit satu pejabat sebagai penerima."
UNFORESEEN = "Kesalahan yang tidak terduga; catatannya ada di log pekerja latar."
NO_RECIPIENTS_LEFT = "Tidak ada penerima jadwal yang masih bertugas. Ubah penerimanya."


@transaction.atomic
def create_schedule(data: Mapping[str, Any], recipients: Iterable[User], *, by: User) -> ReportSchedule:
    """Begin a schedule; its first run is the next time that lies ahead. Raises `DomainError`."""
    schedule = ReportSchedule(created_by=by, **data)
    schedule.next_at = rhythms.next_due(schedule, clock.now())
    create(schedule)
    schedule.recipients.add(*_named(recipients))
    return schedule


@transaction.atomic
def update_schedule(
    schedule: ReportSchedule,
    data: Mapping[str, Any],
    recipients: Iterable[User],
    *,
    by: User,
    version: int | None = None,
) -> ReportSchedule:
    """Change when and for whom it runs; times that passed are not made up for. Raises `StaleEdit`, `DomainError`."""
    schedule = lock(ReportSchedule, schedule.pk, version=version)
    edit(schedule, data, by=by)
    schedule.recipients.set(_named(recipients))
    _wait_for_next(schedule)
    return schedule


@transaction.atomic
def pause_schedule(schedule: ReportSchedule, reason: str, *, by: User) -> None:
    """Let times pass without a report. Raises `DomainError` without a reason."""
    note = stated(reason, otherwise="Tulis alasan menjeda jadwal.")
    move(lock(ReportSchedule, schedule.pk), Status.PAUSED, transitions=TRANSITIONS, by=by, note=note)


@transaction.atomic
def resume_schedule(schedule: ReportSchedule, reason: str, *, by: User) -> None:
    """Go on with the next time that lies ahead, failures forgotten. Raises `DomainError` without a reason."""
    note = stated(reason, otherwise="Tulis alasan menjalankan jadwal lagi.")
    schedule = lock(ReportSchedule, schedule.pk)
    move(schedule, Status.ACTIVE, transitions=TRANSITIONS, by=by, note=note)
    _succeeded(schedule)
    _wait_for_next(schedule)


def _named(recipients: Iterable[User]) -> list[User]:
    if not (named := list(recipients)):
        raise DomainError(NO_RECIPIENTS, field="recipients")
    return named


def _wait_for_next(schedule: ReportSchedule) -> None:
    schedule.next_at = rhythms.next_due(schedule, clock.now())
    schedule.save(update_fields=["next_at"])


def _succeeded(schedule: ReportSchedule) -> None:
    schedule.failure_count = 0
    schedule.save(update_fields=["failure_count"])


# ------------------------------------------------------------------------------------------------ running


def run_schedules() -> None:
    """Begin the runs that are due and pursue those that have begun. May run twice, anywhere, at any time."""
    for schedule_id in list(ReportSchedule.objects.due(clock.now()).values_list("pk", flat=True)):
        _begin_run(schedule_id)
    for run_id in list(ScheduledRun.objects.filter(ended_at=None).order_by("due_at").values_list("pk", flat=True)):
        try:
            _pursue_run(run_id)
        except OperationalError:
            # Somebody changed the same rows in the same moment; the next minute sees what they did.
            logger.info("Scheduled run %s waits a minute", run_id, exc_info=True)


@transaction.atomic
def _begin_run(schedule_id: int) -> None:
    """One run for the latest time that has come; it makes up for those that passed unseen before it."""
    due = ReportSchedule.objects.due(clock.now()).select_for_update(skip_locked=True)
    schedule = due.filter(pk=schedule_id).first()
    if schedule is None:
        return
    at, missed_count = rhythms.latest_due(schedule, clock.now())
    ScheduledRun.objects.create(schedule=schedule, due_at=at, missed_count=missed_count)
    _wait_for_next(schedule)


def _pursue_run(run_id: int) -> None:
    # Outermost, so that the snapshot of a report that is asked for here shows one moment too.
    with one_moment():
        rows = ScheduledRun.objects.select_for_update(of=("self",), skip_locked=True).filter(ended_at=None)
        run = rows.select_related("schedule", "report").defer("report__snapshot").filter(pk=run_id).first()
        if run is None:
            return
        try:
            with transaction.atomic():
                _take_next_step(run)
        except OperationalError:
            raise
        except DomainError as error:
            _count_failure(run, str(error))
        except Exception:
            logger.exception("Scheduled run %s failed", run_id)
            _count_failure(run, UNFORESEEN)


def _take_next_step(run: ScheduledRun) -> None:
    """Ask for the report, wait for it, try again, or be done. Raises `DomainError` for a failure not counted yet."""
    report, is_active = run.report, run.schedule.status == Status.ACTIVE
    is_time = run.retry_at is None or run.retry_at <= clock.now()
    if report is None or report.status == Report.Status.FAILED:
        if not is_active:
            _end(run)
        elif report is None and is_time:
            _request(run)
        elif report is not None and run.retry_at is None:
            raise DomainError(report.error)
        elif report is not None and is_time:
            retry_report(report, by=None)
            run.retry_at = None
            run.save(update_fields=["retry_at"])
    elif report.status == Report.Status.CANCELLED:
        _end(run)
    elif not report.is_in_work or report.status == Report.Status.ISSUING:
        _end(run)
        _succeeded(lock(ReportSchedule, run.schedule_id))


def _request(run: ScheduledRun) -> None:
    schedule = run.schedule
    if not schedule.recipients.all().intersection(User.objects.officials(clock.today())).exists():
        raise DomainError(NO_RECIPIENTS_LEFT)
    year, semester = rhythms.period_of(schedule, run.due_at)
    period = ReportingPeriod.objects.filter(year=year, semester=semester).first()
    if period is None:
        raise DomainError(f"Periode {semester.upper()} {year} belum ada di Portal.")
    run.has_joined = Report.objects.in_work().filter(period=period, kind=schedule.kind).exists()
    run.report = request_report(period, kind=schedule.kind, by=schedule.created_by)
    run.retry_at, run.error = None, ""
    run.save(update_fields=["has_joined", "report", "retry_at", "error"])


def _end(run: ScheduledRun) -> None:
    run.ended_at = clock.now()
    run.save(update_fields=["ended_at"])


def _count_failure(run: ScheduledRun, reason: str) -> None:
    schedule = lock(ReportSchedule, run.schedule_id)
    schedule.failure_count += 1
    schedule.save(update_fields=["failure_count"])
    run.error, run.retry_at = reason, clock.now() + RETRY_AFTER
    run.save(update_fields=["error", "retry_at"])
    if schedule.failure_count >= MOST_FAILURES and schedule.status == Status.ACTIVE:
        move(schedule, Status.STOPPED, transitions=TRANSITIONS, by=None, note=reason)
        _end(run)
        tell_stopped(schedule, reason)
