import re

import pytest
from django.contrib.auth import get_user
from django.core import mail

NEW = "tujuh payung biru"


@pytest.fixture
def path(client, staff):
    client.post("/sandi/lupa/", {"email": staff.email})
    return re.search(r"/sandi/baru/\S+", mail.outbox[0].body)[0]


def test_a_new_password_is_set_once(client, staff, path):
    form_path = client.get(path).url
    assert client.get(form_path).status_code == 200
    page = client.post(form_path, {"password1": NEW, "password2": NEW}, follow=True)
    assert page.redirect_chain == [("/masuk/", 302)]
    assert "Kata sandi sudah diganti." in page.content.decode()
    client.post("/masuk/", {"login": staff.email, "password": NEW})
    assert get_user(client) == staff
    assert type(client)().get(path).status_code == 404


@pytest.mark.parametrize(
    ("password1", "password2", "why"),
    [
        (NEW, "lain lagi sekali", "kata sandi yang sama"),
        ("KotanMalang2023!", "KotanMalang2023!", "mudah ditebak"),
        ("pendek", "pendek", "terlalu pendek"),
        ("", "", "Wajib diisi"),
    ],
)
def test_a_refused_form_says_why(client, staff, path, password1, password2, why):
    form_path = client.get(path).url
    page = client.post(form_path, {"password1": password1, "password2": password2})
    assert page.status_code == 422
    assert why in page.content.decode()


def test_a_false_link_says_what_to_do(client, db):
    page = client.get("/sandi/baru/1/abc-def/")
    assert page.status_code == 404
    assert "Minta tautan baru" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["1/set-password", "tidak-ada/tidak-ada", "zzzzzzzzzzzzz/a-b", f"{'z' * 500}/x", "%00/x"]
)
def test_hostile_links_are_not_found(client, db, path):
    assert client.get(f"/sandi/baru/{path}/").status_code == 404
    assert client.post(f"/sandi/baru/{path}/").status_code == 404
