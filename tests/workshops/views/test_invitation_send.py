import pytest
from django.urls import reverse

from tests.factories import InvitationFactory
from workshops.models import Invitation


@pytest.fixture
def url(workshop):
    return reverse("workshops:invitation_send", args=[workshop.pk])


def test_drafts_are_sent_and_their_institution_sees_the_workshop(signed_in, staff, outsider, workshop, url, polresta):
    InvitationFactory(workshop=workshop, institution=polresta, status=Invitation.Status.DRAFT)
    assert signed_in(outsider).get(workshop.get_absolute_url()).status_code == 404
    response = signed_in(staff).post(url, follow=True)
    assert "1 undangan ditandai terkirim" in response.content.decode()
    assert signed_in(outsider).get(workshop.get_absolute_url()).status_code == 200


def test_it_takes_the_same_queries_for_many(signed_in, staff, workshop, url, django_assert_num_queries):
    client = signed_in(staff)
    for count in (1, 3, 50):
        InvitationFactory.create_batch(count, workshop=workshop, status=Invitation.Status.DRAFT)
        with django_assert_num_queries(9):
            assert client.post(url).status_code == 302
    assert not workshop.invitations.filter(status=Invitation.Status.DRAFT).exists()


def test_nothing_to_send_is_said(signed_in, staff, url):
    assert "Tidak ada undangan" in signed_in(staff).post(url, follow=True).content.decode()


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    assert signed_in(outsider).post(url).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url):
    assert signed_in(contact_person).post(url).status_code == 403


def test_looking_changes_nothing(signed_in, staff, url):
    assert signed_in(staff).get(url).status_code == 405
