"""The paper itself, read back; and what the renderer refuses."""

import io
import os
import re
from datetime import date

import pytest
from pypdf import PdfReader

from reports import documents, pdf, services
from reports.models import Report
from tests.factories import ActionItemFactory
from tests.reports.conftest import DATED_ON

HOSTILE = '<img src="file:///etc/passwd"><style>*{display:none}</style><script>x</script>" onload="x'


def silent(step: str, percent: int) -> None:
    """Nobody watches."""


def read(report: Report) -> PdfReader:
    page = documents.compose(report)
    document = pdf.render(page.html, images=page.images, files=page.files, on_progress=silent)
    return PdfReader(io.BytesIO(document.content))


def text_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.fixture
def long_report(items, plan, dinas, period, staff):
    """A report of several pages."""
    ActionItemFactory.create_batch(60, plan=plan, lead=dinas, due_on=date(2024, 12, 31))
    return services.request_report(period, by=staff)


def test_the_review_copy_is_marked_on_every_page(long_report):
    reader = read(long_report)
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert "DRAF" in text
        assert "DATA CONTOH" not in text
        assert f"Halaman {number} dari {len(reader.pages)}" in text


def test_invented_data_is_marked_on_every_page_even_when_issued(long_report, leader):
    Report.objects.filter(pk=long_report.pk).update(
        status=Report.Status.ISSUING, is_sample=True, number="DATA CONTOH", dated_on=DATED_ON, edition=1
    )
    long_report.refresh_from_db()
    for page in read(long_report).pages:
        text = page.extract_text()
        assert "DATA CONTOH" in text
        assert "DRAF" not in text


def test_the_issued_report_bears_what_the_leader_typed(items, period, staff, leader):
    report = services.request_report(period, by=staff)
    report = services.render_inline(report)
    report = services.issue_report(report, "B/12/VII/2024", DATED_ON, "limited", by=leader)
    report = services.render_inline(report)
    assert report.status == Report.Status.PUBLISHED
    with report.file.open() as file:
        reader = PdfReader(io.BytesIO(file.read()))
    assert len(reader.pages) == report.page_count
    text = text_of(reader)
    for words in (
        "BADAN NARKOTIKA NASIONAL",
        "B/12/VII/2024",
        "Terbatas",
        "Edisi 1",
        "30 Juni 2024",
        "1 dari 5 butir aksi selesai, 2 terlambat.",
        "Malang, 8 Juli 2024",
        "Kepala BNN Kota Malang,",
        "Terlambat 30 hari",
        "4 dari 10 kegiatan",
    ):
        assert words in text, words


def test_the_document_is_tagged_and_indonesian(items, queued):
    catalog = read(queued).trailer["/Root"]
    assert catalog["/Lang"] == "id"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert "/Outlines" in catalog


def test_the_chart_says_in_words_what_it_shows(items, queued):
    assert "Pencegahan: 1 dari 4 selesai, 1 terlambat" in documents.compose(queued).html


def test_only_the_projects_own_fonts_are_used(items, queued):
    fonts = {
        font["/BaseFont"].split("+")[-1]
        for page in read(queued).pages
        for font in (reference.get_object() for reference in page["/Resources"]["/Font"].values())
    }
    assert fonts
    assert all(name.startswith(("Arimo", "Tinos")) for name in fonts)


def test_what_users_typed_stays_text(add_item, dinas, period, staff):
    dinas.short_name = "<b>Dinas</b> & Rekan"
    dinas.save()
    add_item("in_progress", lead=dinas, title=HOSTILE, unit='"><svg', value=4)
    text = text_of(read(services.request_report(period, by=staff)))
    assert "file:///etc/passwd" in text.replace(" ", "")
    assert "<b>Dinas</b> & Rekan" in text
    assert "root:" not in text


@pytest.mark.parametrize("title", ["مرحبا بالعالم", "😀" * 50, "W" * 250, "\u202eterbalik", "a\u0301" * 100])
def test_unusual_letters_are_drawn_somehow(add_item, dinas, period, staff, title):
    add_item("done", lead=dinas, title=title)
    assert len(read(services.request_report(period, by=staff)).pages) >= 1


def test_a_text_far_longer_than_any_field_comes_to_an_end(rendering):
    snapshot = rendering.snapshot.replace('"sentence":"', '"sentence":"' + "sangat panjang " * 1_500)
    page = documents.compose(Report(kind=rendering.kind, period=rendering.period, snapshot=snapshot))
    document = pdf.render(page.html, images=page.images, on_progress=silent)
    assert document.page_count > 3


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://example.com/x.png",
        "data:image/svg+xml,%3Csvg/%3E",
        "static:../bnn_portal/settings.py",
        "static:css/tokens.css",
        "image:unknown",
        "/etc/passwd",
        "ftp://example.com/x",
    ],
)
def test_every_other_address_is_refused_and_ends_the_rendering(address):
    with pytest.raises(pdf.IncompleteDocument):
        pdf.render(f'<img src="{address}" alt="x">', images={}, on_progress=silent)


def test_a_picture_that_cannot_be_drawn_ends_the_rendering():
    with pytest.raises(pdf.IncompleteDocument):
        pdf.render('<img src="image:chart" alt="x">', images={"chart": "this is no svg"}, on_progress=silent)


def test_progress_only_rises_and_names_the_page(long_report):
    told: list[tuple[str, int]] = []
    page = documents.compose(long_report)
    pdf.render(page.html, images=page.images, on_progress=lambda *news: told.append(news), expected_pages=4)
    percents = [percent for _, percent in told]
    assert percents == sorted(percents)
    assert 0 <= percents[0] < percents[-1] < 100
    assert ("menata halaman 2", 34) in told
    assert any(step.startswith("menggambar halaman 2 dari") for step, _ in told)


def test_whoever_watches_can_stop_the_rendering_at_any_step(long_report):
    page = documents.compose(long_report)
    whole = pdf.render(page.html, images=page.images, on_progress=silent)

    class Enough(Exception):
        pass

    for limit in (0, 10, 40, 70, 84):

        def stop(step: str, percent: int, limit=limit) -> None:
            if percent >= limit:
                raise Enough

        with pytest.raises(Enough):
            pdf.render(page.html, images=page.images, on_progress=stop)
    assert pdf.render(page.html, images=page.images, on_progress=silent).content == whole.content


def test_the_environment_is_left_as_it_was(items, queued, monkeypatch):
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    read(queued)
    assert "FONTCONFIG_FILE" not in os.environ


def test_the_data_travel_inside_as_a_table(items, queued):
    reader = read(queued)
    (content,) = reader.attachments["data.csv"]
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Nomor;Aksi;Penanggung jawab;Satuan;Target")
    assert len(lines) == 5  # the restricted item is counted, and told nowhere
    late = next(line for line in lines if "Satgas kelurahan" in line)
    assert ";10;4;40;" in late
    assert late.endswith(";2024-05-31;30;2024-03-01")
    associated = reader.trailer["/Root"]["/AF"]
    assert len(associated) == 1
    assert associated[0].get_object()["/AFRelationship"] == "/Data"


def test_the_contents_lead_to_the_pages_they_name(items, queued):
    first, *_, last = read(queued).pages
    words = [annotation.get_object()["/Contents"] for annotation in first["/Annots"]]
    assert words[0] == "Perlu perhatian"
    assert words[-1] == "Lampiran: rincian butir aksi"
    assert re.search(r"rincian butir aksi[ .]*3\b", first.extract_text())
    assert last.mediabox.width > last.mediabox.height


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("f4", (215, 330))])
def test_the_paper_is_the_one_asked_for(items, period, staff, paper, size):
    pages = read(services.request_report(period, by=staff, paper=paper)).pages
    width, height = (round(float(side) * 25.4 / 72) for side in (pages[0].mediabox.width, pages[0].mediabox.height))
    assert (width, height) == size
    assert round(float(pages[-1].mediabox.width) * 25.4 / 72) == height


def test_tables_repeat_their_head_and_the_signature_stands_under_text(long_report):
    pages = [page.extract_text() for page in read(long_report).pages]
    annex = next(number for number, text in enumerate(pages) if number and "Lampiran: rincian butir aksi" in text)
    assert len(pages) - annex > 1
    assert all("Realisasi" in text for text in pages[annex:])
    (signed,) = (text for text in pages if "Kepala BNN Kota Malang," in text)
    assert "Cara membaca" in signed
