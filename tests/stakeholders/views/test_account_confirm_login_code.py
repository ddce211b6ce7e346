from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.core import mail
from django.utils import timezone

URL = "/masuk/kode/isi/"


@pytest.fixture
def code(client, staff):
    client.post("/masuk/kode/", {"email": staff.email})
    return mail.outbox[0].body.split("\n\n")[1].strip()


def test_the_mailed_code_opens_the_portal_where_it_was_wanted(client, staff, code):
    assert client.get(URL).status_code == 200
    assert client.post(f"{URL}?next=/instansi/", {"code": code}).url == "/instansi/"
    assert get_user(client) == staff


def test_a_wrong_code_is_refused_and_the_third_ends_it(client, code):
    answers = [client.post(URL, {"code": "SALAH0"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 302]
    assert "Kode tidak cocok" in answers[0].content.decode()
    assert client.post(URL, {"code": code}).url == "/masuk/kode/"
    assert get_user(client).is_anonymous


def test_a_code_works_in_the_browser_that_asked_for_it_only(client, code):
    assert type(client)().post(URL, {"code": code}).url == "/masuk/kode/"


def test_a_code_works_once(client, code):
    client.post(URL, {"code": code})
    client.post("/keluar/")
    assert client.post(URL, {"code": code}).url == "/masuk/kode/"


def test_a_code_runs_out(client, code):
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.post(URL, {"code": code})
    assert get_user(client).is_anonymous


def test_an_account_barred_meanwhile_does_not_get_in(client, staff, code):
    staff.is_active = False
    staff.save()
    client.post(URL, {"code": code})
    assert get_user(client).is_anonymous


def test_a_new_code_can_be_asked_for(client, code):
    assert client.post("/keluar/", {"next": "/masuk/kode/"}).url == "/masuk/kode/"
    assert client.get("/masuk/kode/").status_code == 200
