"""Pictures of the evidence in a document: the snapshot names them with their hash, the drawing reads them by it."""

import io
from hashlib import sha256
from typing import Any

from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageFile

from action_plans.models import Evidence, ProgressUpdate

# A few pages; a reader who wants all of them finds them in the portal.
MOST = 48


def take(items: Any, until: Any) -> list[dict[str, Any]]:
    """The newest photos of what the items' accepted updates tell, by institution and item. Two statements at most."""
    accepted = Evidence.objects.filter(
        update__item__in=items.values("pk"),
        update__status=ProgressUpdate.Status.ACCEPTED,
        update__happened_on__lte=until,
    )
    newest = accepted.exclude(thumbnail="").select_related("update__item", "update__institution")
    taken = [_told(evidence) for evidence in newest.order_by("-update__happened_on", "-pk")[:MOST]]
    return sorted(taken, key=lambda photo: (photo["institution"].casefold(), photo["code"], photo["happened_on"]))


def _told(evidence: Evidence) -> dict[str, Any]:
    item = evidence.update.item
    return {
        "code": item.code,
        "title": item.title,
        "institution": evidence.update.institution.short_name,
        "caption": evidence.caption,
        "happened_on": evidence.update.happened_on,
        "file": evidence.thumbnail.name,
        "sha256": _hash(evidence.thumbnail),
    }


def _hash(file: FieldFile) -> str:
    """Empty where the file is not there: then the document says so, and goes out none the less."""
    try:
        with file.open("rb") as content:
            return sha256(content.read()).hexdigest()
    except OSError:
        return ""


def read(photo: dict[str, Any]) -> bytes | None:
    """The picture that the snapshot meant, whole; None where it is gone, another one, or broken."""
    try:
        with default_storage.open(photo["file"], "rb") as file:
            content = file.read()
    except OSError:
        return None
    if sha256(content).hexdigest() != photo["sha256"]:
        return None
    # WeasyPrint, where a process has imported it, lets every truncated image pass.
    was_lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            image.load()
    # Pillow's parsers raise whatever the broken bytes lead them to.
    except Exception:
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = was_lenient
    return content
