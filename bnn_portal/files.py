"""What an upload must be before the portal keeps it.

Allow-list by parser and by magic; images are decoded and written anew (so that position data and hidden tails are
gone) and get a thumbnail. `Image.verify()` is not a check: it passes truncated files.
"""

import hashlib
import io
import uuid
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import filetype
import pikepdf
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageFile, ImageOps

from bnn_portal.exceptions import DomainError

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000
PHOTO_EDGE = 2400
THUMBNAIL_EDGE = 480
MAX_UNPACKED_BYTES = 100 * 1024 * 1024

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp", PDF: "pdf", XLSX: "xlsx", DOCX: "docx"}
IMAGES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
ENDINGS = {kind: {f".{extension}"} for kind, extension in EXTENSIONS.items()} | {JPEG: {".jpg", ".jpeg"}}
OFFICE_PARTS = {XLSX: "xl/workbook.xml", DOCX: "word/document.xml"}
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.xlsx,.docx"
ALLOWED_TEXT = "foto (JPG, PNG, WebP), PDF, Excel (.xlsx) atau Word (.docx), paling besar 15 MB"


def stored_name(instance, filename: str) -> str:
    """A generated name; the original one is kept as data only."""
    return f"{instance._meta.app_label}/{instance._meta.model_name}/{uuid.uuid4().hex}{PurePath(filename).suffix}"


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed: the columns of a `StoredFile`, ready for `Model(**checked.columns())`."""

    content: bytes
    thumbnail: bytes | None
    original_name: str
    content_type: str

    def columns(self) -> dict:
        extension = EXTENSIONS[self.content_type]
        return {
            "file": ContentFile(self.content, name=f"file.{extension}"),
            "thumbnail": ContentFile(self.thumbnail, name="thumbnail.jpg") if self.thumbnail else "",
            "original_name": self.original_name,
            "content_type": self.content_type,
            "size": len(self.content),
            "sha256": hashlib.sha256(self.content).hexdigest(),
        }


def check_upload(upload: UploadedFile) -> CheckedFile:
    """Check one upload and make it safe to keep.

    Raises `DomainError` that names the file and says what to do.
    """
    name = PurePath((upload.name or "").replace("\x00", "")).name[-200:] or "berkas"
    if not upload.size:
        raise DomainError(f"Berkas “{name}” kosong. Pilih berkas lain.")
    if upload.size > MAX_BYTES:
        raise DomainError(f"Berkas “{name}” lebih dari 15 MB. Perkecil dahulu, lalu unggah lagi.")
    content = upload.read()
    content_type = _content_type(content)
    if content_type in IMAGES:
        photo, thumbnail = _clean_image(content, IMAGES[content_type], name)
        return CheckedFile(photo, thumbnail, _honest_name(name, content_type), content_type)
    if content_type == PDF:
        _check_pdf(content, name)
    elif content_type in OFFICE_PARTS:
        _check_office(content, OFFICE_PARTS[content_type], name)
    else:
        raise DomainError(f"Berkas “{name}” tidak dikenali. Unggah {ALLOWED_TEXT}.")
    return CheckedFile(content, None, _honest_name(name, content_type), content_type)


def small_picture(checked: CheckedFile, edge: int) -> bytes:
    """A checked picture as PNG of at most `edge` pixels a side. Raises `DomainError` for what is no picture."""
    if checked.content_type not in IMAGES:
        raise DomainError(f"Berkas “{checked.original_name}” bukan gambar. Pilih JPG, PNG, atau WebP.")
    with Image.open(io.BytesIO(checked.content)) as image:
        return _encode(image, "PNG", edge)


def _honest_name(name: str, content_type: str) -> str:
    """The name with the ending of what the file is.

    A PDF may hold a script as well: called “.html” it would run from the desk of whoever downloads it.
    """
    path = PurePath(name)
    if path.suffix.lower() in ENDINGS[content_type]:
        return name
    return f"{path.stem[-190:]}.{EXTENSIONS[content_type]}"


def _content_type(content: bytes) -> str | None:
    kind = filetype.guess(content)
    if kind is not None and kind.mime in EXTENSIONS:
        return kind.mime
    if content[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, UnicodeDecodeError, OSError, ValueError):
            return None
        return next((mime for mime, part in OFFICE_PARTS.items() if part in names), None)
    return None


def _clean_image(content: bytes, image_format: str, name: str) -> tuple[bytes, bytes]:
    # WeasyPrint, where a process has imported it, lets every truncated image pass.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[image_format]) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                image.load()
                upright = ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DomainError(f"Foto “{name}” terlalu besar (lebih dari 50 megapiksel). Perkecil dahulu.") from error
    # Pillow's parsers raise whatever the broken bytes lead them to.
    except Exception as error:
        raise DomainError(f"Foto “{name}” rusak atau tidak utuh. Ambil atau pilih foto lain.") from error
    # A new image holds pixels only: no EXIF (GPS), no ICC, no text chunks, nothing behind the end.
    keeps_alpha = image_format != "JPEG" and upright.has_transparency_data
    pixels = upright.convert("RGBA" if keeps_alpha else "RGB")
    pixels.info.clear()
    return _encode(pixels, image_format, PHOTO_EDGE), _encode(pixels, "JPEG", THUMBNAIL_EDGE)


def _encode(image: Image.Image, image_format: str, edge: int) -> bytes:
    copy = image.copy()
    copy.thumbnail((edge, edge))
    if image_format == "JPEG" and copy.mode != "RGB":
        paper = Image.new("RGB", copy.size, "white")
        paper.paste(copy, mask=copy.getchannel("A"))
        copy = paper
    out = io.BytesIO()
    copy.save(out, image_format, quality=85, optimize=True)
    return out.getvalue()


def _check_pdf(content: bytes, name: str) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if not len(document.pages):
                raise DomainError(f"PDF “{name}” tidak berisi halaman. Pilih berkas lain.")
    except pikepdf.PasswordError as error:
        raise DomainError(f"PDF “{name}” terkunci sandi. Simpan tanpa sandi, lalu unggah lagi.") from error
    except pikepdf.PdfError as error:
        raise DomainError(f"PDF “{name}” rusak atau tidak utuh. Simpan ulang, lalu unggah lagi.") from error


def _check_office(content: bytes, part: str, name: str) -> None:
    broken = DomainError(f"Berkas “{name}” rusak atau tidak utuh. Simpan ulang, lalu unggah lagi.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise DomainError(f"Berkas “{name}” terlalu besar setelah dibuka. Kurangi isinya dahulu.")
            if any(member.filename.lower().endswith("vbaproject.bin") for member in archive.infolist()):
                raise DomainError(f"Berkas “{name}” berisi makro. Simpan tanpa makro, lalu unggah lagi.")
            archive.read(part)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError) as error:
        raise broken from error
