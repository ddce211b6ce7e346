import pytest
from django.forms import model_to_dict
from django.urls import reverse

from tests.factories import InstitutionFactory


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_update", args=[workshop.pk])


@pytest.fixture
def data(workshop):
    facts = model_to_dict(workshop, ["theme", "kind", "held_on", "venue", "organiser", "led_by"])
    return facts | {"version": workshop.version}


def test_it_is_saved(signed_in, staff, workshop, url, data, polresta):
    response = signed_in(staff).post(url, data | {"venue": "Aula baru", "partners": [polresta.pk]})
    assert response.status_code == 302
    workshop.refresh_from_db()
    assert (workshop.venue, workshop.version, workshop.edited_by) == ("Aula baru", 2, staff)
    assert list(workshop.partners.all()) == [polresta]


def test_a_deactivated_partner_stays(signed_in, staff, workshop, url, data, polresta):
    workshop.partners.add(polresta)
    polresta.is_active = False
    polresta.save()
    response = signed_in(staff).post(url, data | {"partners": [polresta.pk]})
    assert response.status_code == 302
    assert list(workshop.partners.all()) == [polresta]


def test_it_takes_the_same_statements_for_many_partners(signed_in, staff, url, data, django_assert_num_queries):
    """All partners change."""
    client = signed_in(staff)
    client.post(url, data | {"partners": [InstitutionFactory().pk]})
    for version, count in ((2, 1), (3, 3), (4, 50)):
        partners = [one.pk for one in InstitutionFactory.create_batch(count)]
        with django_assert_num_queries(17):
            assert client.post(url, data | {"version": version, "partners": partners}).status_code == 302


def test_a_refusal_keeps_what_was_typed(signed_in, staff, workshop, url, data):
    response = signed_in(staff).post(url, data | {"venue": "", "led_by": "Direktur Uji"})
    assert response.status_code == 422
    assert "Direktur Uji" in response.content.decode()
    assert "Wajib diisi." in response.content.decode()


def test_what_the_service_refuses_is_said(signed_in, staff, workshop, url, data):
    response = signed_in(staff).post(url, data | {"held_on": "2999-01-01"})
    assert response.status_code == 422
    assert "tanggalnya tidak dapat di masa depan" in response.content.decode()


def test_a_stale_edit_shows_both_texts(signed_in, staff, leader, url, data):
    signed_in(leader).post(url, data | {"venue": "Aula mereka"})

    response = signed_in(staff).post(url, data | {"venue": "Aula saya"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Aula mereka" in page
    assert "Aula saya" in page
    assert leader.name in page
    assert signed_in(staff).post(url, data | {"venue": "Aula saya", "version": 2}).status_code == 302


def test_an_outsider_finds_nothing(signed_in, outsider, url, data):
    client = signed_in(outsider)
    assert client.get(url).status_code == 404
    assert client.post(url, data).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url, data):
    client = signed_in(contact_person)
    assert client.get(url).status_code == 403
    assert client.post(url, data).status_code == 403


def test_other_methods_are_refused(signed_in, staff, url):
    assert signed_in(staff).delete(url).status_code == 405
