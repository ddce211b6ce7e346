from django.contrib.auth import get_user

from tests.factories.stakeholders import PASSWORD

URL = "/sandi/ganti/"
NEW = "tujuh payung biru"


def sign_in(client, user):
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    return client


def test_the_password_changes_and_other_devices_are_signed_out(client, contact_person):
    here, there = sign_in(client, contact_person), sign_in(type(client)(), contact_person)
    answer = here.post(URL, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.url == "/akun/"
    contact_person.refresh_from_db()
    assert contact_person.check_password(NEW)
    assert get_user(here) == contact_person
    assert there.get("/akun/").status_code == 302
    assert here.get("/akun/perangkat/").content.decode().count("card-row-title") == 1


def test_a_refused_form_says_why_and_changes_nothing(signed_in, contact_person):
    page = signed_in(contact_person).post(URL, {"oldpassword": "keliru", "password1": NEW, "password2": NEW})
    assert page.status_code == 422
    assert "Kata sandi sekarang tidak cocok." in page.content.decode()
    contact_person.refresh_from_db()
    assert contact_person.check_password(PASSWORD)


def test_an_account_without_a_password_is_sent_to_make_one(signed_in, staff):
    staff.set_unusable_password()
    staff.save()
    assert signed_in(staff).get(URL).url == "/sandi/buat/"


def test_signing_in_comes_first(client, db):
    assert client.get(URL).url == f"/masuk/?next={URL}"
