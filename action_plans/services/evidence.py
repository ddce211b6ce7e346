"""Evidence of an update: added and removed only while the update is a draft."""

import uuid
from collections.abc import Iterable
from contextlib import ExitStack

from django.core.files import File
from django.db import transaction

from action_plans.models import Evidence, ProgressUpdate
from bnn_portal.exceptions import DomainError
from bnn_portal.files import CheckedFile
from bnn_portal.lifecycle import lock
from bnn_portal.storage import remove_files, store_files
from stakeholders.models import User

MAX_PIECES = 20
CARRIED_COLUMNS = ("url", "caption", "original_name", "content_type", "size", "sha256", "uploaded_by_id")


@transaction.atomic
def add_evidence(
    update: ProgressUpdate, *, files: Iterable[CheckedFile] = (), links: Iterable[str] = (), by: User
) -> list[Evidence]:
    """Keep checked files and links with a draft. Raises `DomainError` beyond 20 pieces."""
    return attach(lock_draft(update), files=files, links=links, by=by)


def attach(update: ProgressUpdate, *, files: Iterable[CheckedFile], links: Iterable[str], by: User) -> list[Evidence]:
    """The same where the caller holds the draft's lock. Comes last in a transaction."""
    pieces = [Evidence(update=update, uploaded_by=by, **checked.columns()) for checked in files]
    pieces += [Evidence(update=update, uploaded_by=by, url=url) for url in links]
    _keep(update, pieces)
    return pieces


@transaction.atomic
def upload_evidence(update: ProgressUpdate, checked: CheckedFile, key: uuid.UUID, *, by: User) -> Evidence:
    """Keep one file with a draft, and keep it once however often `key` is sent: an answer may get lost on its way."""
    update = lock_draft(update)
    kept = update.evidence.filter(upload_key=key).first()
    if kept is not None:
        return kept
    piece = Evidence(update=update, uploaded_by=by, upload_key=key, **checked.columns())
    _keep(update, [piece])
    return piece


def _keep(update: ProgressUpdate, pieces: list[Evidence]) -> None:
    if not pieces:
        return
    if update.evidence.count() + len(pieces) > MAX_PIECES:
        raise DomainError(f"Paling banyak {MAX_PIECES} data dukung untuk satu laporan. Kurangi dahulu.")
    store_files(pieces)


def copy_evidence(source: ProgressUpdate, target: ProgressUpdate) -> None:
    """Give a new draft the evidence of the update that it says anew; each keeps its own files.

    What the storage has lost cannot be carried on. Comes last in a transaction.
    """
    pieces = []
    with ExitStack() as opened:
        for piece in source.evidence.all():
            copy = Evidence(update=target, **{name: getattr(piece, name) for name in CARRIED_COLUMNS})
            try:
                for name in ("file", "thumbnail"):
                    if stored := getattr(piece, name):
                        setattr(copy, name, File(opened.enter_context(stored.open("rb")), name=stored.name))
            except FileNotFoundError:
                continue
            pieces.append(copy)
        store_files(pieces)


@transaction.atomic
def delete_evidence(evidence: Evidence, *, by: User) -> None:
    """Remove one piece from a draft."""
    lock_draft(evidence.update)
    remove_files(evidence)


def lock_draft(update: ProgressUpdate, *, version: int | None = None) -> ProgressUpdate:
    """Lock a draft. Raises `DomainError` once it was sent, `StaleEdit` for an old `version`."""
    update = lock(ProgressUpdate.objects.select_related("item"), update.pk, version=version)
    if update.status != ProgressUpdate.Status.DRAFT:
        raise DomainError("Laporan ini sudah diajukan, sehingga isinya tidak dapat diubah.")
    return update
