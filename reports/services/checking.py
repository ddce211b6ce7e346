"""Files from outside: copies that anybody holds against an issued report, and documents signed outside the portal.

What a file is follows from its bytes, and the register of issued reports answers for those at once. Only a file that
it does not know is kept for the worker, which has it looked into (`examining`) and throws it away.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import lock
from reports import examining
from reports.models import DocumentCheck, Report
from reports.services.files import drop_file, write_document, write_picture
from reports.services.rendering import publish
from reports.services.sealing import draw_first_page, signer_columns, trusted_roots
from stakeholders.models import User

logger = logging.getLogger(__name__)
Verdict = DocumentCheck.Verdict

MOST_BYTES = 20 * 1024 * 1024
# Together they fill neither the disk nor the worker's evening.
MOST_WAITING = 20
LEASE = timedelta(seconds=3 * examining.SECONDS)
MOST_ATTEMPTS = 2
UNHEARD = timedelta(seconds=30)
KEPT = timedelta(days=1)

REFUSALS = {
    "unsigned": "Berkas ini belum ditandatangani. Tanda tangani dahulu, lalu unggah hasilnya.",
    "other_document": (
        "Berkas ini bukan dokumen yang diunduh dari Portal, atau disimpan ulang oleh program lain. "
        "Unduh lagi, tanda tangani tanpa mengubahnya, lalu unggah hasilnya."
    ),
    "broken": "Tanda tangan di berkas ini tidak cocok dengan isinya. Tanda tangani ulang dokumen dari Portal.",
    "appended": "Ada yang ditambahkan setelah tanda tangan. Unggah berkas persis seperti hasil penandatanganan.",
    "changed": "Ada isi yang berubah selain tanda tangan. Tanda tangani ulang dokumen dari Portal tanpa mengubahnya.",
    "unreadable": "Berkas tidak dapat dibaca. Periksa apakah berkas dapat dibuka, lalu unggah lagi.",
}
NO_LONGER = "Laporan ini tidak lagi menunggu tanda tangan."


def request_check(report: Report, upload: UploadedFile) -> DocumentCheck:
    """What a copy is: known at once where its bytes are, otherwise once the worker has looked.

    Raises `DomainError` for a file that is empty or too large, and while too many others wait.
    """
    size, digest = _measure(upload)
    check = DocumentCheck(report=report, sha256=digest, size=size)
    if not _is_known(check):
        if DocumentCheck.objects.filter(verdict="").count() >= MOST_WAITING:
            raise DomainError("Banyak berkas sedang diperiksa. Coba lagi beberapa menit lagi.")
        _keep(check, upload)
        return check
    check.save()
    return check


def submit_signed(report: Report, upload: UploadedFile, *, by: User) -> DocumentCheck:
    """Hand in what was signed outside; the worker publishes it, or the report says why not.

    Raises `DomainError` while the report does not wait for it, or another file is being looked into.
    """
    size, digest = _measure(upload)
    with transaction.atomic():
        report = lock(Report, report.pk)
        if report.status != Report.Status.AWAITING_SIGNATURE:
            raise DomainError(NO_LONGER)
        if report.checks.filter(purpose=DocumentCheck.Purpose.SIGNED, verdict="").exists():
            raise DomainError("Berkas sebelumnya masih diperiksa. Tunggu sebentar.")
        report.error = ""
        report.save(update_fields=["error"])
        check = DocumentCheck(report=report, by=by, purpose=DocumentCheck.Purpose.SIGNED, sha256=digest, size=size)
        _keep(check, upload)
    return check


def _measure(upload: UploadedFile) -> tuple[int, str]:
    """Its size and its sha256."""
    if not upload.size:
        raise DomainError("Berkas ini kosong. Pilih berkas lain.")
    if upload.size > MOST_BYTES:
        raise DomainError("Berkas ini lebih dari 20 MB, lebih besar daripada laporan mana pun dari Portal.")
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return upload.size, digest.hexdigest()


def _is_known(check: DocumentCheck) -> bool:
    """Whether its bytes are those of an issued report, or of one before it was sealed; the check then says so."""
    known = Report.objects.issued().filter(Q(file_sha256=check.sha256) | Q(rendered_sha256=check.sha256)).first()
    if known is None:
        return False
    if known.file_sha256 != check.sha256:
        check.verdict = Verdict.UNSEALED if known == check.report else Verdict.FOREIGN
    elif known == check.report:
        check.verdict = Verdict.GENUINE
    elif known.is_edition_of(check.report):
        check.verdict, check.found = Verdict.OTHER_EDITION, known
    else:
        check.verdict, check.found = Verdict.OTHER_REPORT, known
    return True


def _keep(check: DocumentCheck, upload: UploadedFile) -> None:
    """Store the file and its row, and ring for the worker."""
    name = f"checks/{uuid.uuid4().hex}.pdf"
    try:
        with transaction.atomic():
            upload.seek(0)
            check.file = default_storage.save(name, upload)
            check.queued_at = clock.now()
            check.save()
            _ring([check.pk])
    except BaseException as error:
        default_storage.delete(name)
        if isinstance(error, OSError):
            raise DomainError("Berkas tidak dapat disimpan: ruang penyimpanan penuh atau terkunci.") from error
        raise


def _ring(check_ids: Iterable[int]) -> None:
    def deliver() -> None:
        from reports.tasks import check_document  # the tasks call these services

        for check_id in check_ids:
            check_document.delay(check_id)

    transaction.on_commit(deliver, robust=True)


# -------------------------------------------------------------------------------------------------- in the worker


def check_document(check_id: int) -> None:
    """Look into one file and write down what it is. May run twice, anywhere, at any time."""
    check = _claim(check_id)
    if check is None:
        return
    if check.purpose == DocumentCheck.Purpose.COPY:
        _answer(check, **_look_at_copy(check))
    else:
        _look_at_signed(check)


def _claim(check_id: int) -> DocumentCheck | None:
    token = uuid.uuid4()
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    claimed = DocumentCheck.objects.filter(free, pk=check_id, verdict="", attempt__lt=MOST_ATTEMPTS).update(
        token=token, attempt=F("attempt") + 1, lease_until=Now() + LEASE
    )
    return DocumentCheck.objects.select_related("report", "by").get(pk=check_id) if claimed else None


def _answer(check: DocumentCheck, *, verdict: str, **facts) -> None:
    """Write the verdict, if this worker still has the check, and let the file go."""
    with transaction.atomic():
        mine = DocumentCheck.objects.filter(pk=check.pk, token=check.token, verdict="")
        if mine.update(verdict=verdict, file="", lease_until=None, **facts):
            drop_file(check.file.name)


def _look_at_copy(check: DocumentCheck) -> dict:
    issued, copy = _path(check.report.file.name), _path(check.file.name)
    content = issued.read_bytes()
    with copy.open("rb") as file:
        if file.read(len(content)) == content:
            return {"verdict": Verdict.APPENDED}
    try:
        found = examining.compare(issued, copy)
    except examining.Unreadable:
        return {"verdict": Verdict.UNREADABLE}
    if not found["is_pdf"]:
        return {"verdict": Verdict.LOCKED if found["is_locked"] else Verdict.NOT_PDF}
    facts = {"has_sound_seal": _has_sound_seal(check.report, found["signatures"])}
    if found["same"] or found["changed"]:
        pages = sorted({*found["changed"], *found["other"], *found["missing"]})
        return {"verdict": Verdict.ALTERED, "changed_pages": pages, **facts}
    return {"verdict": Verdict.FOREIGN, **facts}


def _has_sound_seal(report: Report, signatures: list[dict]) -> bool | None:
    """Whether the file is sealed by the signer of this report, up to its last byte; None: there is no seal at all.

    A sound seal on a file that is not in the register still makes no issued report of it.
    """
    if not signatures:
        return None
    last = signatures[-1]
    are_intact = all(one["is_intact"] for one in signatures)
    return are_intact and last["covers_file"] and last["fingerprint"] == report.signer_fingerprint != ""


def _look_at_signed(check: DocumentCheck) -> None:
    signed = _path(check.file.name)
    try:
        found = examining.check_signed(_path(check.report.file.name), signed, trusted_roots())
    except examining.Unreadable:
        found = {"refusal": "unreadable"}
    if found["refusal"]:
        _refuse(check, REFUSALS[found["refusal"]])
    else:
        people = [one for one in found["signatures"] if not one["is_timestamp"]]
        _accept(check, signed.read_bytes(), draw_first_page(signed), signer_columns(people[-1]))


def _refuse(check: DocumentCheck, reason: str) -> None:
    with transaction.atomic():
        report = lock(Report, check.report_id)
        if report.status == Report.Status.AWAITING_SIGNATURE:
            report.error = reason
            report.save(update_fields=["error"])
        _answer(check, verdict=Verdict.REFUSED)


def _accept(check: DocumentCheck, content: bytes, picture: bytes, signer: dict[str, str]) -> None:
    """Publish what was signed, unless the report was recalled or the check given to another worker meanwhile."""
    name, digest = write_document(check.report_id, content)
    with transaction.atomic():
        report = lock(Report.objects.select_related("period", "requested_by"), check.report_id)
        mine = DocumentCheck.objects.filter(pk=check.pk, token=check.token, verdict="")
        is_unchanged = report.file_sha256 == check.report.file_sha256
        if report.status != Report.Status.AWAITING_SIGNATURE or not is_unchanged or not mine.exists():
            # Unless another worker published these very bytes meanwhile.
            if name != report.file.name:
                drop_file(name)
            _answer(check, verdict=Verdict.REFUSED)
            return
        drop_file(report.file.name)
        report.file, report.file_sha256, report.file_size = name, digest, len(content)
        report.first_page = write_picture(report.pk, picture) if picture else ""
        report.save(update_fields=["file", "file_sha256", "file_size", "first_page"])
        publish(report, signer=signer, by=check.by)
        _answer(check, verdict=Verdict.ACCEPTED)


def _path(name: str | None) -> Path:
    if not name:
        raise FileNotFoundError("there is no file")
    return Path(default_storage.path(name))


def sweep_checks() -> None:
    """Ring for checks that no worker took or whose worker is gone, give up on the rest, forget yesterday's."""
    open_checks = DocumentCheck.objects.filter(verdict="")
    is_unheard = Q(lease_until=None, queued_at__lt=Now() - UNHEARD) | Q(lease_until__lt=Now())
    _ring(list(open_checks.filter(is_unheard, attempt__lt=MOST_ATTEMPTS).values_list("pk", flat=True)))
    for check in open_checks.filter(lease_until__lt=Now(), attempt__gte=MOST_ATTEMPTS):
        if check.purpose == DocumentCheck.Purpose.SIGNED:
            _refuse(check, REFUSALS["unreadable"])
        else:
            _answer(check, verdict=Verdict.UNREADABLE)
    DocumentCheck.objects.exclude(verdict="").filter(created_at__lt=clock.now() - KEPT).delete()
