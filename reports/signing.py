"""Seals a finished document with the office's key (PAdES). The only module that signs; it knows nothing of Django.

Also a program of its own (`python -m reports.signing`, a document in, the sealed one out), so that an office can give
the key to a user who has nothing else: neither the database nor the files (`deploy/portal-kotan-seal@.service`).
"""

import hashlib
import io
import os
import struct
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pydyf
from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

FIELD = "Segel"
# What a reader who hears the document is told of the field.
FIELD_TEXT = "Segel elektronik kantor"
PRINT_AND_LOCKED = 1 << 2 | 1 << 7
SIGNATURES_EXIST_AND_APPEND_ONLY = 3

# Before the document on the socket: when it is sealed, in seconds since 1970 UTC.
HEAD = struct.Struct("!q")
SEALED, REFUSED = b"+", b"-"


class SealError(Exception):
    """The document could not be sealed: no key, a wrong password, or a document without the field."""


@dataclass(frozen=True)
class Signer:
    """Whose certificate a signature carries. `fingerprint` is the sha256 of the certificate."""

    name: str
    issuer: str
    fingerprint: str
    is_self_made: bool


def signer_of(certificate: x509.Certificate) -> Signer:
    return Signer(
        name=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        fingerprint=certificate.sha256.hex(),
        is_self_made=certificate.subject == certificate.issuer,
    )


def _name(name: x509.Name) -> str:
    return str(name.native.get("common_name") or name.human_friendly)[:200]


def add_field(document, pdf: pydyf.PDF) -> None:
    """For WeasyPrint's `finisher`, after all others: an invisible, empty signature field inside the structure tree.

    pyHanko would put one outside of it, and the document would no longer be PDF/UA.
    """
    catalog = pdf.catalog
    root = _object(pdf, catalog["StructTreeRoot"])
    top = _object(pdf, root["K"][0])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    page = pdf.objects[pdf.pages["Kids"][0]]
    next_key = max(numbers[::2]) + 1

    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD),
            "TU": pydyf.String(FIELD_TEXT),
            "F": PRINT_AND_LOCKED,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "StructParent": next_key,
        }
    )
    pdf.add_object(widget)
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": top.reference,
            "Pg": page.reference,
            "Alt": pydyf.String(FIELD_TEXT),
            "K": pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference}),
        }
    )
    pdf.add_object(element)
    top["K"].append(element.reference)
    numbers += [next_key, element.reference]
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    page["Tabs"] = "/S"
    catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([widget.reference]), "SigFlags": SIGNATURES_EXIST_AND_APPEND_ONLY}
    )


def add_form(document, pdf: pydyf.PDF) -> None:
    """For WeasyPrint's `finisher`: an empty form, to which somebody outside may add a field of their own.

    Without one the form itself would be new in their revision, and pyHanko could not tell whether it is all that is.
    """
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array()})


def _object(pdf: pydyf.PDF, reference):
    return pdf.objects[int(reference.split()[0])]


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata as they are: pyHanko's rewriting (a private hook) spoils the claims of PDF/A and PDF/UA.

    The new identity follows from the old bytes, so that sealing the same document again gives the same one.
    """

    def _update_meta(self):
        pass

    @classmethod
    def _handle_id(cls, prev):
        first, _ = super()._handle_id(prev)
        prev.stream.seek(0)
        second = hashlib.sha256(prev.stream.read()).digest()[:16]
        if "/ID" not in prev.trailer:
            first = second
        return generic.ArrayObject([generic.ByteStringObject(first), generic.ByteStringObject(second)])


class _Signer(PdfSigner):
    """Signs as of a given moment: pyHanko asks the machine's clock."""

    def __init__(self, *args, moment: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.moment = moment

    def init_signing_session(self, pdf_out, existing_fields_only=False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.moment
        return session


def sign(content: bytes, *, key_file: Path, password: str, moment: datetime) -> bytes:
    """The document with its field signed: the very bytes of `content`, and the signature behind them.

    Nothing may be changed afterwards; that is part of what is signed. Raises `SealError`.
    """
    if not key_file.is_file():
        raise SealError(f"no key at {key_file}")
    signer = SimpleSigner.load_pkcs12(str(key_file), passphrase=password.encode() or None)
    if signer is None:
        raise SealError(f"{key_file} could not be opened: wrong password, or no PKCS#12 file")
    what = PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    try:
        writer = _Writer(io.BytesIO(content))
        pdf_signer = _Signer(what, signer=signer, moment=moment.astimezone(UTC))
        return pdf_signer.sign_pdf(writer, existing_fields_only=True).getvalue()
    except Exception as error:  # whatever pyHanko's layers raise, the document is not sealed
        raise SealError(f"{type(error).__name__}: {error}") from error


def main() -> None:
    """One document from standard input, sealed to standard output; the key from the environment.

    systemd hands over a connection as both, one process for each.
    """
    (seconds,) = HEAD.unpack(sys.stdin.buffer.read(HEAD.size))
    content = sys.stdin.buffer.read()
    try:
        sealed = sign(
            content,
            key_file=Path(os.environ["SEAL_FILE"]),
            password=os.environ.get("SEAL_PASSWORD", ""),
            moment=datetime.fromtimestamp(seconds, UTC),
        )
    except SealError as error:
        # The reason names files of this user: it stays in this user's log.
        print(error, file=sys.stderr)  # noqa: T201
        sys.stdout.buffer.write(REFUSED)
    else:
        sys.stdout.buffer.write(SEALED + sealed)


if __name__ == "__main__":
    main()
