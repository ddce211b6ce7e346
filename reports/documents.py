"""What becomes of a report: the register of the kinds, the snapshot of each, its page and its file name.

A snapshot is canonical JSON with everything by value. It is all that a rendering reads, together with what the leader
typed when issuing; an old report shows the old world, whatever changed since.
"""

import io
import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from bnn_portal import clock
from bnn_portal.downloads import csv_lines
from reports import photos
from reports.kinds import Kind, Snapshot, institution, progress, summary, workshop
from reports.models import Report
from stakeholders.models import OfficeSettings

# A further kind is its module in `reports.kinds`, its template, and its line here.
KINDS: dict[str, Kind] = {
    Report.Kind.PROGRESS: progress.KIND,
    Report.Kind.INSTITUTION: institution.KIND,
    Report.Kind.WORKSHOP: workshop.KIND,
    Report.Kind.SUMMARY: summary.KIND,
}
# What the leader replaces by the number from the office's own register.
BLANK = "…"
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# Those of which two editions can be compared.
COMPARED = [name for name, kind in KINDS.items() if kind.is_compared]


@dataclass(frozen=True)
class EmbeddedFile:
    """A file that travels inside the document. `dated_at` (UTC) is written into it: a fixed moment, for equal bytes."""

    name: str
    description: str
    content: bytes
    dated_at: datetime


@dataclass(frozen=True)
class Page:
    """What the renderer needs: the page, the pictures it names as `image:NAME`, and what travels inside."""

    html: str
    images: Mapping[str, str | bytes]
    """SVG as text; PNG or JPEG as bytes."""
    files: tuple[EmbeddedFile, ...] = ()


def title_of(report: Report) -> str:
    """What a report that is asked for will be called, whatever is renamed afterwards."""
    return KINDS[report.kind].title(report)


def take_snapshot(report: Report) -> str:
    """The facts of this moment as canonical JSON (sorted keys, decimals as text, ISO dates) for a report not saved yet:
    its kind says what is told, its period and `as_of` of when."""
    return write_snapshot(report, KINDS[report.kind].take_snapshot(report))


def write_snapshot(report: Report, told: Snapshot) -> str:
    """What a kind tells of the report, as its canonical text."""
    # As asked for: a review copy shows these, whatever the leader corrects for the issued document.
    texts = {name: getattr(report, name) for name in KINDS[report.kind].texts}
    snapshot = {"title": title_of(report), "portal": settings.PORTAL_URL, "texts": texts, **told}
    return json.dumps(snapshot, default=_as_text, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def signature_on(day: date) -> tuple[str, str]:
    """Whoever held the signing post that day: the post as it stands above a signature, and the lines under it (name,
    rank, number as far as the office knows them). Both empty where nobody is known."""
    holder = OfficeSettings.objects.select_related("institution").get().signatory(day)
    if holder is None:
        return "", ""
    return holder.full_title, "\n".join(filter(None, [holder.person_name, holder.rank, holder.staff_number]))


def number_pattern() -> str:
    """The beginning of a number as the leader laid it down, month and year of today filled in; the rest stays blank."""
    today = clock.today()
    pattern = OfficeSettings.objects.values_list("number_pattern", flat=True).get()
    return pattern.replace("{bulan}", ROMAN_MONTHS[today.month - 1]).replace("{tahun}", str(today.year))


def read_snapshot(text: str) -> Snapshot:
    """The snapshot as templates want it: names that end in `_on` hold dates again."""
    return json.loads(text, object_hook=_with_dates)


def compose(report: Report) -> Page:
    """The report's page, from its snapshot and from what the leader typed. It is a draft until it is being issued."""
    kind = KINDS[report.kind]
    snapshot = read_snapshot(report.snapshot)
    is_draft = report.status not in Report.FINAL_STATUSES
    marks = [text for text, wanted in (("DRAF", is_draft), ("DATA CONTOH", report.is_sample)) if wanted]
    charts = kind.draw_charts(snapshot)
    images: dict[str, str | bytes] = {
        name: render_to_string(chart.template, {"chart": chart, "name": name, "paper": True})
        for name, chart in charts.items()
    }
    if marks:
        images["watermark"] = render_to_string("reports/pdf/_watermark.svg", {"marks": marks})
    # Snapshots from before the code stood on the paper know no address; those documents stay as they are.
    portal = snapshot.get("portal", "")
    verification_url = portal and portal + reverse("reports:verification", args=[report.code])
    if verification_url:
        images["qr"] = _draw_qr(verification_url)
    pictures = {f"photo-{number}": photos.read(photo) for number, photo in enumerate(snapshot.get("photos", []), 1)}
    images |= {name: content for name, content in pictures.items() if content}
    files = _embedded(kind, snapshot)
    if logo := snapshot["office"].get("logo"):
        images["logo"] = b64decode(logo)
    context = {
        "report": report,
        "texts": _texts(report, snapshot, is_draft),
        "verification_url": verification_url,
        "files": files,
        "photos": list(zip(snapshot.get("photos", []), pictures.values(), pictures, strict=True)),
        "snapshot": snapshot,
        "charts": charts,
        "is_draft": is_draft,
        "mark": " · ".join(marks),
    }
    return Page(render_to_string(kind.template, context), images, files)


def _texts(report: Report, snapshot: Snapshot, is_draft: bool) -> dict[str, str]:
    """What stands beside the facts: on a draft as it was asked for, so that a try to issue it changes nothing of it."""
    if is_draft and "texts" in snapshot:
        return snapshot["texts"]
    return {name: getattr(report, name) for name in Report.TEXTS}


def _embedded(kind: Kind, snapshot: Snapshot) -> tuple[EmbeddedFile, ...]:
    """The snapshot's data for whoever counts on: dated by the day they tell of."""
    rows = kind.list_rows(snapshot)
    if not rows:
        return ()
    content = "".join(csv_lines(rows)).encode()
    dated_at = datetime.combine(snapshot["stands_on"], time.min, tzinfo=UTC)
    return (EmbeddedFile("data.csv", "Data laporan ini sebagai tabel", content, dated_at),)


def _draw_qr(address: str) -> bytes:
    """As PNG without a quiet zone, which the page's margin is: a picture stands in the file once, however many pages
    show it, where a drawing would be on each of them anew."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="png", scale=8, border=0, dark="#1b2a3d")
    return drawing.getvalue()


def file_name(report: Report) -> str:
    """A name that still tells what the file is when it lies in a folder among others."""
    edition = f"edisi-{report.edition}" if report.status in Report.FINAL_STATUSES else "draf"
    if report.status == Report.Status.AWAITING_SIGNATURE:
        edition += "-untuk-ditandatangani"
    return f"{slugify(report.title)[:80].strip('-')}-{edition}.pdf"


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _with_dates(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if value and name.endswith("_on") else value for name, value in values.items()
    }
