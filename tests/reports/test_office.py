"""What the office's settings do to a document, and that a document keeps them by value."""

import io
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader

from bnn_portal.templatetags.portal import band
from reports import documents, pdf, services
from reports.models import Report
from stakeholders.models import OfficeSettings
from tests.factories.stakeholders import AppointmentFactory
from tests.reports.conftest import DATED_ON
from tests.reports.conftest import finished as ready_copy
from tests.reports.test_conformance import failures


def silent(step: str, percent: int) -> None:
    """Nobody watches."""


@pytest.fixture
def logo() -> bytes:
    content = io.BytesIO()
    Image.new("RGBA", (240, 120), (10, 40, 120, 200)).save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize("kind", [Report.Kind.PROGRESS, Report.Kind.SUMMARY])
def test_the_logo_is_drawn_and_kept_by_value(items, period, staff, logo, kind):
    OfficeSettings.objects.update(logo=logo)
    report = services.request_report(period, by=staff, kind=kind)
    OfficeSettings.objects.update(logo=b"")
    page = documents.compose(report)
    assert page.images["logo"] == logo
    document = pdf.render(page.html, images=page.images, files=page.files, on_progress=silent)
    assert failures(document.content) == []
    first = PdfReader(io.BytesIO(document.content)).pages[0]
    assert any((image.image.width, image.image.height) == (240, 120) for image in first.images)
    if kind == Report.Kind.SUMMARY:
        assert document.page_count == 1


def test_achievements_are_coloured_only_by_bands_that_the_office_set(items, period, staff):
    report = services.request_report(period, by=staff)
    assert "Warna capaian" not in documents.compose(report).html
    services.cancel_report(report, by=staff)
    OfficeSettings.objects.update(good_from=90, fair_from=45)
    html = documents.compose(services.request_report(period, by=staff)).html
    assert "hijau mulai 90 persen, kuning mulai 45 persen" in html
    for css_class, achievement in [("good", "100%"), ("fair", "50%"), ("poor", "40%")]:
        assert f'<td class="number {css_class}">{achievement}</td>' in html


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(None, ""), ("59.99", "poor"), ("60", "fair"), ("89.9", "fair"), ("90", "good"), ("250", "good")],
)
def test_a_band_begins_with_its_limit(percent, expected):
    assert band(percent, {"good_from": 90, "fair_from": 60}) == expected
    assert band(percent, {"good_from": None, "fair_from": None}) == ""
    assert band(percent, {}) == ""  # a snapshot from before there were bands


def test_whoever_stood_in_on_the_reports_date_signs(ready, office, leader):
    post = {"institution": office, "position_title": OfficeSettings.objects.get().signatory_title}
    AppointmentFactory(**post, person_name="Kepala Uji", starts_on=date(2024, 1, 1), ends_on=None)
    stand_in = {"acting": "Plh.", "starts_on": date(2024, 7, 5), "ends_on": date(2024, 7, 10)}
    AppointmentFactory(**post, **stand_in, person_name="Pengganti Uji", rank="", staff_number="")
    report = services.issue_report(ready, "B/12/VII/2024", DATED_ON, "ordinary", by=leader)
    assert report.signatory == "Pengganti Uji"
    html = documents.compose(report).html
    assert "Plh. Kepala BNN Kota Malang," in html
    ready_copy(report)
    second = services.request_report(report.period, by=leader)
    second = services.issue_report(ready_copy(second), "B/13/VII/2024", date(2024, 7, 11), "ordinary", by=leader)
    assert second.signatory.startswith("Kepala Uji")
    assert "Plh." not in documents.compose(second).html


def test_the_form_begins_with_the_offices_pattern_and_refuses_a_blank(ready, leader, signed_in, monkeypatch):
    OfficeSettings.objects.update(number_pattern="B/…/{bulan}/{tahun}/BNNK")
    monkeypatch.setattr(documents.clock, "today", lambda: date(2024, 11, 3))
    path = f"/laporan/{ready.pk}/terbitkan/"
    browser = signed_in(leader)
    assert 'value="B/…/XI/2024/BNNK"' in browser.get(path).content.decode()
    form = {"dated_on": "2024-07-08", "classification": "ordinary", "signing": "none", "version": ready.version}
    refused = browser.post(path, {**form, "number": "B/…/XI/2024/BNNK"})
    assert refused.status_code == 422
    assert "nomor dari buku agenda" in refused.content.decode()
    assert browser.post(path, {**form, "number": "B/7/XI/2024/BNNK"}).status_code == 302
