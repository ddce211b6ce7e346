"""What an upload must survive before the portal keeps it."""

import hashlib
import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bnn_portal import files
from bnn_portal.exceptions import DomainError
from bnn_portal.files import check_upload

GPS_IFD = 0x8825


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(image_format: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **options) -> bytes:
    content = io.BytesIO()
    # A gradient, so that a file cut in half loses something.
    Image.radial_gradient("L").resize(size).convert(mode).save(content, image_format, **options)
    return content.getvalue()


def pdf(**options) -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(content, **options)
    return content.getvalue()


def office(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return content.getvalue()


XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}


def huge_png(width: int, height: int) -> bytes:
    """A small file that says it is a very large picture; its pixels are never there to be decoded."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("foto.jpg", picture("JPEG"), files.JPEG),
        ("layar.png", picture("PNG"), files.PNG),
        ("ponsel.webp", picture("WEBP"), files.WEBP),
        ("materi.pdf", pdf(), files.PDF),
        ("daftar.xlsx", office(XLSX), files.XLSX),
        ("notula.docx", office(DOCX), files.DOCX),
    ],
)
def test_the_kinds_that_an_office_works_with_pass(name, content, content_type):
    checked = check_upload(upload(name, content))
    columns = checked.columns()
    assert (checked.original_name, checked.content_type) == (name, content_type)
    assert columns["size"] == len(checked.content)
    assert columns["sha256"] == hashlib.sha256(checked.content).hexdigest()
    assert columns["file"].name == f"file.{files.EXTENSIONS[content_type]}"
    assert bool(checked.thumbnail) is (content_type in files.IMAGES)


def test_the_content_decides_not_the_name():
    checked = check_upload(upload("foto.pdf", picture("PNG")))
    assert checked.content_type == files.PNG
    assert checked.columns()["file"].name == "file.png"


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("jebakan.html", pdf(), "jebakan.pdf"),
        ("program.pdf.exe", pdf(), "program.pdf.pdf"),
        ("notula.docm", office(DOCX), "notula.docx"),
        ("foto.pdf", picture("PNG"), "foto.png"),
        ("tanpa akhiran", picture("JPEG"), "tanpa akhiran.jpg"),
        ("FOTO.JPEG", picture("JPEG"), "FOTO.JPEG"),
    ],
)
def test_a_name_ends_in_what_the_file_is(name, content, kept):
    assert check_upload(upload(name, content)).original_name == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.jpg", b"<?php system($_GET['c']); ?>"),
        ("foto.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("halaman.pdf", b"<html><script>alert(1)</script></html>"),
        ("gambar.gif", picture("GIF", mode="P")),
        ("arsip.xlsx", office({"apa.txt": b"saja"})),
        ("potong.xlsx", office(XLSX)[:40]),
        ("program.exe", b"MZ" + b"\0" * 200),
        ("teks.txt", b"teks biasa"),
    ],
    # Not by their bytes: an archive holds the second it was made, and two workers must collect the same names.
    ids=["php", "svg", "html", "gif", "zip", "cut-off", "exe", "text"],
)
def test_everything_else_is_refused_by_name(name, content):
    with pytest.raises(DomainError, match=f"“{name}” tidak dikenali"):
        check_upload(upload(name, content))


def test_an_empty_file_is_refused():
    with pytest.raises(DomainError, match=r"“kosong\.jpg” kosong"):
        check_upload(upload("kosong.jpg", b""))


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    large = upload("besar.pdf", b"")
    large.size = files.MAX_BYTES + 1
    with pytest.raises(DomainError, match=r"“besar\.pdf” lebih dari 15 MB"):
        check_upload(large)


# Photos


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_photo_is_refused(image_format):
    content = picture(image_format)
    with pytest.raises(DomainError, match="rusak atau tidak utuh"):
        check_upload(upload("putus.jpg", content[: len(content) // 2]))


def test_a_tail_behind_the_picture_is_gone():
    tail = b"<html><script>alert(1)</script></html>"
    checked = check_upload(upload("foto.jpg", picture() + tail))
    assert b"script" not in checked.content
    assert checked.content.endswith(b"\xff\xd9")


def test_the_place_where_a_photo_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "Kamera Uji"
    exif.get_ifd(GPS_IFD)[1] = "S"
    exif.get_ifd(GPS_IFD)[2] = (7.0, 58.0, 0.0)
    content = picture(exif=exif.tobytes())
    with Image.open(io.BytesIO(content)) as before:
        assert before.getexif().get_ifd(GPS_IFD)

    checked = check_upload(upload("foto.jpg", content))

    for kept in (checked.content, checked.thumbnail):
        with Image.open(io.BytesIO(kept)) as after:
            assert not after.getexif()
    assert b"Kamera Uji" not in checked.content


def test_words_inside_a_png_are_gone():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "rahasia kantor")
    content = picture("PNG", pnginfo=info)
    assert b"rahasia kantor" in content
    assert b"rahasia kantor" not in check_upload(upload("layar.png", content)).content


def test_a_photo_held_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    checked = check_upload(upload("foto.jpg", picture(size=(640, 480), exif=exif.tobytes())))
    with Image.open(io.BytesIO(checked.content)) as image:
        assert image.size == (480, 640)


def test_a_large_photo_and_its_thumbnail_keep_their_shape():
    checked = check_upload(upload("foto.jpg", picture(size=(4000, 3000))))
    with Image.open(io.BytesIO(checked.content)) as photo, Image.open(io.BytesIO(checked.thumbnail)) as thumbnail:
        assert photo.size == (2400, 1800)
        assert thumbnail.size == (480, 360)


def test_a_transparent_picture_gets_a_thumbnail_on_white():
    content = io.BytesIO()
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(content, "PNG")
    checked = check_upload(upload("logo.png", content.getvalue()))
    with Image.open(io.BytesIO(checked.thumbnail)) as thumbnail:
        assert thumbnail.convert("RGB").getpixel((30, 30)) == (255, 255, 255)


def test_169_megapixels_are_refused_without_being_decoded():
    content = huge_png(13_000, 13_000)
    assert len(content) < 1000
    # The pixels are not there: whoever decodes them would call the photo broken instead.
    with pytest.raises(DomainError, match="lebih dari 50 megapiksel"):
        check_upload(upload("besar.png", content))


# Papers


@pytest.mark.parametrize(
    "content", [pdf()[:200], b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 500], ids=["cut-off", "head", "empty"]
)
def test_a_broken_pdf_is_refused(content):
    with pytest.raises(DomainError, match=r"rusak atau tidak utuh|tidak berisi halaman"):
        check_upload(upload("putus.pdf", content))


def test_a_locked_pdf_is_refused():
    locked = pdf(encryption=pikepdf.Encryption(owner="pemilik", user="pembaca"))
    with pytest.raises(DomainError, match=r"“kunci\.pdf” terkunci sandi"):
        check_upload(upload("kunci.pdf", locked))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = office({**XLSX, "xl/worksheets/sheet1.xml": b"\0" * (files.MAX_UNPACKED_BYTES + 1)})
    assert len(bomb) < 200_000
    with pytest.raises(DomainError, match="terlalu besar setelah dibuka"):
        check_upload(upload("bom.xlsx", bomb))


@pytest.mark.parametrize(("parts", "name"), [(DOCX, "word/vbaProject.bin"), (XLSX, "xl/VBAPROJECT.BIN")])
def test_macros_are_refused(parts, name):
    with pytest.raises(DomainError, match="berisi makro"):
        check_upload(upload("makro.docx", office({**parts, name: b"Sub AutoOpen()"})))


# Names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("foto\x00.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\foto.jpg", "C:\\Users\\foto.jpg"),
        ("x" * 300 + ".jpg", "x" * 196 + ".jpg"),
        ("\x00", "berkas.jpg"),
        ("y" * 300, "y" * 190 + ".jpg"),
        ("فوتو‮gpj.exe", "فوتو‮gpj.jpg"),
    ],
)
def test_the_original_name_is_kept_as_harmless_data(given, kept):
    # Set afterwards: the framework's own upload cleans the name it is given.
    file = upload("foto.jpg", picture(size=(8, 8)))
    file._name = given
    assert check_upload(file).original_name == kept
