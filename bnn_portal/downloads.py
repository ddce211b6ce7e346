"""How a stored file leaves the portal. Only views that asked the parent's scope call this."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from bnn_portal.files import JPEG
from bnn_portal.models import StoredFile


def serve_file(file: FieldFile, *, name: str, content_type: str, inline: bool = False) -> FileResponse:
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
