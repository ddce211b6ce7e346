import pytest
from django.core import mail

from stakeholders.models import AccountInvitation

URL = "/akun/undangan/baru/"


@pytest.fixture
def data(dinas):
    return {
        "email": "baru@contoh.example",
        "name": "Orang Baru",
        "position": "contact_person",
        "institution": dinas.pk,
    }


def test_the_invitation_is_kept_and_mailed(signed_in, staff, data, dinas):
    page = signed_in(staff).post(URL, data, follow=True)
    assert page.redirect_chain == [("/akun/undangan/", 302)]
    assert "Undangan dikirim ke baru@contoh.example." in page.content.decode()
    invitation = AccountInvitation.objects.get()
    assert (invitation.institution, invitation.capacity, invitation.invited_by) == (dinas, "contact_person", staff)
    assert mail.outbox[0].to == ["baru@contoh.example"]


def test_the_leader_invites_bnns_own(signed_in, leader, data):
    answer = signed_in(leader).post(URL, data | {"position": "staff", "institution": ""})
    assert answer.status_code == 302
    assert AccountInvitation.objects.get().role == "staff"


def test_staff_cannot_invite_bnns_own(signed_in, staff, data):
    browser = signed_in(staff)
    assert "Staf P2M" not in browser.get(URL).content.decode().split("<main")[1]
    for position in ("staff", "leader"):
        assert browser.post(URL, data | {"position": position}).status_code == 422
    assert not AccountInvitation.objects.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"email": "bukan"}, "Tulis alamat surel yang lengkap"),
        ({"institution": ""}, "Instansi"),
        ({"institution": "999999"}, "Instansi"),
        ({"position": ""}, "Diundang sebagai"),
        ({"position": "official"}, "bukan anggota Forkopimda"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(signed_in, staff, data, change, why):
    page = signed_in(staff).post(URL, data | change)
    assert page.status_code == 422
    assert why in page.content.decode()
    assert 'value="Orang Baru"' in page.content.decode()
    assert not AccountInvitation.objects.exists()


def test_a_bnn_account_has_no_institution_and_the_others_have_one(signed_in, leader, data):
    browser = signed_in(leader)
    assert "Kosongkan instansi" in browser.post(URL, data | {"position": "staff"}).content.decode()
    assert "Pilih instansi" in browser.post(URL, data | {"institution": ""}).content.decode()


def test_an_absent_mail_server_keeps_the_invitation(signed_in, staff, data, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    page = signed_in(staff).post(URL, data, follow=True)
    assert "surelnya belum terkirim" in page.content.decode()
    assert AccountInvitation.objects.exists()


def test_the_institution_can_come_with_the_address(signed_in, staff, dinas):
    browser = signed_in(staff)
    assert f'value="{dinas.pk}" selected' in browser.get(f"{URL}?institution={dinas.pk}").content.decode()
    for nonsense in ("x", "9" * 40, "%00"):
        assert browser.get(f"{URL}?institution={nonsense}").status_code == 200


@pytest.mark.parametrize("who", ["contact_person", "coordinator", "official"])
def test_others_are_refused(request, signed_in, data, who):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(URL).status_code == browser.post(URL, data).status_code == 403
