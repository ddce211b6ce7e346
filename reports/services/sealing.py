"""The office's seal on a document that is being issued, and the picture of its first page.

Parsers and key stay out of reach of web processes: what signs and what parses is imported or started by the worker.
"""

import logging
import socket
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from reports import examining
from reports.models import Report

logger = logging.getLogger(__name__)

SEAL_SECONDS = 60
NOT_SEALED = (
    "Segel kantor tidak dapat dibubuhkan. Minta pengelola Portal memeriksa kunci segel (catatannya ada di log pekerja "
    "latar), lalu terbitkan lagi."
)


class NotSealed(Exception):
    """The document has no seal that holds: no key, a wrong password, or a seal that did not stand the check."""


@dataclass(frozen=True)
class FinalDocument:
    """What is stored: the rendered bytes, or those with the seal behind them; and what the row records of the seal."""

    content: bytes
    first_page: bytes
    signer: dict[str, str] = field(default_factory=dict)


def is_seal_configured() -> bool:
    return bool(settings.SEAL_SOCKET) or Path(settings.SEAL_FILE).is_file()


def trusted_roots() -> Path | None:
    return Path(settings.SEAL_ROOTS) if settings.SEAL_ROOTS else None


def finish_document(report: Report, content: bytes) -> FinalDocument:
    """Seal the rendered document, if this report is to be sealed, and look at it as a reader will.

    A seal is never believed because it was made: the same check decides that strangers' files pass. Raises `NotSealed`.
    """
    with TemporaryDirectory() as folder:
        rendered, sealed = Path(folder, "rendered.pdf"), Path(folder, "sealed.pdf")
        rendered.write_bytes(content)
        picture = draw_first_page(rendered)
        if report.signing != Report.Signing.SEAL:
            return FinalDocument(content, picture)
        sealed.write_bytes(_sealed(content, _issued_at(report)))
        try:
            found = examining.check_signed(rendered, sealed, trusted_roots())
        except examining.Unreadable as error:
            raise NotSealed(str(error)) from error
        if found["refusal"]:
            raise NotSealed(f"the seal does not hold: {found['refusal']}")
        return FinalDocument(sealed.read_bytes(), picture, signer_columns(found["signatures"][-1]))


def signer_columns(signature: dict[str, Any]) -> dict[str, str]:
    """What a report records of a signature that was found sound (`examining`)."""
    if signature["is_trusted"]:
        trust = Report.Trust.TRUSTED
    else:
        trust = Report.Trust.SELF_MADE if signature["is_self_made"] else Report.Trust.UNJUDGED
    return {
        "signer_name": signature["name"],
        "signer_issuer": signature["issuer"],
        "signer_fingerprint": signature["fingerprint"],
        "signer_trust": trust,
    }


def draw_first_page(document: Path) -> bytes:
    """Page one as PNG; empty where it cannot be drawn: no report stays unissued for want of its picture."""
    picture = document.with_suffix(".png")
    try:
        examining.first_page(document, picture)
        return picture.read_bytes()
    except (examining.Unreadable, OSError):
        logger.exception("No picture of %s", document.name)
        return b""


def _issued_at(report: Report) -> datetime:
    """The moment that stands in the seal: when the leader issued it, however often the worker had to begin again."""
    return report.status_changes.filter(to_status=Report.Status.ISSUING).latest("at").at


def _sealed(content: bytes, moment: datetime) -> bytes:
    from reports import signing  # pyHanko stays out of web processes

    try:
        if settings.SEAL_SOCKET:
            return _sealed_next_door(content, moment)
        return signing.sign(content, key_file=Path(settings.SEAL_FILE), password=settings.SEAL_PASSWORD, moment=moment)
    except (signing.SealError, OSError) as error:
        raise NotSealed(str(error)) from error


def _sealed_next_door(content: bytes, moment: datetime) -> bytes:
    """By the process of the user who alone may read the key (`signing.main`)."""
    from reports import signing

    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(SEAL_SECONDS)
        connection.connect(settings.SEAL_SOCKET)
        connection.sendall(signing.HEAD.pack(int(moment.timestamp())) + content)
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as reply:
            answer = reply.read()
    if answer[:1] != signing.SEALED:
        raise signing.SealError("refused by the sealing process; its log says why")
    return answer[1:]
