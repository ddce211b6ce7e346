import pytest
from django.urls import reverse

from tests.factories import InvitationFactory
from workshops.models import Invitation


@pytest.fixture
def invitation(workshop) -> Invitation:
    return workshop.invitations.get()


@pytest.fixture
def url(invitation):
    return reverse("workshops:invitation_answer", args=[invitation.pk])


@pytest.mark.parametrize("who", ["contact_person", "staff"])
@pytest.mark.parametrize("answer", ["coming", "declined", "represented"])
def test_the_invited_or_bnn_answers(who, answer, request, signed_in, invitation, url):
    user = request.getfixturevalue(who)
    response = signed_in(user).post(url, {"status": answer, "note": "Dua orang"}, follow=True)
    assert response.redirect_chain == [(invitation.workshop.get_absolute_url(), 302)]
    assert "Jawaban Dinas Pendidikan tercatat." in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.status == answer
    assert (invitation.status_changes.get().by, invitation.status_changes.get().note) == (user, "Dua orang")


@pytest.mark.parametrize("data", [{}, {"status": "draft"}, {"status": "coming", "note": "a\x00b"}])
def test_no_proper_answer_is_refused_in_words(signed_in, contact_person, invitation, url, data):
    response = signed_in(contact_person).post(url, data, follow=True)
    assert "Pilih salah satu jawaban" in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.status == Invitation.Status.SENT


def test_a_second_answer_is_refused_in_words(signed_in, contact_person, invitation, url):
    client = signed_in(contact_person)
    client.post(url, {"status": "coming"})
    response = client.post(url, {"status": "declined"}, follow=True)
    assert "tidak dapat menjadi “Berhalangan”" in response.content.decode()


def test_an_unsent_invitation_does_not_exist_for_the_invited(signed_in, contact_person, invitation, url):
    invitation.status = Invitation.Status.DRAFT
    invitation.save()
    assert signed_in(contact_person).post(url, {"status": "coming"}).status_code == 404


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    assert signed_in(outsider).post(url, {"status": "coming"}).status_code == 404


def test_another_guest_finds_nothing_either(signed_in, outsider, workshop, url, polresta):
    InvitationFactory(workshop=workshop, institution=polresta)
    assert signed_in(outsider).post(url, {"status": "coming"}).status_code == 404


def test_who_only_reads_for_the_institution_may_not_answer(signed_in, official, workshop, polresta):
    invitation = InvitationFactory(workshop=workshop, institution=polresta)
    url = reverse("workshops:invitation_answer", args=[invitation.pk])
    assert signed_in(official).post(url, {"status": "coming"}).status_code == 403


def test_looking_changes_nothing(signed_in, staff, url):
    assert signed_in(staff).get(url).status_code == 405
