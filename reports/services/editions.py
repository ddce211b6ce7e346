"""What people do with a report: ask for it, issue it, take it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet
from django.utils.formats import date_format

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import edit, lock, stated
from reports import documents
from reports.models import Report, ReportDownload
from reports.services.files import drop_file
from reports.services.moves import free_edition, hand_to_worker, move_report
from reports.services.sealing import is_seal_configured
from stakeholders.models import Institution, User
from workshops.models import Workshop

IN_WORK = "Laporan periode ini sedang disusun. Tunggu sampai selesai."


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction that sees the database as of one moment, unless a caller's transaction already decided that."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def request_report(
    period: ReportingPeriod,
    *,
    by: User,
    kind: str = Report.Kind.PROGRESS,
    institution: Institution | None = None,
    paper: str = Report.Paper.A4,
    has_photos: bool = False,
    **texts: str,
) -> Report:
    """Take the snapshot and queue its rendering, or join the request for the same report that is still in work.

    `has_photos` takes pictures of the evidence along, where the kind shows some; `texts` are those of `Report.TEXTS`.
    Whoever joins is told what becomes of it, like the one who asked. Raises `DomainError` for a period that has not
    begun.
    """
    if period.starts_on > clock.today():
        raise DomainError(f"Periode {period} baru dimulai {date_format(period.starts_on, 'j F Y')}.")
    as_of = min(clock.today(), period.ends_on)
    about = {"kind": kind, "period": period, "institution": institution, "as_of": as_of}
    return _request(Report(**about, paper=paper, has_photos=has_photos, requested_by=by, **texts))


def request_workshop_report(workshop: Workshop, *, by: User, paper: str = Report.Paper.A4, **texts: str) -> Report:
    """Ask for the report of one event, as it is recorded today; it stands in the period in which the event was held.

    Raises `DomainError` for an event that was not held.
    """
    if workshop.status not in (Workshop.Status.HELD, Workshop.Status.DOCUMENTED):
        raise DomainError("Laporan kegiatan disusun setelah kegiatan terlaksana.")
    period = ReportingPeriod.objects.filter(starts_on__lte=workshop.held_on, ends_on__gte=workshop.held_on).first()
    if period is None:
        raise DomainError(f"Belum ada periode pelaporan untuk {date_format(workshop.held_on, 'j F Y')}.")
    about = {"kind": Report.Kind.WORKSHOP, "period": period, "workshop": workshop, "as_of": clock.today()}
    return _request(Report(**about, paper=paper, requested_by=by, **texts))


def _request(report: Report) -> Report:
    report.scope = documents.KINDS[report.kind].scope
    report.title = documents.title_of(report)
    same = Report.objects.in_work().alike(report)
    if (joined := _join(same, report.requested_by)) is not None:
        return joined
    try:
        with one_moment():
            report.snapshot = documents.take_snapshot(report)
            report.snapshot_sha256 = sha256(report.snapshot.encode()).hexdigest()
            report.is_sample = documents.read_snapshot(report.snapshot)["is_sample"]
            report.save()
            hand_to_worker(report)
    except IntegrityError as error:
        # Somebody asked in the same moment.
        if (joined := _join(same, report.requested_by)) is None:
            raise DomainError(IN_WORK) from error
        return joined
    report.refresh_from_db()
    return report


@transaction.atomic
def _join(in_work: QuerySet[Report], user: User) -> Report | None:
    """The report that is in work, with one more account that waits for it; None: there is none (any more)."""
    report = in_work.select_for_update().first()
    if report is not None and report.requested_by_id != user.pk:
        report.joins.get_or_create(user=user)
    return report


def issue_report(
    report: Report,
    number: str,
    dated_on: date,
    classification: str,
    signing: str | None = None,
    *,
    by: User,
    version: int | None = None,
    **texts: str,
) -> Report:
    """Number and date the review copy and have it rendered for good; the worker seals and publishes it, or lays it
    ready to be signed outside. Without a word on `signing` it gets the office's seal where there is one.

    `texts` are those of `Report.TEXTS` that the leader corrected. Raises `StaleEdit`, and `DomainError` for an
    impossible number or date, for a seal that the office does not have, or while another edition is being issued.
    """
    if not number.strip():
        raise DomainError("Isi nomor laporan.")
    if signing is None:
        signing = Report.Signing.SEAL if is_seal_configured() else Report.Signing.NONE
    if signing == Report.Signing.SEAL and not is_seal_configured():
        raise DomainError("Portal ini belum mempunyai segel kantor. Pilih cara pengesahan lain.")
    with transaction.atomic():
        # Editions of a period are numbered one after the other.
        lock(ReportingPeriod, report.period_id)
        report = lock(Report, report.pk, version=version)
        editions = Report.objects.alike(report)
        under_way = [Report.Status.ISSUING, Report.Status.AWAITING_SIGNATURE]
        if editions.filter(status__in=under_way).exclude(pk=report.pk).exists():
            raise DomainError("Edisi lain periode ini sedang diterbitkan. Tunggu sampai selesai.")
        if not report.as_of <= dated_on <= clock.today():
            raise DomainError(
                f"Tanggal laporan antara {date_format(report.as_of, 'j F Y')} (keadaan yang dilaporkan) dan hari ini."
            )
        typed = {"number": number.strip(), "dated_on": dated_on, "classification": classification, "signing": signing}
        edit(report, {**typed, **texts}, by=by)
        report.edition = (editions.aggregate(last=Max("edition"))["last"] or 0) + 1
        report.signatory_title, report.signatory = documents.signature_on(dated_on)
        report.save(update_fields=["edition", "signatory_title", "signatory"])
        move_report(report, Report.Status.ISSUING, by=by)
        hand_to_worker(report)
    report.refresh_from_db()
    return report


def cancel_report(report: Report, *, by: User) -> None:
    """Stop a report that is queued or being rendered; its worker notices at the next page."""
    with transaction.atomic():
        move_report(lock(Report, report.pk), Report.Status.CANCELLED, by=by)


def discard_report(report: Report, *, by: User) -> None:
    """Throw a review copy away, its file with it."""
    with transaction.atomic():
        report = lock(Report, report.pk)
        move_report(report, Report.Status.DISCARDED, by=by)
        drop_file(report.file.name)
        report.file, report.file_sha256, report.file_size, report.page_count = "", "", 0, 0
        report.rendered_sha256, report.made_with = "", {}
        report.save(update_fields=["file", "file_sha256", "file_size", "page_count", "rendered_sha256", "made_with"])


def retry_report(report: Report, *, by: User | None) -> None:
    """Queue a failed report again, its snapshot unchanged; `by` is None for a schedule.

    Raises `DomainError` while a newer request of the same period is in work.
    """
    try:
        with transaction.atomic():
            report = lock(Report, report.pk)
            if report.status == Report.Status.AWAITING_SIGNATURE:
                raise DomainError("Laporan ini menunggu tanda tangan. Batalkan penandatanganan dahulu.")
            move_report(report, Report.Status.QUEUED, by=by)
            hand_to_worker(report)
    except IntegrityError as error:
        raise DomainError(IN_WORK) from error


def recall_report(report: Report, *, by: User) -> None:
    """Give up waiting for a signature: the review copy is made again, and its edition's number is free again.

    Raises `DomainError` while a newer request of the same period is in work.
    """
    try:
        with transaction.atomic():
            report = lock(Report, report.pk)
            if report.status != Report.Status.AWAITING_SIGNATURE:
                raise DomainError("Laporan ini tidak sedang menunggu tanda tangan.")
            move_report(report, Report.Status.QUEUED, by=by, note="Tidak jadi ditandatangani")
            drop_file(report.first_page.name)
            free_edition(report)
            report.first_page = ""
            report.save(update_fields=["first_page"])
            hand_to_worker(report)
    except IntegrityError as error:
        raise DomainError(IN_WORK) from error


def revoke_report(report: Report, reason: str, *, by: User) -> None:
    """Withdraw a published edition. Its file stays readable, marked as revoked. Raises `DomainError` without reason."""
    note = stated(reason, otherwise="Tulis alasan pencabutan.")
    with transaction.atomic():
        move_report(lock(Report, report.pk), Report.Status.REVOKED, by=by, note=note)


def record_download(report: Report, *, by: User) -> None:
    """Note who fetched an issued document. Review copies are not counted."""
    if report.is_issued:
        ReportDownload.objects.create(report=report, user=by, file_sha256=report.file_sha256)
