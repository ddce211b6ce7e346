"""A page as the office's settings make it: the real template over a made-up city, drawn by the worker as a picture.

It is kept as a file under the name of what it is made from, so that nothing has to say whether it is up to date. It is
no report: it has no row, and nobody but the leader sees it.
"""

import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from reports import documents, examining
from reports.kinds import facts
from reports.models import Report

FOLDER = settings.DATA_DIR / "previews"
STYLE_SHEET = Path(settings.BASE_DIR) / "static" / "css" / "document.css"

COUNTS = {"items": 8, "not_started": 1, "in_progress": 3, "blocked": 1, "done": 3, "cancelled": 0}
STATES = {"overdue": 1, "stale": 0, "restricted": 0, "average": "64.5"}
LATE = {"title": "Contoh butir aksi yang terlambat", "lead": "Instansi contoh", "days_late": 12}


def sample() -> Report:
    """A summary on one sheet, as it would be issued today. Not saved."""
    today = clock.today()
    report = Report(kind=Report.Kind.SUMMARY, status=Report.Status.ISSUING, is_sample=True, edition=1, dated_on=today)
    report.period = ReportingPeriod(year=today.year, semester=ReportingPeriod.Semester.B06)
    report.number = documents.number_pattern()
    report.signatory_title, report.signatory = documents.signature_on(today)
    report.snapshot = documents.write_snapshot(
        report,
        {
            "title": "Contoh halaman laporan",
            # No code on the page: there is nothing behind it to verify.
            "portal": "",
            "office": facts.office(),
            "period": {"name": "contoh", "is_open": False},
            "stands_on": today,
            "sentence": "3 dari 8 butir aksi selesai, 1 terlambat.",
            "totals": {**COUNTS, **STATES},
            "pillars": [{"name": "Pencegahan", **COUNTS, **STATES}],
            "overdue": [LATE],
            "asks": ["Contoh permintaan kepada pimpinan."],
        },
    )
    return report


def path_of(page: documents.Page) -> Path:
    """Where the drawn page lies, or will lie."""
    parts = [page.html, STYLE_SHEET.read_text(), *(repr(part) for part in sorted(page.images.items()))]
    return FOLDER / f"{sha256(''.join(parts).encode()).hexdigest()}.png"


def current() -> Path:
    """Where today's preview lies once the worker has drawn it."""
    return path_of(documents.compose(sample()))


def draw() -> None:
    """Draw today's preview, unless it is there; forget those before. May run twice."""
    from reports import pdf  # WeasyPrint stays out of web processes

    page = documents.compose(sample())
    path = path_of(page)
    if path.exists():
        return
    document = pdf.render(page.html, images=page.images, on_progress=lambda step, percent: None)
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix=".unfinished-") as folder:
        drawn, picture = Path(folder) / "page.pdf", Path(folder) / "page.png"
        drawn.write_bytes(document.content)
        examining.first_page(drawn, picture)
        picture.replace(path)
    for other in FOLDER.glob("*.png"):
        if other != path:
            other.unlink(missing_ok=True)
