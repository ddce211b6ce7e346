import pytest

from stakeholders import services
from stakeholders.models import AccountInvitation, User


def url(invitation):
    return f"/akun/undangan/{invitation.pk}/cabut/"


def test_the_link_stops_working(client, signed_in, staff, invite):
    invitation, path = invite()
    page = signed_in(staff).post(url(invitation), follow=True)
    assert "dicabut" in page.content.decode()
    assert client.get(path).status_code == 410


def test_a_used_one_is_refused_and_says_why(signed_in, staff, invite):
    invitation, _ = invite()
    services.accept_invitation(invitation, name="Orang Baru", password="tujuh payung biru")
    page = signed_in(staff).post(url(invitation), follow=True)
    assert "sudah dipakai" in page.content.decode()


def test_an_invitation_to_bnn_is_the_leaders_matter(signed_in, staff, leader, invite):
    invitation, _ = invite(by=leader, role=User.Role.STAFF)
    assert signed_in(staff).post(url(invitation)).status_code == 403
    assert signed_in(leader).post(url(invitation)).status_code == 302


@pytest.mark.parametrize("who", ["contact_person", "coordinator", "official"])
def test_for_others_it_does_not_exist(request, signed_in, invite, who):
    invitation, _ = invite()
    browser = signed_in(request.getfixturevalue(who))
    assert browser.post(url(invitation)).status_code == 404
    assert AccountInvitation.objects.values().get() == AccountInvitation.objects.filter(revoked_at=None).values().get()


def test_a_missing_one_and_a_get(signed_in, staff, invite):
    invitation, _ = invite()
    browser = signed_in(staff)
    assert browser.post("/akun/undangan/999999/cabut/").status_code == 404
    assert browser.get(url(invitation)).status_code == 405
