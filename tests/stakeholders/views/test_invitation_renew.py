import pytest
from django.core import mail

from stakeholders import services
from stakeholders.models import AccountInvitation, User


def url(invitation):
    return f"/akun/undangan/{invitation.pk}/kirim-ulang/"


def test_a_new_link_is_mailed_and_the_old_one_dies(client, signed_in, staff, invite):
    invitation, old = invite()
    page = signed_in(staff).post(url(invitation), follow=True)
    assert "Undangan dikirim ke baru@contoh.example." in page.content.decode()
    assert len(mail.outbox) == 1
    assert client.get(old).status_code == 404


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
    assert browser.post("/akun/undangan/999999/kirim-ulang/").status_code == 404
    assert browser.get(url(invitation)).status_code == 405
