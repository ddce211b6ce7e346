import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.factories import DocumentFactory
from workshops.models import Document


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_documents", args=[workshop.pk])


def photo(name: str) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue())


def test_several_photos_are_kept_at_once(signed_in, staff, workshop, url):
    data = {"files": [photo("pagi.jpg"), photo("siang.jpg")], "kind": "photo", "caption": "Sesi diskusi"}
    response = signed_in(staff).post(url, data, follow=True)
    assert "2 berkas tersimpan." in response.content.decode()
    assert sorted(workshop.documents.values_list("original_name", "kind", "caption", "uploaded_by")) == [
        ("pagi.jpg", "photo", "Sesi diskusi", staff.pk),
        ("siang.jpg", "photo", "Sesi diskusi", staff.pk),
    ]


def test_keeping_takes_the_same_queries_for_many(signed_in, staff, url, django_assert_num_queries):
    client = signed_in(staff)
    for count in (1, 3, 10):
        photos = [photo(f"{number}.jpg") for number in range(count)]
        with django_assert_num_queries(7):
            assert client.post(url, {"files": photos, "kind": "photo"}).status_code == 302


def test_refused_files_are_named_and_none_is_kept(signed_in, staff, workshop, url):
    broken = SimpleUploadedFile("rusak.jpg", photo("x.jpg").read()[:100])
    data = {"files": [photo("utuh.jpg"), broken, SimpleUploadedFile("kosong.pdf", b"")], "kind": "photo"}
    response = signed_in(staff).post(url, data | {"caption": "Sesi diskusi"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "“rusak.jpg” rusak atau tidak utuh" in page
    assert "“kosong.pdf” kosong" in page
    assert "Sesi diskusi" in page
    assert not workshop.documents.exists()


def test_files_must_be_chosen_again_when_something_else_is_wrong(signed_in, staff, url):
    response = signed_in(staff).post(url, {"files": [photo("pagi.jpg")], "kind": "", "caption": "Sesi diskusi"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Pilih ulang berkas" in page
    assert "Sesi diskusi" in page


@pytest.mark.parametrize("data", [{}, {"kind": "photo"}, {"kind": "x\x00", "caption": "y" * 1000, "files": "teks"}])
def test_an_empty_or_hostile_post_is_refused_in_words(signed_in, staff, workshop, url, data):
    assert signed_in(staff).post(url, data).status_code == 422
    assert not Document.objects.exists()


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    client = signed_in(outsider)
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url):
    client = signed_in(contact_person)
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403


def test_other_methods_are_refused(signed_in, staff, url):
    assert signed_in(staff).put(url).status_code == 405


def test_the_page_takes_the_same_queries_for_many_rows(signed_in, staff, workshop, url, django_assert_num_queries):
    client = signed_in(staff)
    for count in (1, 2, 47):
        for _ in range(count):
            DocumentFactory(workshop=workshop)
        with django_assert_num_queries(4):
            assert client.get(url).status_code == 200
