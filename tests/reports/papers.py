"""Real documents for the tests of seal and verification: rendered, sealed, and spoiled in every way that counts."""

import io
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import TextStampStyle

from reports import pdf

PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="static:css/document.css"></head><body><h1>{title}</h1><p>{text}</p></body></html>"""
TEXT = "Sepuluh dari dua puluh butir aksi selesai, empat terlambat, dan enam masih berjalan menurut rencana."


def draw(text: str = TEXT, *, title: str = "Laporan uji", add_field=None) -> bytes:
    html = PAGE.format(title=title, text=text)
    return pdf.render(html, images={}, on_progress=lambda step, percent: None, add_field=add_field).content


def sign_outside(content: bytes, key_file, *, spoil=None) -> bytes:
    """Signed visibly with a field of its own, as a program outside does; `spoil(writer)` may change more beside it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    if spoil:
        spoil(writer)
    signer = PdfSigner(
        PdfSignatureMetadata(field_name="TTE", subfilter=SigSeedSubFilter.PADES),
        signer=SimpleSigner.load_pkcs12(str(key_file)),
        new_field_spec=SigFieldSpec("TTE", box=(300, 60, 500, 110)),
        stamp_style=TextStampStyle(),
    )
    return signer.sign_pdf(writer).getvalue()


def sign_again(content: bytes, key_file) -> bytes:
    """Signed once more, invisibly, as by a second officer."""
    signer = SimpleSigner.load_pkcs12(str(key_file))
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return PdfSigner(PdfSignatureMetadata(field_name="Paraf"), signer=signer).sign_pdf(writer).getvalue()


def empty_first_page(writer: IncrementalPdfFileWriter) -> None:
    """Take everything off page one."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def run_on_opening(writer: IncrementalPdfFileWriter) -> None:
    """Have a script run when the document is opened."""
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.TextStringObject("app.alert(1)")}
    writer.root["/OpenAction"] = writer.add_object(generic.DictionaryObject(script))
    writer.update_root()


def stick_a_note_on(writer: IncrementalPdfFileWriter) -> None:
    """Put a note that is no signature on page one."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    place = generic.ArrayObject([generic.NumberObject(number) for number in (72, 500, 300, 600)])
    note = {
        pdf_name("/Type"): pdf_name("/Annot"),
        pdf_name("/Subtype"): pdf_name("/FreeText"),
        pdf_name("/Rect"): place,
        pdf_name("/Contents"): generic.TextStringObject("Semua butir aksi selesai"),
    }
    annotations = page.setdefault(pdf_name("/Annots"), generic.ArrayObject())
    annotations.append(writer.add_object(generic.DictionaryObject(note)))
    writer.update_container(page)


def update(content: bytes) -> bytes:
    """The document with one more revision, as any editor adds it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    empty_first_page(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def flip(content: bytes, place: int) -> bytes:
    """The document with one byte changed."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def falsify(sealed: bytes) -> bytes:
    """The document with one digit changed in the value of its signature, which stands last in what holds it."""
    start = sealed.rindex(b"/Contents <") + len(b"/Contents <")
    held = sealed[start : sealed.index(b">", start)].rstrip(b"0")
    inside = start + len(held) - 100
    return flip(sealed, next(place for place in range(inside, start, -1) if sealed[place : place + 1].isdigit()))


def lock(content: bytes) -> bytes:
    """The document behind a password."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="rahasia", user="rahasia"))
    return target.getvalue()


def bomb() -> bytes:
    """A few megabytes that become several gigabytes: one block, emptied over and over."""
    packer = zlib.compressobj(9)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    header, body = block[:2], block[2:]
    document = pikepdf.new()
    page = document.add_blank_page()
    page.Contents = document.make_stream(b"")
    page.Contents.write(header + body * 4000, filter=pikepdf.Name.FlateDecode)
    target = io.BytesIO()
    document.save(target, compress_streams=False)
    return target.getvalue()


def certified_key(folder: Path) -> tuple[Path, Path]:
    """A key whose certificate another one signed, and that other certificate (PEM)."""
    now = datetime.now(UTC)

    def certificate(name: str, key, issuer: str, issuer_key, is_authority: bool) -> x509.Certificate:
        usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False)
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not is_authority,
                    content_commitment=not is_authority,
                    key_cert_sign=is_authority,
                    crl_sign=is_authority,
                    decipher_only=False,
                    **usage,
                ),
                critical=True,
            )
            .sign(issuer_key, hashes.SHA256())
        )

    authority_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    authority = certificate("Penerbit Uji", authority_key, "Penerbit Uji", authority_key, True)
    own = certificate("Kepala Uji", key, "Penerbit Uji", authority_key, False)
    key_file, root = folder / "kepala.p12", folder / "penerbit.pem"
    key_file.write_bytes(pkcs12.serialize_key_and_certificates(b"kepala", key, own, [authority], NoEncryption()))
    root.write_bytes(authority.public_bytes(Encoding.PEM))
    return key_file, root
