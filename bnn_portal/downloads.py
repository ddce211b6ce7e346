"""How a file leaves the portal: a stored one, or a table. Only views that asked the scope of its rows call this."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.http import FileResponse, Http404, StreamingHttpResponse

from bnn_portal.files import JPEG
from bnn_portal.models import StoredFile


def serve_file(file: File, *, name: str, content_type: str, inline: bool = False) -> FileResponse:
    """The file under a speaking name; `inline` shows it in the page instead of saving it.

    Nothing between here and the reader may keep it, guess another type, or let it run. Raises `Http404` when the
    storage has no such file.
    """
    try:
        content = file.open("rb")
    except (ValueError, FileNotFoundError) as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=not inline, filename=name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_response(stored: StoredFile) -> FileResponse:
    """The upload itself, always as a download."""
    return serve_file(stored.file, name=stored.original_name, content_type=stored.content_type)


def thumbnail_response(stored: StoredFile) -> FileResponse:
    """The small picture that pages show. Raises `Http404` for what is not a photo."""
    return serve_file(stored.thumbnail, name=f"kecil-{stored.pk}.jpg", content_type=JPEG, inline=True)


# What a spreadsheet would take for the beginning of a formula.
LIVE = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What `csv` writes to: hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_response(rows: Iterable[Sequence[Any]], *, name: str) -> StreamingHttpResponse:
    """The table as `csv_lines` writes it, sent row by row."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A table that a spreadsheet set to Indonesian opens as one: semicolons, a decimal comma, UTF-8 with its mark.

    No text in it is a live formula.
    """
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case date():
            return value.isoformat()
        case str() if value.startswith(LIVE):
            return f"'{value}"
    return str(value)
