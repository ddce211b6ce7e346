"""Every kind of document is an archive's PDF/A-3a and everybody's PDF/UA-1, however much or little it tells."""

import io
import zlib

import page
import pikepdf
import pydyf
import pytest

from reports import documents, finishing, pdf, services
from reports.models import Report
from tests.factories.workshops import AttendanceFactory
from tests.reports.conftest import DATED_ON

PROFILES = ("3a", "ua1")


def render(report: Report) -> bytes:
    composed = documents.compose(report)
    return pdf.render(
        composed.html, images=composed.images, files=composed.files, on_progress=lambda step, percent: None
    ).content


def failures(content: bytes) -> list[str]:
    return [
        f"{profile}: {failure}"
        for profile in PROFILES
        for failure in page.validate_pdf_bytes(content, profile=profile).failures
    ]


@pytest.mark.parametrize("kind", documents.KINDS)
def test_a_review_copy_conforms(ask, kind):
    assert failures(render(ask(kind))) == []


@pytest.mark.parametrize("kind", documents.KINDS)
def test_an_issued_document_conforms(ask, kind):
    report = ask(kind, **dict.fromkeys(documents.KINDS[kind].texts, "Satu\nDua"))
    report.status, report.number, report.dated_on, report.edition = Report.Status.ISSUING, "B/12", DATED_ON, 1
    assert failures(render(report)) == []


@pytest.mark.parametrize("kind", [Report.Kind.PROGRESS, Report.Kind.SUMMARY, Report.Kind.INSTITUTION])
def test_a_document_without_any_item_conforms(period, staff, dinas, kind):
    institution = dinas if kind == Report.Kind.INSTITUTION else None
    assert failures(render(services.request_report(period, by=staff, kind=kind, institution=institution))) == []


def test_the_report_of_an_event_conforms_with_its_table_inside(ask, event, dinas):
    AttendanceFactory(workshop=event, institution=dinas)
    report = ask(Report.Kind.WORKSHOP)
    assert documents.compose(report).files
    assert failures(render(report)) == []


def test_the_validator_sees_a_missing_claim():
    untagged = pdf.render("<p>x</p>", images={}, on_progress=lambda step, percent: None, is_tagged=False)
    assert len(failures(untagged.content)) > 1


def test_a_stream_that_ends_in_a_carriage_return_is_not_misread():
    words = [b"y" * length for length in range(1, 1_000)]
    unlucky = [word for word in words if zlib.compress(word, 9)[-1:] == b"\r"]
    assert unlucky
    document = pydyf.PDF()
    for word in unlucky:
        document.add_object(pydyf.Stream([word], compress=True))
    written = io.BytesIO()
    document.write(written, compress=True)
    before, after = written.getvalue(), finishing.end_streams_clearly(written.getvalue())
    assert before.count(b"\r\nendstream") >= len(unlucky)
    assert after.count(b"\r\r\nendstream") == before.count(b"\r\nendstream")
    assert len(after) == len(before)
    with pikepdf.open(io.BytesIO(after)) as read:
        streams = [one.read_bytes() for one in read.objects if isinstance(one, pikepdf.Stream)]
    assert set(unlucky) <= set(streams)
