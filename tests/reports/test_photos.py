"""Pictures of the evidence: on request only, by hash, and never in the way of a report."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pypdf import PdfReader

from action_plans.models import ProgressUpdate
from bnn_portal.files import CheckedFile
from reports import documents, pdf, photos, services
from reports.models import Report
from tests.factories import EvidenceFactory


def jpeg(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (48, 32), colour).save(content, "JPEG")
    return content.getvalue()


@pytest.fixture
def photo(items):
    """A photo of what was told and accepted of the late item."""
    update = items["late"].updates.get()
    checked = CheckedFile(jpeg("red"), jpeg("red"), "satgas.jpg", "image/jpeg")
    return EvidenceFactory(update=update, caption="<i>Pelantikan</i> satgas", **checked.columns())


@pytest.fixture
def asked(photo, period, staff) -> Report:
    return services.request_report(period, by=staff, has_photos=True)


def drawn(report: Report) -> tuple[str, int]:
    """The words of the document, and how many photos it holds."""
    page = documents.compose(report)
    document = pdf.render(page.html, images=page.images, on_progress=lambda step, percent: None)
    pages = PdfReader(io.BytesIO(document.content)).pages
    return " ".join(page.extract_text() for page in pages), sum(
        image.name.endswith(".jpg") for image in pages[-1].images
    )


def test_photos_come_with_their_caption(asked):
    words, pictures = drawn(asked)
    assert pictures == 1
    assert "<i>Pelantikan</i> satgas" in words
    assert words.count("Lampiran: foto bukti") == 2  # the contents name it


def test_nobody_gets_photos_unasked(photo, period, staff):
    report = services.request_report(period, by=staff)
    assert "photos" not in documents.read_snapshot(report.snapshot)
    assert "foto bukti" not in drawn(report)[0]


@pytest.mark.parametrize("content", [None, jpeg("blue"), jpeg("red")[:200], b""])
def test_a_photo_that_is_gone_another_or_broken_is_said_to_be_missing(asked, photo, content):
    default_storage.delete(photo.thumbnail.name)
    if content is not None:
        default_storage.save(photo.thumbnail.name, io.BytesIO(content))
    words, pictures = drawn(asked)
    assert "Foto tidak tersedia" in words
    assert pictures == 0


def test_a_photo_that_was_broken_from_the_start_is_said_to_be_missing(photo, period, staff):
    default_storage.delete(photo.thumbnail.name)
    default_storage.save(photo.thumbnail.name, io.BytesIO(jpeg("red")[:200]))
    assert "Foto tidak tersedia" in drawn(services.request_report(period, by=staff, has_photos=True))[0]


def test_only_photos_of_accepted_updates_of_listed_items_are_taken(items, photo, period, staff):
    ProgressUpdate.objects.filter(pk=photo.update_id).update(status=ProgressUpdate.Status.SUBMITTED)
    assert documents.read_snapshot(services.request_report(period, by=staff, has_photos=True).snapshot)["photos"] == []


def test_no_more_photos_than_a_few_pages_hold(photo, period, staff, monkeypatch):
    monkeypatch.setattr(photos, "MOST", 1)
    checked = CheckedFile(jpeg("blue"), jpeg("blue"), "lain.jpg", "image/jpeg")
    newer = EvidenceFactory(update=photo.update, caption="Lebih baru", **checked.columns())
    (taken,) = documents.read_snapshot(services.request_report(period, by=staff, has_photos=True).snapshot)["photos"]
    assert taken["file"] == newer.thumbnail.name
