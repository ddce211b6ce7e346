import pytest
from django.urls import reverse

from workshops.models import Workshop


@pytest.fixture
def workshop(workshop):
    workshop.status = Workshop.Status.PLANNED
    workshop.save()
    return workshop


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_cancel", args=[workshop.pk])


def test_a_planned_workshop_is_called_off_for_a_reason(signed_in, staff, workshop, url):
    response = signed_in(staff).post(url, {"note": "Hotel tutup"}, follow=True)
    assert response.redirect_chain == [(workshop.get_absolute_url(), 302)]
    assert "Hotel tutup" in response.content.decode()
    workshop.refresh_from_db()
    assert workshop.status == Workshop.Status.CANCELLED


@pytest.mark.parametrize("note", ["", "   ", "a\x00b", "x" * 2001])
def test_without_a_proper_reason_it_is_refused_in_words(signed_in, staff, workshop, url, note):
    response = signed_in(staff).post(url, {"note": note}, follow=True)
    assert "Tulis alasan pembatalan" in response.content.decode()
    workshop.refresh_from_db()
    assert workshop.status == Workshop.Status.PLANNED


def test_a_held_workshop_cannot_be_called_off(signed_in, staff, workshop, url):
    workshop.status = Workshop.Status.HELD
    workshop.save()
    response = signed_in(staff).post(url, {"note": "Hotel tutup"}, follow=True)
    assert "tidak dapat menjadi “Dibatalkan”" in response.content.decode()


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    assert signed_in(outsider).post(url, {"note": "x"}).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url):
    assert signed_in(contact_person).post(url, {"note": "x"}).status_code == 403


def test_looking_changes_nothing(signed_in, staff, url):
    assert signed_in(staff).get(url).status_code == 405
