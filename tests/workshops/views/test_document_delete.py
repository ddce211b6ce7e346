import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from tests.factories import DocumentFactory
from workshops.models import Document, Workshop


@pytest.fixture
def document(workshop) -> Document:
    return DocumentFactory(workshop=workshop)


@pytest.fixture
def url(document):
    return reverse("workshops:document_delete", args=[document.pk])


def test_the_row_goes_and_the_file_with_it(signed_in, staff, document, url, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(staff).post(url)
    assert response["Location"] == reverse("workshops:workshop_documents", args=[document.workshop_id])
    assert not Document.objects.exists()
    assert not default_storage.exists(document.file.name)


def test_a_cancelled_workshop_keeps_its_papers(signed_in, staff, workshop, document, url):
    workshop.status = Workshop.Status.CANCELLED
    workshop.save()
    response = signed_in(staff).post(url, follow=True)
    assert "sudah dibatalkan" in response.content.decode()
    assert Document.objects.get() == document


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    assert signed_in(outsider).post(url).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url):
    assert signed_in(contact_person).post(url).status_code == 403


def test_looking_changes_nothing(signed_in, staff, url):
    assert signed_in(staff).get(url).status_code == 405
