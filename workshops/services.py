"""Everything that changes a workshop: its facts, the rows below it, its files, and the moves of its life cycle.

A workshop is one edited thing. Saving any of its blocks raises its version, so that two people who fill in the same
evening cannot overwrite each other unseen. A cancelled workshop is frozen; a documented one stays open to BNN, because
papers and corrections arrive late.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from bnn_portal.files import CheckedFile
from bnn_portal.lifecycle import Transitions, check_values, create, edit, lock, move, move_all, stated
from bnn_portal.storage import remove_files, store_files
from stakeholders.models import User
from workshops.models import Attendance, Document, Invitation, Outcome, Session, Workshop

Rows = Iterable[Mapping[str, Any]]

WORKSHOP_TRANSITIONS: Transitions = {
    Workshop.Status.PLANNED: (Workshop.Status.HELD, Workshop.Status.CANCELLED),
    Workshop.Status.HELD: (Workshop.Status.DOCUMENTED,),
}
ANSWERS = (Invitation.Status.COMING, Invitation.Status.DECLINED, Invitation.Status.REPRESENTED)
INVITATION_TRANSITIONS: Transitions = {
    Invitation.Status.DRAFT: (Invitation.Status.SENT,),
    Invitation.Status.SENT: ANSWERS,
}


class InvalidRows(DomainError):
    """Rows that cannot be saved. `errors` maps the place of a row in the given list to what is wrong with it."""

    def __init__(self, errors: dict[int, str]):
        self.errors = errors
        super().__init__(" ".join(f"Baris {index + 1}: {text}" for index, text in errors.items()))


# The workshop itself


@transaction.atomic
def create_workshop(data: Mapping[str, Any], *, by: User, is_sample: bool = False) -> Workshop:
    """Log a workshop, planned. `data` are its fields by name, `partners` (institutions) among them if there are any."""
    facts = dict(data)
    partners = facts.pop("partners", [])
    workshop = Workshop(**facts, is_sample=is_sample, edited_at=clock.now(), edited_by=by)
    create(workshop)
    workshop.partners.add(*partners)
    return workshop


@transaction.atomic
def update_workshop(workshop: Workshop, data: Mapping[str, Any], *, by: User, version: int) -> Workshop:
    """Change a workshop's facts. Raises `StaleEdit`, and `DomainError` when it is cancelled."""
    workshop = _lock_editable(workshop, version=version)
    facts = dict(data)
    partners = facts.pop("partners", None)
    has_happened = workshop.status != Workshop.Status.PLANNED
    if has_happened and facts.get("held_on", workshop.held_on) > clock.today():
        raise DomainError("Workshop ini sudah terlaksana; tanggalnya tidak dapat di masa depan.")
    edit(workshop, facts, by=by)
    if partners is not None:
        workshop.partners.set(partners)
    return workshop


@transaction.atomic
def hold_workshop(workshop: Workshop, *, by: User) -> Workshop:
    """Record that it took place. Refused before its day."""
    workshop = lock(Workshop, workshop.pk)
    if workshop.held_on > clock.today():
        raise DomainError("Workshop belum dapat ditandai terlaksana karena tanggalnya belum tiba.")
    move(workshop, Workshop.Status.HELD, transitions=WORKSHOP_TRANSITIONS, by=by)
    return workshop


@transaction.atomic
def complete_workshop(workshop: Workshop, *, by: User) -> Workshop:
    """Close the record: who came and what came out of it are known."""
    workshop = lock(Workshop, workshop.pk)
    missing = []
    if not workshop.attendances.came().exists():
        missing.append("peserta yang hadir")
    if not workshop.outcomes.exists():
        missing.append("hasil")
    if missing:
        raise DomainError(f"Catatan belum lengkap. Isi {' dan '.join(missing)} terlebih dahulu.")
    move(workshop, Workshop.Status.DOCUMENTED, transitions=WORKSHOP_TRANSITIONS, by=by)
    return workshop


@transaction.atomic
def cancel_workshop(workshop: Workshop, reason: str, *, by: User) -> Workshop:
    """Call a planned workshop off, for a reason that stays on record. From then on it is frozen."""
    workshop = lock(Workshop, workshop.pk)
    note = stated(reason, otherwise="Tulis alasan pembatalan.")
    move(workshop, Workshop.Status.CANCELLED, transitions=WORKSHOP_TRANSITIONS, by=by, note=note)
    return workshop


def _lock_editable(workshop: Workshop, *, version: int | None = None) -> Workshop:
    row = lock(Workshop, workshop.pk, version=version)
    if row.status == Workshop.Status.CANCELLED:
        raise DomainError("Workshop ini sudah dibatalkan, sehingga catatannya tidak dapat diubah.")
    return row


# The rows below it: each call writes all rows or none


@transaction.atomic
def save_agenda(workshop: Workshop, rows: Rows, *, by: User, version: int) -> Workshop:
    """Write agenda rows in the order given, or in that of the clock once every row has its time.

    A row maps field names to values; with `id` it changes that row, with `delete` as well it removes it; rows not given
    stay as they are. The id of a row that somebody removed meanwhile adds the row anew, so that nothing typed is lost.
    All this holds for the other blocks too. Raises `StaleEdit` and `InvalidRows`.
    """
    workshop = _lock_editable(workshop, version=version)
    sessions, removed = _apply(Session, workshop, rows, workshop.sessions.in_bulk())
    order = list(sessions.values())
    if all(session.start_time for session in order):
        order.sort(key=lambda session: session.start_time)
    _number(order)
    _write(Session, sessions, removed)
    edit(workshop, {}, by=by)
    return workshop


@transaction.atomic
def save_invitations(workshop: Workshop, rows: Rows, *, by: User, version: int) -> Workshop:
    """Write invitations; new ones are drafts. One that was sent keeps its institution and cannot be removed."""
    workshop = _lock_editable(workshop, version=version)
    saved = workshop.invitations.in_bulk()
    before = {pk: invitation.institution_id for pk, invitation in saved.items()}
    invitations, removed = _apply(Invitation, workshop, rows, saved)
    errors = {
        index: "Undangan yang sudah terkirim tidak dapat dihapus."
        for index, invitation in removed.items()
        if invitation.status != Invitation.Status.DRAFT
    }
    taken = {before[pk] for pk in before.keys() - {row.pk for row in (*invitations.values(), *removed.values())}}
    for index, invitation in invitations.items():
        is_sent = invitation.pk and invitation.status != Invitation.Status.DRAFT
        if is_sent and invitation.institution_id != before[invitation.pk]:
            errors[index] = "Undangan ini sudah terkirim; instansinya tidak dapat diganti."
        elif invitation.institution_id in taken:
            errors[index] = "Instansi ini sudah diundang."
        taken.add(invitation.institution_id)
    if errors:
        raise InvalidRows(errors)
    _write(Invitation, invitations, removed)
    edit(workshop, {}, by=by)
    return workshop


@transaction.atomic
def save_attendance(workshop: Workshop, rows: Rows, *, by: User, version: int) -> Workshop:
    """Write who came: persons, or unnamed groups with a head count."""
    workshop = _lock_editable(workshop, version=version)
    attendances, removed = _apply(Attendance, workshop, rows, workshop.attendances.in_bulk())
    _write(Attendance, attendances, removed)
    edit(workshop, {}, by=by)
    return workshop


@transaction.atomic
def save_outcomes(workshop: Workshop, rows: Rows, *, by: User, version: int) -> Workshop:
    """Write what came out of it, in the order given. An outcome that became an action item cannot be removed."""
    workshop = _lock_editable(workshop, version=version)
    outcomes, removed = _apply(Outcome, workshop, rows, workshop.outcomes.in_bulk())
    _number(outcomes.values())
    _write(Outcome, outcomes, removed)
    edit(workshop, {}, by=by)
    return workshop


def _apply(
    model: type[models.Model], workshop: Workshop, rows: Rows, saved: Mapping[Any, Any]
) -> tuple[dict[int, Any], dict[int, Any]]:
    """Put the given values on rows, unsaved: those to keep and those to remove, each by its place in `rows`."""
    kept: dict[int, Any] = {}
    removed: dict[int, Any] = {}
    errors: dict[int, str] = {}
    for index, values in enumerate(rows):
        row = saved.get(values.get("id"))
        if values.get("delete"):
            if row is not None:
                removed[index] = row
            continue
        row = row or model(workshop=workshop)
        for name in values.keys() - {"id", "delete"}:
            setattr(row, name, values[name])
        try:
            check_values(row)
        except DomainError as error:
            errors[index] = str(error)
        kept[index] = row
    if errors:
        raise InvalidRows(errors)
    return kept, removed


def _number(rows: Iterable[Any]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _write(model: type[models.Model], kept: dict[int, Any], removed: dict[int, Any]) -> None:
    """Write rows in three statements. Only if the database refuses is each asked what is wrong with it."""
    manager = model._default_manager
    fields = [field.name for field in model._meta.concrete_fields if field.editable and not field.primary_key]
    if hasattr(model, "position"):
        fields.append("position")
    try:
        with transaction.atomic():
            manager.filter(pk__in=[row.pk for row in removed.values()]).delete()
            manager.bulk_update([row for row in kept.values() if row.pk], fields)
            manager.bulk_create([row for row in kept.values() if not row.pk])
    except (ProtectedError, IntegrityError) as error:
        raise InvalidRows(_refusals(kept, removed)) from error


def _refusals(kept: dict[int, Any], removed: dict[int, Any]) -> dict[int, str]:
    errors: dict[int, str] = {}
    for index, row in removed.items():
        try:
            # Within the caller's transaction, which the error that is about to be raised undoes.
            row.delete()
        except ProtectedError:
            errors[index] = "Baris ini sudah dipakai dalam rencana aksi, sehingga tidak dapat dihapus."
    for index, row in kept.items():
        try:
            row.full_clean()
        except ValidationError as error:
            errors[index] = " ".join(error.messages)
    return errors


# Invitations on their way


@transaction.atomic
def send_invitations(workshop: Workshop, *, by: User) -> int:
    """Mark every draft as sent, so that its institution sees the workshop and may answer. Returns how many."""
    workshop = _lock_editable(workshop)
    drafts = list(workshop.invitations.filter(status=Invitation.Status.DRAFT).select_for_update().order_by("pk"))
    if not drafts:
        raise DomainError("Tidak ada undangan yang menunggu dikirim.")
    move_all(drafts, Invitation.Status.SENT, transitions=INVITATION_TRANSITIONS, by=by)
    return len(drafts)


@transaction.atomic
def answer_invitation(invitation: Invitation, status: str, *, by: User, note: str = "") -> Invitation:
    """Record one of `ANSWERS`, by the invited institution or by BNN for it. An answer is given once."""
    _lock_editable(invitation.workshop)
    invitation = lock(Invitation, invitation.pk)
    move(invitation, status, transitions=INVITATION_TRANSITIONS, by=by, note=note.strip())
    return invitation


# Documents and photos


@transaction.atomic
def add_documents(
    workshop: Workshop, files: Iterable[CheckedFile], kind: str, caption: str, *, by: User
) -> list[Document]:
    """Keep papers or photos of one kind under one caption: all of them or none."""
    workshop = _lock_editable(workshop)
    documents = [
        Document(workshop=workshop, kind=kind, caption=caption, uploaded_by=by, **checked.columns())
        for checked in files
    ]
    store_files(documents)
    return documents


@transaction.atomic
def delete_document(document: Document, *, by: User) -> None:
    """Remove a document and its file."""
    _lock_editable(document.workshop)
    remove_files(document)
