import pytest
from django.core.files.base import ContentFile

from tests.factories import DocumentFactory
from workshops.models import Document


@pytest.fixture
def photo(workshop) -> Document:
    thumbnail = ContentFile(b"\xff\xd8kecil", name="thumbnail.jpg")
    return DocumentFactory(workshop=workshop, kind=Document.Kind.PHOTO, thumbnail=thumbnail)


def test_whoever_sees_the_workshop_sees_its_photos_small(signed_in, contact_person, photo):
    response = signed_in(contact_person).get(photo.get_thumbnail_url())
    assert b"".join(response.streaming_content) == b"\xff\xd8kecil"
    assert response["Content-Disposition"].startswith("inline;")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "sandbox"


def test_a_paper_has_none(signed_in, staff, workshop):
    assert signed_in(staff).get(DocumentFactory(workshop=workshop).get_thumbnail_url()).status_code == 404


def test_an_outsider_finds_nothing(signed_in, outsider, photo):
    assert signed_in(outsider).get(photo.get_thumbnail_url()).status_code == 404


def test_other_methods_are_refused(signed_in, staff, photo):
    assert signed_in(staff).post(photo.get_thumbnail_url()).status_code == 405
