import pytest
from django.urls import reverse

from tests.factories import WorkshopFactory
from workshops.models import Workshop


@pytest.fixture
def workshop(workshop):
    workshop.status = Workshop.Status.PLANNED
    workshop.save()
    return workshop


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_hold", args=[workshop.pk])


def test_a_planned_workshop_is_marked_as_held(signed_in, staff, workshop, url):
    response = signed_in(staff).post(url, follow=True)
    assert response.redirect_chain == [(workshop.get_absolute_url(), 302)]
    assert "Workshop ditandai terlaksana." in response.content.decode()
    workshop.refresh_from_db()
    assert workshop.status == Workshop.Status.HELD


def test_before_its_day_it_is_refused_in_words(signed_in, staff):
    later = WorkshopFactory(status=Workshop.Status.PLANNED, held_on="2999-01-01")
    response = signed_in(staff).post(reverse("workshops:workshop_hold", args=[later.pk]), follow=True)
    assert "tanggalnya belum tiba" in response.content.decode()
    later.refresh_from_db()
    assert later.status == Workshop.Status.PLANNED


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    assert signed_in(outsider).post(url).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url):
    assert signed_in(contact_person).post(url).status_code == 403


def test_looking_changes_nothing(signed_in, staff, url):
    assert signed_in(staff).get(url).status_code == 405
