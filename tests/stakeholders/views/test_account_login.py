import pytest
from django.contrib.auth import get_user

from stakeholders.models import User
from tests.factories import UserFactory
from tests.factories.stakeholders import PASSWORD

URL = "/masuk/"


def test_email_and_password_open_the_portal(client, staff):
    response = client.post(URL, {"login": staff.email.upper(), "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/")
    assert get_user(client) == staff


def test_a_deep_link_survives_signing_in(client, staff):
    wanted = client.get("/instansi/?q=dinas").url
    assert client.post(wanted, {"login": staff.email, "password": PASSWORD}).url == "/instansi/?q=dinas"


def test_a_link_to_another_host_does_not(client, staff):
    answer = client.post(f"{URL}?next=https://jahat.example/", {"login": staff.email, "password": PASSWORD})
    assert answer.url == "/"


@pytest.mark.django_db
def test_wrong_password_and_unknown_address_read_the_same(client):
    account = UserFactory()
    pages = [
        client.post(URL, {"login": email, "password": "keliru-sekali-12"}) for email in (account.email, "tak@ada.id")
    ]
    assert [page.status_code for page in pages] == [422, 422]
    texts = [page.content.decode().replace(account.email, "tak@ada.id") for page in pages]
    assert all("Surel atau kata sandi tidak cocok." in text for text in texts)
    assert texts[0].split("<main")[1].split("csrf")[0] == texts[1].split("<main")[1].split("csrf")[0]


def test_a_refused_form_keeps_the_address_and_not_the_password(client, staff):
    page = client.post(URL, {"login": staff.email, "password": "keliru-sekali-12"}).content.decode()
    assert f'value="{staff.email}"' in page
    assert "keliru-sekali-12" not in page


def test_many_wrong_passwords_are_held_up(client, staff):
    for _ in range(5):
        client.post(URL, {"login": staff.email, "password": "keliru-sekali-12"})
    answer = client.post(URL, {"login": staff.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_an_inactive_account_does_not_get_in(client, staff):
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert client.post(URL, {"login": staff.email, "password": PASSWORD}).url == "/masuk/nonaktif/"
    assert get_user(client).is_anonymous


def test_an_account_loses_its_rights_on_the_next_request_after_it_is_barred(signed_in, staff):
    browser = signed_in(staff)
    assert browser.get("/akun/daftar/").status_code == 200
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert browser.get("/akun/daftar/").url.startswith(URL)


def test_who_is_signed_in_is_sent_on(signed_in, staff):
    assert signed_in(staff).get(URL).url == "/"


def test_hostile_input_is_refused_without_an_error(client, db):
    for login in ("\x00@contoh.example", "a" * 100_000 + "@contoh.example", "\u202emoc.liam@x", ""):
        assert client.post(URL, {"login": login, "password": "\x00"}).status_code == 422


def test_no_one_signs_up_by_themselves(client, db):
    page = client.get(URL).content.decode()
    assert "lewat undangan" in page
    for path in ("/masuk/daftar/", "/accounts/signup/", "/daftar/"):
        assert client.get(path).status_code in (302, 404)


def test_only_get_and_post(client, db):
    assert client.put(URL).status_code == 405
