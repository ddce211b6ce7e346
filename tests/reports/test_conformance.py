"""Every kind of document is an archive's PDF/A-3a and everybody's PDF/UA-1, however much or little it tells."""

import page
import pytest

from reports import documents, pdf, services
from reports.models import Report
from tests.reports.conftest import DATED_ON

PROFILES = ("3a", "ua1")


def render(report: Report) -> bytes:
    composed = documents.compose(report)
    return pdf.render(composed.html, images=composed.images, on_progress=lambda step, percent: None).content


def failures(content: bytes) -> list[str]:
    return [
        f"{profile}: {failure}"
        for profile in PROFILES
        for failure in page.validate_pdf_bytes(content, profile=profile).failures
    ]


@pytest.mark.parametrize("kind", documents.KINDS)
def test_a_review_copy_conforms(items, period, staff, kind):
    assert failures(render(services.request_report(period, by=staff, kind=kind))) == []


@pytest.mark.parametrize("kind", documents.KINDS)
def test_an_issued_document_conforms(items, period, staff, kind):
    report = services.request_report(period, by=staff, kind=kind)
    report.status, report.number, report.dated_on, report.edition = Report.Status.ISSUING, "B/12", DATED_ON, 1
    assert failures(render(report)) == []


@pytest.mark.parametrize("kind", documents.KINDS)
def test_a_document_without_any_item_conforms(period, staff, kind):
    assert failures(render(services.request_report(period, by=staff, kind=kind))) == []


def test_the_validator_sees_a_missing_claim():
    untagged = pdf.render("<p>x</p>", images={}, on_progress=lambda step, percent: None, is_tagged=False)
    assert len(failures(untagged.content)) > 1
