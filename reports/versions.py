"""What a document was made with: recorded with each rendering, so that a difference years later has a name.

Imported by the worker and by commands only: it knows WeasyPrint through `pdf`.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from reports import pdf

# All that decides how a snapshot becomes a page, beside the libraries and the fonts.
DRAWING = (
    "templates/reports/pdf/*",
    "templates/reports/charts/*",
    "templates/partials/_chart_table.html",
    *(f"static/{name}" for name in sorted(pdf.STYLE_SHEETS)),
    "reports/charts/*.py",
    "reports/documents.py",
    "reports/finishing.py",
    "reports/kinds/*.py",
    "reports/models/*.py",  # the words of a document's sifat
    "reports/pdf.py",
    "reports/photos.py",
    "bnn_portal/templatetags/portal.py",
)
LIBRARIES = ("Django", "fonttools", "pydyf", "pyphen", "weasyprint")


@cache
def current() -> dict[str, str]:
    """Name → hash or version, as they were when this process first asked: a worker keeps the code it began with."""
    root = Path(settings.BASE_DIR)
    drawing = (file for pattern in DRAWING for file in root.glob(pattern))
    return {
        "templates": _digest(drawing),
        "fonts": _digest(pdf.FONTS.glob("*.ttf")),
        **{name.lower(): version(name) for name in LIBRARIES},
        "pango": pdf.pango_version(),
    }


def differences(recorded: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names whose value changed, with both values."""
    names = sorted(recorded.keys() | now.keys())
    return [
        f"{name}: {recorded.get(name, '-')} → {now.get(name, '-')}"
        for name in names
        if recorded.get(name) != now.get(name)
    ]


def _digest(files: Iterable[Path]) -> str:
    """One hash of names and contents, whatever the order in which the files were found."""
    lines = sorted(f"{file.name} {sha256(file.read_bytes()).hexdigest()}\n" for file in files)
    return sha256("".join(lines).encode()).hexdigest()
