from django.core import mail

from bnn_portal.templatetags.portal import breakable

URL = "/masuk/kode/"


def test_the_code_is_mailed(client, staff):
    answer = client.post(f"{URL}?next=/instansi/", {"email": staff.email})
    assert answer.url == "/masuk/kode/isi/?next=%2Finstansi%2F"
    message = mail.outbox[0]
    assert message.to == [staff.email]
    assert message.subject == "Kode masuk Portal KOTAN Kota Malang"
    assert "Kode masuk Anda" in message.body


def test_an_unknown_address_sees_the_same_and_is_told_by_mail(client, staff):
    pages = []
    for email in (staff.email, "tak@ada.id"):
        browser = type(client)()
        assert browser.post(URL, {"email": email}).status_code == 302
        pages.append(browser.get("/masuk/kode/isi/").content.decode().replace(breakable(email), "SUREL"))
    assert pages[0].split("<main")[1].split("csrf")[0] == pages[1].split("<main")[1].split("csrf")[0]
    assert mail.outbox[1].to == ["tak@ada.id"]
    assert "tidak mempunyai akun" in mail.outbox[1].body


def test_an_inactive_account_gets_no_code(client, staff):
    staff.is_active = False
    staff.save()
    client.post(URL, {"email": staff.email})
    assert "tidak mempunyai akun yang aktif" in mail.outbox[0].body


def test_a_refused_form_says_why(client, db):
    answer = client.post(URL, {"email": "bukan surel"})
    assert answer.status_code == 422
    assert "Tulis alamat surel yang lengkap" in answer.content.decode()
    assert 'value="bukan surel"' in answer.content.decode()


def test_asking_again_and_again_is_held_up(client, staff):
    answers = [type(client)().post(URL, {"email": staff.email}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 422]


def test_an_absent_mail_server_is_said_and_is_no_error_page(client, staff, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    for email in (staff.email, "tak@ada.id"):
        page = type(client)().post(URL, {"email": email}, follow=True)
        assert page.redirect_chain == [(URL, 302)]
        assert "Surel belum dapat dikirim" in page.content.decode()


def test_who_is_signed_in_is_sent_on(signed_in, staff):
    assert signed_in(staff).get(URL).status_code == 302
