from django.core import mail

URL = "/sandi/lupa/"


def test_the_link_is_mailed_under_the_portals_own_address(client, staff, settings):
    settings.PORTAL_URL = "https://kotan.contoh.go.id"
    page = client.post(URL, {"email": staff.email}, follow=True)
    assert page.redirect_chain == [("/masuk/", 302)]
    assert "Surel sudah dikirim" in page.content.decode()
    assert mail.outbox[0].subject == "Kata sandi baru untuk Portal KOTAN Kota Malang"
    assert "https://kotan.contoh.go.id/sandi/baru/" in mail.outbox[0].body


def test_an_unknown_address_sees_the_same_and_is_told_by_mail(client, db):
    page = client.post(URL, {"email": "tak@ada.id"}, follow=True)
    assert page.redirect_chain == [("/masuk/", 302)]
    assert "Surel sudah dikirim" in page.content.decode()
    assert "tidak mempunyai akun" in mail.outbox[0].body


def test_a_refused_form_says_why(client, db):
    assert client.post(URL, {"email": ""}).status_code == 422
