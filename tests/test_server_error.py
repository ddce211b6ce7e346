"""Whatever breaks, the answer is a page in Indonesian, with every security header on it."""

import pytest
from django.db import close_old_connections, connection
from django.test import Client

from bnn_portal.middleware import PERMISSIONS_POLICY


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_database_that_went_away_costs_one_friendly_answer(signed_in, staff):
    client = signed_in(staff)
    client.raise_request_exception = False
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"terminat|closed"):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    response = client.get("/workshop/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    close_old_connections()  # as the server does before each request
    assert client.get("/workshop/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/masuk/", "/tidak/ada/", "/workshop/"])
def test_every_answer_carries_the_security_headers(path):
    response = Client().get(path)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Permissions-Policy"] == PERMISSIONS_POLICY
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_no_browser_keeps_a_personal_page(signed_in, contact_person):
    browser = signed_in(contact_person)
    for path in ("/tugas/", "/akun/", "/tidak/ada/", "/akun/daftar/"):
        assert browser.get(path).headers["Cache-Control"] == "private, no-store"
