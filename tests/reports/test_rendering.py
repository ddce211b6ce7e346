"""The job: claimed once, kept by a lease, fenced by a token, swept when its worker is gone."""

import errno
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.db.models.functions import Now
from django.utils import timezone

from reports import documents, pdf, services
from reports.kinds import facts
from reports.models import Report
from reports.services import rendering as job
from reports.services.moves import hand_to_worker
from tests.factories import ProgressUpdateFactory
from tests.reports.conftest import DATED_ON, DOCUMENT, finished

Status = Report.Status


def let_lease_expire(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(lease_until=Now() - timedelta(seconds=1))


def rung(callbacks) -> int:
    """How often the worker was rung for among what happens on commit."""
    return sum("ring" in callback.__qualname__ for callback in callbacks)


# ------------------------------------------------------------------------------------------------ claiming


def test_a_claim_begins_the_rendering_and_leaves_its_row(queued):
    claimed = services.claim_report(queued.pk)
    assert (claimed.status, claimed.attempt) == (Status.RENDERING, 1)
    assert claimed.token is not None
    change = claimed.status_changes.get()
    assert (change.from_status, change.to_status, change.by) == (Status.QUEUED, Status.RENDERING, None)


def test_a_claimed_report_is_not_claimed_again_while_its_lease_runs(rendering):
    assert services.claim_report(rendering.pk) is None


def test_an_expired_lease_passes_the_report_to_another_worker(rendering):
    let_lease_expire(rendering)
    second = services.claim_report(rendering.pk)
    assert second.attempt == 2
    assert second.token != rendering.token
    assert second.status_changes.count() == 1


def test_the_third_attempt_is_the_last(rendering):
    for attempt in (2, 3):
        let_lease_expire(rendering)
        assert services.claim_report(rendering.pk).attempt == attempt
    let_lease_expire(rendering)
    assert services.claim_report(rendering.pk) is None


def test_issuing_is_claimed_without_a_move(ready, leader):
    services.issue_report(ready, "1", DATED_ON, "ordinary", by=leader)
    before = ready.status_changes.count()
    claimed = services.claim_report(ready.pk)
    assert (claimed.status, claimed.attempt) == (Status.ISSUING, 1)
    assert ready.status_changes.count() == before


@pytest.mark.parametrize("status", sorted(set(Status) - set(Report.CLAIMABLE_STATUSES)))
def test_nothing_else_can_be_claimed(queued, status):
    Report.objects.filter(pk=queued.pk).update(status=status, number="1", dated_on=DATED_ON, edition=1)
    assert services.claim_report(queued.pk) is None


def test_a_missing_report_is_nothing_to_do(db):
    services.render_report(987_654)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_workers_exactly_one_gets_the_report(queued):
    start = threading.Barrier(2)
    claims: list[Report | None] = []

    def work() -> None:
        try:
            start.wait(timeout=10)
            claims.append(services.claim_report(queued.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(claims) == 2
    assert sum(claim is not None for claim in claims) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_requests_in_the_same_moment_become_one_report(items, period, staff):
    start = threading.Barrier(2)
    reports: list[Report] = []

    def ask() -> None:
        try:
            start.wait(timeout=10)
            reports.append(services.request_report(period, by=staff))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(reports) == 2
    assert reports[0].pk == reports[1].pk


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_snapshot_shows_one_moment(items, dinas, period, staff, monkeypatch):
    """What commits while the snapshot is taken is not in it, not even in the figures that are asked for later."""
    office = facts.office

    def report_meanwhile() -> None:
        try:
            ProgressUpdateFactory(item=items["late"], institution=dinas, value=10, happened_on=date(2024, 3, 2))
        finally:
            connection.close()

    def office_after_a_commit():
        other = threading.Thread(target=report_meanwhile)
        other.start()
        other.join(timeout=20)
        return office()

    monkeypatch.setattr(facts, "office", office_after_a_commit)
    report = services.request_report(period, by=staff)
    assert items["late"].updates.count() == 2
    assert documents.read_snapshot(report.snapshot)["totals"]["average"][:5] == "63.33"


# ------------------------------------------------------------------------------------------------ keeping


def test_the_heartbeat_renews_the_lease_and_tells_the_page(rendering):
    let_lease_expire(rendering)
    services.renew_lease(rendering, step="menata halaman 7", percent=40)
    row = Report.objects.get(pk=rendering.pk)
    assert (row.progress_step, row.progress_percent) == ("menata halaman 7", 40)
    assert services.claim_report(rendering.pk) is None


def test_a_late_twin_changes_nothing(rendering):
    let_lease_expire(rendering)
    second = services.claim_report(rendering.pk)
    for late in (
        lambda: services.renew_lease(rendering, step="", percent=99),
        lambda: services.finish_render(rendering, b"%PDF-1.4 lama", 9, made_with={}),
        lambda: services.fail_render(rendering, "lama"),
    ):
        with pytest.raises(services.LeaseLost):
            late()
    row = Report.objects.get(pk=rendering.pk)
    assert (row.status, row.token, row.file.name, row.error) == (Status.RENDERING, second.token, "", "")
    services.finish_render(second, DOCUMENT, 3, made_with={})
    row.refresh_from_db()
    assert (row.status, row.page_count) == (Status.READY, 3)


def test_a_cancelled_report_stays_cancelled(rendering, staff):
    services.cancel_report(rendering, by=staff)
    with pytest.raises(services.LeaseLost):
        services.renew_lease(rendering, step="", percent=50)
    with pytest.raises(services.LeaseLost):
        services.finish_render(rendering, DOCUMENT, 3, made_with={})
    rendering.refresh_from_db()
    assert (rendering.status, rendering.file.name) == (Status.CANCELLED, "")


def test_cancelling_stops_the_rendering_at_the_next_page(items, queued, staff, monkeypatch):
    monkeypatch.setattr(job, "HEARTBEAT_SECONDS", 0)
    beats: list[str] = []
    renew = job.renew_lease

    def cancel_at_the_fifth(report, *, step, percent):
        beats.append(step)
        if len(beats) == 5:
            services.cancel_report(report, by=staff)
        renew(report, step=step, percent=percent)

    monkeypatch.setattr(job, "renew_lease", cancel_at_the_fifth)
    services.render_report(queued.pk)
    queued.refresh_from_db()
    assert queued.status == Status.CANCELLED
    assert len(beats) == 5


# ------------------------------------------------------------------------------------------------ ending


def test_a_rendering_ends_as_a_review_copy_on_disk(items, queued):
    report = services.render_inline(queued)
    assert (report.status, report.progress_percent, report.lease_until) == (Status.READY, 100, None)
    assert report.file.name == f"reports/{report.pk}/{report.file_sha256}.pdf"
    with report.file.open() as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert len(content) == report.file_size
    assert [name for name in default_storage.listdir(f"reports/{report.pk}")[1] if "unfinished" in name] == []


def test_rendering_twice_does_nothing_the_second_time(items, queued):
    digest = services.render_inline(queued).file_sha256
    services.render_report(queued.pk)
    queued.refresh_from_db()
    assert (queued.status, queued.file_sha256) == (Status.READY, digest)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), job.NO_SPACE),
        (OSError(errno.EROFS, "Read-only file system"), job.NO_FILE),
        (pdf.IncompleteDocument("Failed to load image"), job.NOT_DRAWN),
        (job.DeadlinePassed(), job.TOO_LONG),
        (SoftTimeLimitExceeded(), job.TOO_LONG),
        (MemoryError(), job.NO_MEMORY),
    ],
)
def test_a_failure_is_told_in_words(items, queued, monkeypatch, error, reason):
    def break_down(*args, **kwargs):
        raise error

    monkeypatch.setattr(pdf, "render", break_down)
    services.render_report(queued.pk)
    queued.refresh_from_db()
    assert (queued.status, queued.error) == (Status.FAILED, reason)
    assert queued.status_changes.last().note == reason


def test_the_deadline_stops_a_rendering_between_two_pages(items, queued, monkeypatch):
    monkeypatch.setattr(job, "DEADLINE_SECONDS", -1)
    services.render_report(queued.pk)
    queued.refresh_from_db()
    assert (queued.status, queued.error) == (Status.FAILED, job.TOO_LONG)


def test_a_drawing_that_the_limit_broke_off_is_told_as_too_long(items, queued, monkeypatch):
    """WeasyPrint catches whatever is raised in the middle of a picture, and says that the picture failed."""
    monkeypatch.setattr(job, "DEADLINE_SECONDS", 0)

    def swallow(*args, **kwargs):
        raise pdf.IncompleteDocument("Failed to draw an SVG: SoftTimeLimitExceeded()")

    monkeypatch.setattr(pdf, "render", swallow)
    services.render_report(queued.pk)
    queued.refresh_from_db()
    assert (queued.status, queued.error) == (Status.FAILED, job.TOO_LONG)


def test_a_document_that_comes_after_its_report_was_cancelled_is_deleted(
    items, queued, staff, monkeypatch, django_capture_on_commit_callbacks
):
    finish = job.finish_render

    def cancel_before(report, *args, **kwargs):
        services.cancel_report(report, by=staff)
        finish(report, *args, **kwargs)

    monkeypatch.setattr(job, "finish_render", cancel_before)
    with django_capture_on_commit_callbacks(execute=True):
        services.render_report(queued.pk)
    queued.refresh_from_db()
    assert (queued.status, queued.file.name) == (Status.CANCELLED, "")
    assert not default_storage.exists(f"reports/{queued.pk}")


def test_what_a_killed_worker_left_is_deleted_when_its_report_fails(rendering, django_capture_on_commit_callbacks):
    folder = Path(default_storage.path(f"reports/{rendering.pk}"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".unfinished-abc").write_bytes(b"%PDF-1.4 ha")
    with django_capture_on_commit_callbacks(execute=True):
        services.fail_render(rendering, "Ruang penyimpanan penuh.")
    assert not folder.exists()


def test_an_error_of_the_database_leaves_the_report_to_the_next_worker(items, queued, monkeypatch):
    def lose_connection(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(pdf, "render", lose_connection)
    with pytest.raises(OperationalError):
        services.render_report(queued.pk)
    queued.refresh_from_db()
    assert (queued.status, queued.error) == (Status.RENDERING, "")


# ------------------------------------------------------------------------------------------------ how long it takes


def test_nothing_is_promised_before_a_first_report_of_the_kind(rendering):
    assert (rendering.expected_seconds, rendering.minutes_left) == (None, None)


def test_the_time_left_is_reckoned_from_past_reports_of_the_kind(ready, period, staff):
    Report.objects.filter(pk=ready.pk).update(work_seconds=90)
    again = services.claim_report(services.request_report(period, by=staff).pk)
    assert again.expected_seconds == 90
    again.started_at = timezone.now() - timedelta(seconds=10)
    assert again.minutes_left == 2
    again.started_at = timezone.now() - timedelta(seconds=50)
    assert again.minutes_left == 1
    again.started_at = timezone.now() - timedelta(seconds=100)
    assert again.minutes_left == 0


def test_one_slow_day_does_not_spoil_the_reckoning(ready, period, staff):
    for seconds in (10, 11, 500):
        Report.objects.filter(pk=finished(services.request_report(period, by=staff)).pk).update(work_seconds=seconds)
    assert services.claim_report(services.request_report(period, by=staff).pk).expected_seconds == 11


def test_a_rendering_records_how_long_it_took(items, queued):
    report = services.render_inline(queued)
    assert 0 < report.work_seconds < 60


# ------------------------------------------------------------------------------------------------ sweeping


def test_the_sweeper_rings_again_for_a_request_nobody_heard(queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as fresh:
        services.sweep_reports()
    Report.objects.filter(pk=queued.pk).update(queued_at=Now() - timedelta(seconds=31))
    with django_capture_on_commit_callbacks() as unheard:
        services.sweep_reports()
    assert (rung(fresh), rung(unheard)) == (0, 1)


def test_the_sweeper_rings_for_work_whose_worker_is_gone(rendering, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as alive:
        services.sweep_reports()
    let_lease_expire(rendering)
    with django_capture_on_commit_callbacks() as gone:
        services.sweep_reports()
    assert (rung(alive), rung(gone)) == (0, 1)


def test_the_sweeper_rings_for_an_issue_nobody_heard(ready, leader, django_capture_on_commit_callbacks):
    services.issue_report(ready, "1", DATED_ON, "ordinary", by=leader)
    Report.objects.filter(pk=ready.pk).update(queued_at=Now() - timedelta(seconds=31))
    with django_capture_on_commit_callbacks() as callbacks:
        services.sweep_reports()
    assert rung(callbacks) == 1


def test_after_three_attempts_the_sweeper_gives_up(rendering, django_capture_on_commit_callbacks):
    Report.objects.filter(pk=rendering.pk).update(attempt=3)
    let_lease_expire(rendering)
    with django_capture_on_commit_callbacks() as callbacks:
        services.sweep_reports()
    rendering.refresh_from_db()
    assert (rendering.status, rendering.error) == (Status.FAILED, job.STOPPED)
    assert rung(callbacks) == 0


def test_after_three_attempts_an_issue_is_a_review_copy_again(ready, leader):
    services.issue_report(ready, "B/1", DATED_ON, "ordinary", by=leader)
    Report.objects.filter(pk=ready.pk).update(attempt=3)
    let_lease_expire(ready)
    services.sweep_reports()
    ready.refresh_from_db()
    assert (ready.status, ready.number, ready.edition, ready.error) == (Status.READY, "B/1", None, job.STOPPED)


def test_handing_a_report_to_the_worker_keeps_its_token(rendering):
    hand_to_worker(rendering)
    row = Report.objects.get(pk=rendering.pk)
    assert (row.attempt, row.lease_until, row.token) == (0, None, rendering.token)
