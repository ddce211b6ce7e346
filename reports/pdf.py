"""HTML to PDF. The only module that knows WeasyPrint; no web process imports it.

Nothing is fetched but the portal's own style sheets and the pictures handed over with the page. A document that lacks
a part is never returned: whatever WeasyPrint would only log as an error ends the rendering.
"""

import gc
import io
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from xml.sax.saxutils import escape

import filetype
import pydyf
from django.conf import settings

from reports.finishing import end_streams_clearly, finish

if TYPE_CHECKING:
    from reports.documents import EmbeddedFile

ASSETS = Path(settings.BASE_DIR) / "static"
FONTS = ASSETS / "fonts" / "pdf"

# Only our own fonts, whatever the machine has: the same page looks the same everywhere.
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@contextmanager
def _own_fonts() -> Iterator[None]:
    """Let fontconfig read our file, and only while we use it: a browser started from here wants the system's fonts."""
    folder = settings.DATA_DIR / "fontconfig"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fonts.conf"
    text = FONTCONFIG.format(fonts=escape(str(FONTS)), cache=escape(str(folder / "cache")))
    if not file.exists() or file.read_text() != text:
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_text(text)
        fresh.replace(file)
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(file)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


with _own_fonts():
    from weasyprint import HTML, Attachment
    from weasyprint.text.ffi import pango
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

PROGRESS_LOGGER = logging.getLogger("weasyprint.progress")
LOGGER = logging.getLogger("weasyprint")

STATIC, IMAGE = "static:", "image:"
STYLE_SHEETS = frozenset({"css/document.css"})

# Shares of the wall time, measured on a report of 1,000 items: where each step begins, in percent.
STEPS = {"Step 1": 0, "Step 2": 1, "Step 3": 2, "Step 4": 5, "Step 5": 12, "Step 6": 63, "Step 7": 84}
LAYOUT = (12, 57)
PAINT = (63, 84)

# Called with a word on what is being done and how far the whole is (0 to 100). It may raise to stop the rendering.
Progress = Callable[[str, int], None]
# Works on the document's objects before they are written.
Finisher = Callable[[Any, pydyf.PDF], None]


class IncompleteDocument(Exception):
    """A part of the document could not be drawn."""


@dataclass(frozen=True)
class RenderedDocument:
    content: bytes
    page_count: int


class _Fetcher(URLFetcher):
    """Serves `static:` style sheets by name and the given `image:` pictures; refuses every other address."""

    def __init__(self, images: Mapping[str, str | bytes]):
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.images = images

    def fetch(self, url, headers=None):
        if url.startswith(IMAGE) and (picture := self.images.get(url.removeprefix(IMAGE))):
            if isinstance(picture, bytes):
                return URLFetcherResponse(url, picture, {"Content-Type": filetype.guess_mime(picture)})
            return URLFetcherResponse(url, picture.encode(), {"Content-Type": "image/svg+xml"})
        name = url.removeprefix(STATIC)
        if url.startswith(STATIC) and name in STYLE_SHEETS:
            content = (ASSETS / name).read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "text/css; charset=utf-8"})
        raise ValueError(f"refused: {url[:200]}")


class _Strict(logging.Handler):
    """Turns what WeasyPrint logs as an error, and would leave out, into the end of the rendering."""

    def emit(self, record: logging.LogRecord) -> None:
        raise IncompleteDocument(record.getMessage())


class _Narrator(logging.Handler):
    """Turns WeasyPrint's log of steps into progress. The number of pages is not known before: it is estimated."""

    def __init__(self, on_progress: Progress, expected_pages: int):
        super().__init__(logging.INFO)
        self.on_progress = on_progress
        self.expected_pages = max(expected_pages, 1)
        self.percent = 0

    def emit(self, record: logging.LogRecord) -> None:
        step = record.msg[:6]
        if step not in STEPS:
            return
        if step == "Step 5" and "Page" in record.msg:
            (page,) = cast(tuple[int], record.args)
            first, last = LAYOUT
            share = min(page / self.expected_pages, 1)
            self.tell(f"menata halaman {page}", round(first + share * (last - first)))
        else:
            self.tell("menata halaman" if step < "Step 6" else "menulis berkas", STEPS[step])

    def tell(self, step: str, percent: int) -> None:
        # Pages whose total changes what they say are laid out twice; the bar does not run backwards for that.
        self.percent = max(self.percent, percent)
        self.on_progress(step, self.percent)

    def watch_painting(self, pages: list) -> None:
        """Painting is not logged: say which page is painted."""
        first, last = PAINT
        for number, page in enumerate(pages, start=1):

            def paint(*args, number=number, original=page.paint, **kwargs):
                percent = round(first + number / len(pages) * (last - first))
                self.tell(f"menggambar halaman {number} dari {len(pages)}", percent)
                return original(*args, **kwargs)

            page.paint = paint


@contextmanager
def _listening(*handlers: tuple[logging.Logger, logging.Handler]) -> Iterator[None]:
    level = PROGRESS_LOGGER.level
    PROGRESS_LOGGER.setLevel(logging.INFO)
    # Steps are for our handler, not for the worker's log.
    PROGRESS_LOGGER.propagate = False
    for logger, handler in handlers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger, handler in handlers:
            logger.removeHandler(handler)
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.propagate = True


def pango_version() -> str:
    """The machine's own Pango, which lays out every line: no lock file holds it."""
    number = pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A rendering makes millions of objects that live till its end; looking through them again and again costs 13 %."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect()


def _in_turn(*finishers: Finisher | None) -> Finisher:
    def finish_all(document: Any, pdf: pydyf.PDF) -> None:
        for finisher in finishers:
            if finisher is not None:
                finisher(document, pdf)

    return finish_all


def render(
    html: str,
    *,
    images: Mapping[str, str | bytes],
    files: "Iterable[EmbeddedFile]" = (),
    add_field: Finisher | None = None,
    on_progress: Progress,
    expected_pages: int = 1,
    is_tagged: bool = True,
) -> RenderedDocument:
    """Render a page whose style sheets are `static:` names and whose pictures (SVG text, PNG or JPEG bytes) are
    `image:` ones.

    PDF/A-3a and PDF/UA-1, unless it is not to be tagged; `add_field` then makes room for a signature (`signing`).
    Raises `IncompleteDocument`, and what `on_progress` raises.
    """
    narrator = _Narrator(on_progress, expected_pages)
    with (
        _own_fonts(),
        _no_garbage_collection(),
        _listening((LOGGER, _Strict(logging.ERROR)), (PROGRESS_LOGGER, narrator)),
    ):
        try:
            document = HTML(string=html, base_url="static:", url_fetcher=_Fetcher(images)).render()
            narrator.watch_painting(document.pages)
            target = io.BytesIO()
            if is_tagged:
                attachments = [_attachment(file) for file in files]
                document.write_pdf(
                    target, finisher=_in_turn(finish, add_field), pdf_variant="pdf/a-3a", attachments=attachments
                )
            else:
                document.write_pdf(target)
        # A BaseException, so that nothing on its way swallows it.
        except FatalURLFetchingError as error:
            raise IncompleteDocument(str(error)) from error
        return RenderedDocument(end_streams_clearly(target.getvalue()), len(document.pages))


def _attachment(file: "EmbeddedFile") -> Attachment:
    return Attachment(
        file_obj=io.BytesIO(file.content),
        name=file.name,
        description=file.description,
        created=file.dated_at,
        modified=file.dated_at,
        relationship="Data",
    )
