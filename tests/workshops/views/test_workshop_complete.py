import pytest
from django.urls import reverse

from tests.factories import AttendanceFactory, OutcomeFactory
from workshops.models import Workshop


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_complete", args=[workshop.pk])


def test_a_full_record_is_closed(signed_in, staff, workshop, url):
    AttendanceFactory(workshop=workshop)
    OutcomeFactory(workshop=workshop)
    response = signed_in(staff).post(url, follow=True)
    assert response.redirect_chain == [(workshop.get_absolute_url(), 302)]
    assert "Catatan workshop dinyatakan lengkap." in response.content.decode()
    workshop.refresh_from_db()
    assert workshop.status == Workshop.Status.DOCUMENTED


def test_what_is_missing_is_said(signed_in, staff, workshop, url):
    response = signed_in(staff).post(url, follow=True)
    assert "Isi peserta yang hadir dan hasil terlebih dahulu." in response.content.decode()
    workshop.refresh_from_db()
    assert workshop.status == Workshop.Status.HELD


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    assert signed_in(outsider).post(url).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url):
    assert signed_in(contact_person).post(url).status_code == 403


def test_looking_changes_nothing(signed_in, staff, url):
    assert signed_in(staff).get(url).status_code == 405
