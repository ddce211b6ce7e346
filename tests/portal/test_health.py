import pytest
from celery import current_app
from django.urls import reverse


def test_healthz_answers_anyone_without_asking_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get(reverse("healthz")).content == b"ok\n"


def test_readyz_says_which_part_is_away(client, db):
    """No worker runs beside the tests."""
    answer = client.get(reverse("readyz"))
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "broker": True, "disk": True, "worker": False}


def test_readyz_answers_while_the_broker_is_away(client, db, monkeypatch, tmp_path):
    # As items, not attributes: those read through to each other, and undoing would pin what was unset before.
    monkeypatch.setitem(current_app.conf, "broker_read_url", None)
    monkeypatch.setitem(current_app.conf, "broker_write_url", None)
    monkeypatch.setitem(current_app.conf, "broker_url", f"redis+socket://{tmp_path}/away.sock")
    answer = client.get(reverse("readyz"))
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "broker": False, "disk": True, "worker": False}


@pytest.mark.parametrize("name", ["healthz", "readyz"])
def test_nothing_can_be_posted(client, name):
    assert client.post(reverse(name)).status_code == 405
