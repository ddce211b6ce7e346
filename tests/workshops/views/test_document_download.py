import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from tests.factories import DocumentFactory
from workshops.models import Document


@pytest.fixture
def document(workshop) -> Document:
    return DocumentFactory(workshop=workshop, original_name="Materi “pagi”.pdf")


@pytest.mark.parametrize("who", ["staff", "contact_person"])
def test_whoever_sees_the_workshop_saves_its_papers(who, request, signed_in, document):
    response = signed_in(request.getfixturevalue(who)).get(document.get_absolute_url())
    assert b"".join(response.streaming_content) == b"%PDF-1.4 uji"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Materi%20%E2%80%9Cpagi%E2%80%9D.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", Document.RESTRICTED_KINDS)
def test_papers_that_name_persons_stay_with_bnn(signed_in, staff, contact_person, workshop, kind):
    url = DocumentFactory(workshop=workshop, kind=kind).get_absolute_url()
    assert signed_in(contact_person).get(url).status_code == 404
    response = signed_in(staff).get(url)
    assert response.status_code == 200
    response.close()


def test_a_file_that_is_gone_is_not_found(signed_in, staff, document):
    default_storage.delete(document.file.name)
    assert signed_in(staff).get(document.get_absolute_url()).status_code == 404


def test_an_outsider_finds_nothing(signed_in, outsider, client, document):
    assert signed_in(outsider).get(document.get_absolute_url()).status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 302
    assert signed_in(outsider).get(reverse("workshops:document_download", args=[10**17])).status_code == 404


def test_other_methods_are_refused(signed_in, staff, document):
    assert signed_in(staff).post(document.get_absolute_url()).status_code == 405
