"""No row without its file, no file without its row."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from django.core.files.storage import default_storage
from django.db import transaction

from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import create
from bnn_portal.models import StoredFile


def store_files(rows: Sequence[StoredFile]) -> None:
    """Save new rows of one model with their files: all, or none of either. Call it last in a transaction.

    Raises `DomainError` when the disk refuses.
    """
    if not rows:
        return
    written: list[str] = []
    try:
        for row in rows:
            for name in ("file", "thumbnail"):
                upload = getattr(row, name)
                if upload:
                    # The name is remembered before the writing: a full disk leaves half a file behind.
                    written.append(upload.field.generate_filename(row, upload.name))
                    setattr(row, name, default_storage.save(written[-1], upload.file))
        create(*rows)
    except BaseException as error:
        for path in written:
            with suppress(OSError):
                default_storage.delete(path)
        if isinstance(error, OSError):
            raise DomainError("Berkas tidak dapat disimpan: ruang penyimpanan penuh atau terkunci.") from error
        raise


def remove_files(*rows: StoredFile) -> None:
    """Delete rows of one model, and their files once that is certain."""
    if not rows:
        return
    paths = [str(file) for row in rows for file in (row.file, row.thumbnail) if file]
    type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: _delete(paths), robust=True)


def _delete(paths: Iterable[str]) -> None:
    for path in paths:
        default_storage.delete(path)
