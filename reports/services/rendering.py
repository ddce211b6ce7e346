"""The job: claiming it, keeping it, ending it. The row is the truth; at most one worker's result counts.

A worker holds a report while its lease runs (the database's clock) and its token stands in the row. Every word it
writes asks for that token: a late twin, or the worker of a cancelled report, changes nothing.
"""

import errno
import logging
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Length, Now

from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from reports import documents
from reports.models import Report, ReportStatusChange
from reports.services.files import drop_file, keep_only, write_document, write_picture
from reports.services.moves import free_edition, move_report, ring
from reports.services.notices import send_waiting_mails, tell_readers, tell_requesters
from reports.services.sealing import NOT_SEALED, FinalDocument, NotSealed, finish_document
from stakeholders.models import User

if TYPE_CHECKING:
    from reports.pdf import RenderedDocument

logger = logging.getLogger(__name__)
Status = Report.Status

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
# A request that no worker has taken by then was not heard: the broker was away.
UNHEARD = timedelta(seconds=30)
# Below Celery's soft limit: a rendering is stopped between two pages, where stopping is safe.
DEADLINE_SECONDS = 20 * 60
HEARTBEAT_SECONDS = 1.0
# A page of tables holds about this many characters of snapshot: good enough until a first report of the kind exists.
CHARACTERS_PER_PAGE = 7_000
# The middle of so many past renderings tells what the next one takes: one on a busy day misleads nobody.
PAST_RENDERINGS = 5

STOPPED = "Pembuatan laporan terhenti berulang kali. Coba lagi; bila tetap gagal, hubungi pengelola Portal."
TOO_LONG = "Pembuatan laporan melewati batas waktu 20 menit. Coba lagi saat Portal lebih sepi."
NO_SPACE = "Ruang penyimpanan Portal penuh. Minta pengelola Portal mengosongkannya, lalu coba lagi."
NO_FILE = "Berkas tidak dapat dibaca atau ditulis. Minta pengelola Portal memeriksa penyimpanan, lalu coba lagi."
NO_MEMORY = "Memori komputer tidak cukup untuk laporan ini. Coba lagi saat Portal lebih sepi."
NOT_DRAWN = (
    "Ada bagian laporan yang tidak dapat digambar, sehingga berkasnya tidak dibuat. "
    "Hubungi pengelola Portal; catatannya ada di log pekerja latar."
)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

EXPIRED = Q(lease_until=None) | Q(lease_until__lt=Now())


class LeaseLost(Exception):
    """The report is no longer ours: cancelled, or given to another worker."""


class DeadlinePassed(Exception):
    """The rendering took longer than a report may take."""


def claim_report(report_id: int) -> Report | None:
    """Take the report for this worker, or None when there is nothing to do or another one has it.

    Its page then tells how long it should take, if past reports of the kind tell.
    """
    claimable = Q(status=Status.QUEUED) | (Q(status__in=[Status.RENDERING, Status.ISSUING]) & EXPIRED)
    with transaction.atomic():
        claimed = Report.objects.filter(claimable, pk=report_id, attempt__lt=MOST_ATTEMPTS).update(
            status=Case(When(status=Status.QUEUED, then=Value(Status.RENDERING.value)), default=F("status")),
            token=uuid.uuid4(),
            attempt=F("attempt") + 1,
            lease_until=Now() + LEASE,
            started_at=Now(),
        )
        if not claimed:
            return None
        report = Report.objects.select_related("period").get(pk=report_id)
        report.expected_seconds = _expectation(report).seconds
        report.save(update_fields=["expected_seconds"])
        # Queueing starts the attempts anew, so the first one is the one that left the queue.
        if report.status == Status.RENDERING and report.attempt == 1:
            ReportStatusChange.objects.create(report=report, from_status=Status.QUEUED, to_status=Status.RENDERING)
    logger.info("Report %s claimed, attempt %s", report_id, report.attempt)
    return report


def renew_lease(claimed: Report, *, step: str, percent: int) -> None:
    """Keep the report and tell its page how far the work is. Raises `LeaseLost`."""
    kept = Report.objects.filter(pk=claimed.pk, token=claimed.token, status=claimed.status).update(
        lease_until=Now() + LEASE, progress_step=step, progress_percent=percent
    )
    if not kept:
        raise LeaseLost


def _lock_claimed(claimed: Report) -> Report:
    held = Report.objects.filter(pk=claimed.pk, token=claimed.token, status=claimed.status)
    report = held.select_related("period", "requested_by").select_for_update(of=("self",)).first()
    if report is None:
        raise LeaseLost
    return report


def finish_render(
    claimed: Report,
    content: bytes,
    page_count: int,
    *,
    made_with: Mapping[str, str],
    seconds: float | None = None,
    final: FinalDocument | None = None,
) -> None:
    """Keep the document: as review copy, as the published edition that supersedes the one before, or for signing.

    `made_with` is recorded beside it (`versions.current`), and the `seconds` it took, from which the next one's time is
    reckoned; `final` is what is issued of the rendered `content`. Raises `LeaseLost` when the result came too late to
    count.
    """
    issued = final.content if final else content
    name, digest = write_document(claimed.pk, issued)
    picture = write_picture(claimed.pk, final.first_page) if final and final.first_page else ""
    with transaction.atomic():
        report = _lock_claimed(claimed)
        if report.file.name != name:
            drop_file(report.file.name)
        report.file, report.file_sha256, report.file_size, report.page_count = name, digest, len(issued), page_count
        report.rendered_sha256, report.made_with = sha256(content).hexdigest(), made_with
        report.work_seconds, report.first_page = seconds, picture
        report.lease_until, report.progress_percent, report.progress_step = None, 100, ""
        columns = ["file", "file_sha256", "file_size", "page_count", "rendered_sha256", "made_with", "work_seconds"]
        columns += ["lease_until", "progress_percent", "progress_step", "first_page"]
        report.save(update_fields=columns)
        transaction.on_commit(lambda: _tidy_up(report.pk), robust=True)
        if report.status == Status.RENDERING:
            move_report(report, Status.READY, by=None)
            tell_requesters(report)
        elif report.signing == Report.Signing.OUTSIDE:
            move_report(report, Status.AWAITING_SIGNATURE, by=None)
            tell_requesters(report)
        else:
            publish(report, signer=final.signer if final else {}, by=None)


def publish(report: Report, *, signer: Mapping[str, str], by: User | None) -> None:
    """Make the locked report, whose final file stands, the edition that counts; `signer` are its columns of that name.

    Its readers and whoever asked for it are told.
    """
    _supersede_before(report)
    report.published_at = clock.now()
    for name, value in signer.items():
        setattr(report, name, value)
    report.save(update_fields=["published_at", *signer])
    move_report(report, Status.PUBLISHED, by=by)
    tell_readers(report)
    tell_requesters(report)


def _supersede_before(report: Report) -> None:
    current = Report.objects.select_for_update().alike(report).filter(status=Status.PUBLISHED)
    for before in current:
        move_report(before, Status.SUPERSEDED, by=None, note=f"Diganti edisi {report.edition}")


def fail_render(claimed: Report, reason: str) -> None:
    """End the work without a document; an edition that was being issued is a review copy again. Raises `LeaseLost`."""
    with transaction.atomic():
        _fail(_lock_claimed(claimed), reason)


def _fail(report: Report, reason: str) -> None:
    to = Status.READY if report.status == Status.ISSUING else Status.FAILED
    move_report(report, to, by=None, note=reason)
    free_edition(report)
    report.error, report.lease_until = reason, None
    report.save(update_fields=["error", "lease_until"])
    transaction.on_commit(lambda: _tidy_up(report.pk), robust=True)
    tell_requesters(report)


def render_report(report_id: int) -> None:
    """Claim, render and finish one report. May run twice, anywhere, at any time.

    Errors of the database are raised: the lease runs out, and another worker tries.
    """
    report = claim_report(report_id)
    if report is None:
        return
    from reports import versions  # WeasyPrint stays out of web processes

    heartbeat = _Heartbeat(report)
    try:
        document = _draw(report, on_progress=heartbeat, expected_pages=_expectation(report).pages)
        final = finish_document(report, document.content) if report.status == Status.ISSUING else None
        finish_render(
            report,
            document.content,
            document.page_count,
            made_with=versions.current(),
            seconds=heartbeat.seconds,
            final=final,
        )
    except LeaseLost:
        logger.info("Report %s: cancelled or given to another worker", report_id)
        _tidy_up(report_id)
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("Report %s failed", report_id)
        # A drawing that the deadline or the soft limit broke off may call it an error of its own.
        _fail_if_ours(report, TOO_LONG if heartbeat.is_late else _reason(error))


def _tidy_up(report_id: int) -> None:
    """Leave no file that the row does not name. While somebody works on the report, he will see to that."""
    with transaction.atomic():
        report = Report.objects.defer("snapshot").select_for_update().get(pk=report_id)
        if not report.is_in_work:
            keep_only(report.pk, [report.file.name, report.first_page.name])


def _draw(report: Report, *, on_progress: Callable[[str, int], None], expected_pages: int = 1) -> "RenderedDocument":
    from reports import pdf, signing  # WeasyPrint and pyHanko stay out of web processes

    fields = {Report.Signing.SEAL: signing.add_field, Report.Signing.OUTSIDE: signing.add_form}
    is_final = report.status in Report.FINAL_STATUSES
    add_field = fields.get(Report.Signing(report.signing)) if is_final else None
    page = documents.compose(report)
    return pdf.render(
        page.html,
        images=page.images,
        files=page.files,
        add_field=add_field,
        on_progress=on_progress,
        expected_pages=expected_pages,
    )


def rerender_report(report: Report) -> "RenderedDocument":
    """The same document once more, from the snapshot; changes nothing.

    Raises `DomainError` for a report of which no document is recorded, or whose document is being replaced.
    """
    if report.is_in_work:
        raise DomainError("Laporan ini sedang dikerjakan. Tunggu sampai selesai.")
    if not report.rendered_sha256:
        raise DomainError("Belum ada dokumen laporan ini yang tercatat.")
    return _draw(report, on_progress=lambda step, percent: None)


def differences_of(report: Report, content: bytes) -> list[str]:
    """How a document that was rendered again differs from the recorded one, and by what cause; empty: in nothing.

    Other versions that yield the same bytes are no difference.
    """
    from reports import versions  # WeasyPrint stays out of web processes

    found = []
    if sha256(report.snapshot.encode()).hexdigest() != report.snapshot_sha256:
        found.append("snapshot: not the one that was taken")
    digest = sha256(content).hexdigest()
    if digest != report.rendered_sha256:
        found += [f"bytes: {report.rendered_sha256} → {digest}"]
        found += versions.differences(report.made_with, versions.current())
    return found


def _fail_if_ours(claimed: Report, reason: str) -> None:
    try:
        fail_render(claimed, reason)
    except LeaseLost:
        logger.info("Report %s: failed after it was taken away", claimed.pk)


def _reason(error: Exception) -> str:
    match error:
        case DeadlinePassed() | SoftTimeLimitExceeded():
            return TOO_LONG
        case NotSealed():
            return NOT_SEALED
        case MemoryError():
            return NO_MEMORY
        case OSError():
            return NO_SPACE if error.errno in FULL else NO_FILE
    return NOT_DRAWN


def render_inline(report: Report) -> Report:
    """Render without a worker, as commands do. Call it in the transaction that queued the report: no worker knows yet.

    Raises `DomainError` when no document came of it.
    """
    render_report(report.pk)
    report.refresh_from_db()
    if report.is_in_work or report.error:
        raise DomainError(report.error or "Laporan ini sedang dikerjakan oleh pekerja latar.")
    return report


class _Heartbeat:
    """Keeps the lease while pages go by, at most once a second; stops the rendering past its deadline."""

    def __init__(self, report: Report):
        self.report = report
        self.began = time.monotonic()
        self.next = 0.0

    @property
    def seconds(self) -> float:
        """Since the work began."""
        return time.monotonic() - self.began

    @property
    def is_late(self) -> bool:
        return self.seconds > DEADLINE_SECONDS

    def __call__(self, step: str, percent: int) -> None:
        if self.is_late:
            raise DeadlinePassed
        if time.monotonic() >= self.next:
            renew_lease(self.report, step=step, percent=percent)
            self.next = time.monotonic() + HEARTBEAT_SECONDS


class Expectation(NamedTuple):
    """How large a report should become, and how long that takes; None: no past report tells."""

    pages: int
    seconds: float | None


def _expectation(report: Report) -> Expectation:
    """Judged by the last reports of its kind: pages and time grow with the snapshot (docs/decisions/0014)."""
    past = (
        Report.objects.filter(kind=report.kind, page_count__gt=0)
        .order_by("-pk")
        .values_list("page_count", "work_seconds", Length("snapshot"))[:PAST_RENDERINGS]
    )
    size = len(report.snapshot)
    pages = [pages / characters for pages, _, characters in past] or [1 / CHARACTERS_PER_PAGE]
    seconds = [seconds / characters for _, seconds, characters in past if seconds]
    return Expectation(round(median(pages) * size), median(seconds) * size if seconds else None)


def sweep_reports() -> None:
    """Ring for work that no worker took or whose worker is gone; end what was tried too often; send what is left."""
    is_taken = Q(status__in=[Status.RENDERING, Status.ISSUING], lease_until__lt=Now())
    is_unheard = Q(status=Status.QUEUED) | Q(status=Status.ISSUING, lease_until=None)
    lost = Report.objects.filter(Q(is_taken, attempt__lt=MOST_ATTEMPTS) | Q(is_unheard, queued_at__lt=Now() - UNHEARD))
    for report_id in lost.values_list("pk", flat=True):
        ring(report_id)
    with transaction.atomic():
        given_up = Report.objects.filter(is_taken, attempt__gte=MOST_ATTEMPTS)
        for report in given_up.select_related("period", "requested_by").select_for_update(
            of=("self",), skip_locked=True
        ):
            _fail(report, STOPPED)
    send_waiting_mails()
