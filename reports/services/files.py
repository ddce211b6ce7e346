"""The documents on disk: complete under their final name, or not there."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction


def write_document(report_id: int, content: bytes) -> tuple[str, str]:
    """Write a document so that no crash leaves half of it under its name. Returns that name and the sha256 in it.

    What a killed worker left unfinished goes.
    """
    return _write(report_id, content, "pdf")


def write_picture(report_id: int, content: bytes) -> str:
    """Write the picture of page one beside its document, likewise. Returns its name."""
    return _write(report_id, content, "png")[0]


def _write(report_id: int, content: bytes, ending: str) -> tuple[str, str]:
    digest = sha256(content).hexdigest()
    name = f"reports/{report_id}/{digest}.{ending}"
    path = Path(default_storage.path(name))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for leftover in path.parent.glob(".unfinished-*"):
        leftover.unlink(missing_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return name, digest


def keep_only(report_id: int, names: Iterable[str | None]) -> None:
    """Delete what else lies in a report's folder, now: a worker that was killed leaves half a file there, one that came
    too late a whole one."""
    folder = Path(default_storage.path(f"reports/{report_id}"))
    kept = {Path(default_storage.path(name)) for name in names if name}
    for path in folder.glob("*") if folder.exists() else ():
        if path not in kept:
            path.unlink(missing_ok=True)
    if not kept:
        shutil.rmtree(folder, ignore_errors=True)


def drop_file(name: str | None) -> None:
    """Delete a file that no row names any more, once that is certain."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)
