"""Progress updates: written by an institution, verified by BNN, moving the item's status."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from action_plans.models import ActionItem, ActionPlan, Commitment, ProgressUpdate, ReportingPeriod
from action_plans.services.evidence import attach, copy_evidence, lock_draft
from action_plans.services.items import lock_item, move_item
from bnn_portal import clock
from bnn_portal.exceptions import DomainError, DomainErrors
from bnn_portal.files import CheckedFile
from bnn_portal.lifecycle import edit, lock, move, stated
from bnn_portal.storage import remove_files
from stakeholders.models import Institution, User

Status = ProgressUpdate.Status
ItemStatus = ProgressUpdate.ItemStatus

TRANSITIONS = {
    Status.DRAFT: (Status.SUBMITTED,),
    Status.SUBMITTED: (Status.ACCEPTED, Status.RETURNED, Status.WITHDRAWN),
}

CORRECTED_FIELDS = (
    "item_status",
    "value",
    "percent",
    "happened_on",
    "narrative",
    "obstacle",
    "obstacle_note",
    "next_step",
)


@transaction.atomic
def start_progress(
    item: ActionItem, institution: Institution, *, by: User, replaces: ProgressUpdate | None = None
) -> ProgressUpdate:
    """Begin an update, or go on with the institution's draft.

    A new one carries the figures of the institution's last accepted update. A correction begins with all that was said
    and shown: it `replaces` an accepted or returned update of the same institution; without `replaces` it answers the
    last one, if that was returned or withdrawn. A draft that another BNN account began for the office is that
    account's own.
    """
    item = lock_item(item, ActionPlan.Status.IN_FORCE)
    commitment = item.commitments.open().filter(institution=institution).first()
    if commitment is None:
        raise DomainError(f"{institution.short_name} tidak terlibat dalam butir aksi ini.")
    unfinished = item.updates.filter(institution=institution, status__in=[Status.DRAFT, Status.SUBMITTED]).first()
    if unfinished is not None:
        if unfinished.status == Status.SUBMITTED:
            raise DomainError("Laporan sebelumnya masih menunggu verifikasi. Tarik dahulu bila perlu diperbaiki.")
        if by.is_bnn and unfinished.created_by_id != by.pk:
            raise DomainError(f"{unfinished.created_by} sedang menulis laporan untuk butir aksi ini.")
        return unfinished
    _refuse_finished_item(item, commitment.role, replaces)
    update = ProgressUpdate(
        item=item, institution=institution, role=commitment.role, created_by=by, edited_by=by, item_status=item.status
    )
    if replaces is not None:
        replaces = ProgressUpdate.objects.get(pk=replaces.pk)
        if replaces.item_id != item.pk or replaces.institution_id != institution.pk:
            raise DomainError("Laporan yang diperbaiki bukan laporan instansi ini untuk butir aksi ini.")
        if replaces.status not in (Status.ACCEPTED, Status.RETURNED):
            raise DomainError("Hanya laporan yang diterima atau dikembalikan yang dapat diperbaiki.")
        return _say_anew(replaces, update, replaces)
    last = item.updates.filter(institution=institution).first()
    # What was returned or withdrawn is to be mended, not to be typed again.
    if last is not None and last.status in (Status.RETURNED, Status.WITHDRAWN):
        return _say_anew(last, update, last if last.status == Status.RETURNED else last.replaces)
    if last is not None:
        update.value, update.percent = last.value, last.percent
    update.save()
    return update


def _say_anew(source: ProgressUpdate, update: ProgressUpdate, replaces: ProgressUpdate | None) -> ProgressUpdate:
    update.replaces = replaces
    for name in CORRECTED_FIELDS:
        setattr(update, name, getattr(source, name))
    update.save()
    copy_evidence(source, update)
    return update


def _refuse_finished_item(item: ActionItem, role: str, replaces: ProgressUpdate | None) -> None:
    if item.status == ActionItem.Status.CANCELLED:
        raise DomainError("Butir aksi ini sudah dibatalkan.")
    if item.status == ActionItem.Status.DONE and role == Commitment.Role.LEAD and replaces is None:
        raise DomainError("Butir aksi ini sudah selesai. Bila ternyata belum, minta BNN membukanya kembali.")


@transaction.atomic
def save_progress(
    update: ProgressUpdate,
    data: Mapping[str, Any],
    *,
    by: User,
    version: int,
    files: Iterable[CheckedFile] = (),
    links: Iterable[str] = (),
) -> ProgressUpdate:
    """Write a draft and add evidence to it. Raises `StaleEdit`."""
    update = lock_draft(update, version=version)
    if update.item.target is not None and data.get("percent") is not None:
        raise DomainError("Butir aksi ini bertarget angka: isi realisasi, bukan persen.", field="percent")
    edit(update, data, by=by)
    attach(update, files=files, links=links, by=by)
    return update


@transaction.atomic
def submit_progress(update: ProgressUpdate, *, by: User, version: int | None = None) -> ProgressUpdate:
    """Send a draft to BNN. Its period is set now: the one containing the day, or the next open one."""
    item = lock_item(update.item, ActionPlan.Status.IN_FORCE)
    update = lock_draft(update, version=version)
    _check_complete(update, item)
    period = ReportingPeriod.objects.for_update(update.happened_on)
    if period is None:
        raise DomainError(
            "Tidak ada periode pelaporan yang terbuka untuk tanggal itu. Hubungi BNN Kota Malang.", field="happened_on"
        )
    update.period, update.submitted_at, update.submitted_by = period, clock.now(), by
    sending = ["period", "submitted_at", "submitted_by"]
    move(update, Status.SUBMITTED, transitions=TRANSITIONS, by=by, fields=sending)
    return update


def _check_complete(update: ProgressUpdate, item: ActionItem) -> None:
    """What must be true of an update before BNN reads it. Whatever is missing is told at once (`DomainErrors`)."""
    _refuse_finished_item(item, update.role, update.replaces)
    gaps = list(_gaps(update, item))
    if gaps:
        raise DomainErrors(gaps)


def _gaps(update: ProgressUpdate, item: ActionItem) -> Iterator[DomainError]:
    if not update.narrative.strip():
        yield DomainError("Ceritakan singkat apa yang dilakukan.", field="narrative")
    if update.happened_on > clock.today():
        yield DomainError("Tanggal kejadian tidak boleh sesudah hari ini.", field="happened_on")
    if not update.is_lead:
        return
    if update.item_status == ItemStatus.BLOCKED and not update.obstacle:
        yield DomainError("Pilih kendala yang dihadapi.", field="obstacle")
    if item.status == ActionItem.Status.DONE and update.item_status != ItemStatus.DONE:
        yield DomainError(
            "Butir aksi ini sudah selesai. Bila ternyata belum, minta BNN membukanya kembali.", field="item_status"
        )
    if item.target is not None and update.value is None and update.item_status != ItemStatus.NOT_STARTED:
        yield DomainError(f"Isi realisasi sampai sekarang, dalam {item.unit}.", field="value")
    if update.item_status == ItemStatus.DONE and not update.evidence.exists():
        yield DomainError(
            "Tambahkan foto, berkas, atau tautan sebagai data dukung sebelum menandai selesai.", field="files"
        )


@transaction.atomic
def accept_progress(update: ProgressUpdate, *, by: User, version: int, note: str = "") -> ProgressUpdate:
    """Verify an update: its figures count, and the item's status follows the lead's latest word.

    Holds only for the `version` that was read (`StaleEdit`). Whoever submitted cannot verify.
    """
    item = lock_item(update.item, ActionPlan.Status.IN_FORCE)
    update = _lock_submitted(update, by=by, version=version)
    if item.status == ActionItem.Status.CANCELLED:
        raise DomainError("Butir aksi ini sudah dibatalkan. Kembalikan laporannya dengan penjelasan.")
    _decide(update, Status.ACCEPTED, by=by, note=note.strip())
    if not update.is_lead:
        return update
    words, changes = item.updates.counted().select_related("period", "institution"), list(item.status_changes.all())
    if reopened := [change.at for change in changes if change.from_status == ActionItem.Status.DONE]:
        # The word that BNN took back when it opened the item again does not close it anew.
        words = words.filter(decided_at__gte=reopened[-1])
    latest = words.order_by("-happened_on", "-submitted_at").first()
    if latest is not None and latest.item_status != item.status:
        # A status holds from the day claimed, but never in a closed period and never before the status it follows.
        days = [latest.happened_on, latest.period.starts_on, *(change.effective_on for change in changes)]
        move_item(
            item,
            latest.item_status,
            by=by,
            effective_on=max(days),
            note=f"Laporan {latest.institution.short_name} diterima.",
        )
    return update


@transaction.atomic
def return_progress(update: ProgressUpdate, *, by: User, version: int, note: str) -> ProgressUpdate:
    """Send an update back with a reason; the institution answers with a new one."""
    lock_item(update.item, ActionPlan.Status.IN_FORCE, ActionPlan.Status.CLOSED)
    update = _lock_submitted(update, by=by, version=version)
    _decide(update, Status.RETURNED, by=by, note=stated(note))
    return update


@transaction.atomic
def withdraw_progress(update: ProgressUpdate, *, by: User) -> ProgressUpdate:
    """Take back an update that BNN has not decided on yet."""
    update = lock(ProgressUpdate, update.pk)
    _decide(update, Status.WITHDRAWN, by=by, note="")
    return update


@transaction.atomic
def discard_progress(update: ProgressUpdate, *, by: User) -> None:
    """Throw away a draft that nobody else has seen, with its evidence."""
    update = lock_draft(update)
    remove_files(*update.evidence.all())
    update.delete()


def _lock_submitted(update: ProgressUpdate, *, by: User, version: int) -> ProgressUpdate:
    update = lock(ProgressUpdate.objects.select_related("period", "institution"), update.pk, version=version)
    if update.submitted_by_id == by.pk:
        raise DomainError("Laporan yang Anda ajukan sendiri diverifikasi oleh petugas lain.")
    return update


def _decide(update: ProgressUpdate, status: str, *, by: User, note: str) -> None:
    update.decided_at = clock.now()
    move(update, status, transitions=TRANSITIONS, by=by, note=note, fields=["decided_at"])
