"""Every route is declared, and answers everyone as it declares. A route without a declaration fails here."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from bnn_portal.access import CONTACT, STAFF, WHO, declared_routes
from bnn_portal.management.commands.access_matrix import ask_everything, objects_of
from bnn_portal.management.commands.seed_demo import ACCOUNTS
from bnn_portal.management.load import refresh_statistics
from stakeholders.models import User

pytestmark = pytest.mark.django_db


def test_every_route_declares_its_access():
    assert [route.name for route in declared_routes() if route.access is None] == []


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, built once for this module and rolled back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", stdout=StringIO())
        # Statistics from before the demo, or from one that was rolled back, make plans that run for minutes.
        refresh_statistics()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(demo, django_db_blocker):
    """What every route answers everyone, asked once."""
    with django_db_blocker.unblock():
        return list(ask_everything())


# Says whether broker and worker are there; the tests have no worker.
DEPENDS_ON_MACHINE = {"readyz"}


def test_every_route_answers_as_declared(answers):
    wrong = [
        f"{answer.status} instead of {expected}: {answer.method} {answer.path} as {answer.who} ({answer.object})"
        for route, answer in answers
        if route.name not in DEPENDS_ON_MACHINE
        and answer.status != (expected := route.access.expected(answer.method, answer.who, answer.object))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_object_is_asked_for_as_own_and_as_foreign(answers):
    """A route whose objects the demo lacks would be swept with nothing in hand."""
    asked = {(answer.route, answer.object) for _route, answer in answers}
    with_object = {route.name for route in declared_routes() if any(name.endswith("_id") for name in route.arguments)}
    lacking = {name for name in with_object if (name, "own") not in asked and (name, "foreign") not in asked}
    assert lacking == set()


def test_foreign_and_missing_look_the_same(answers):
    """Whoever may not see a foreign object cannot tell it from one that never was."""
    statuses = {(a.route, a.method, a.who, a.object): a.status for _route, a in answers}
    hidden = [
        key
        for key, status in statuses.items()
        if key[3] == "foreign" and status == 404 and statuses[(*key[:3], "missing")] != 404
    ]
    assert hidden == []


HOSTILE = {
    "control characters": "nol\x00 \x1b[31m \u202e terbalik \u200f 👮🏽 \ud7ff",
    "markup": "<script>alert(1)</script>{{ 7|add:7 }}{% csrf_token %}' OR 1=1 --",
    "a huge number": "9" * 400,
    "a negative number": "-1",
    "nonsense": "2024-99-99",
    "a path": "../../../etc/passwd",
    "a long text": "panjang " * 40_000,
}


@pytest.fixture(scope="module")
def pages(demo, django_db_blocker):
    """(client, path, names of the fields) of every page that staff or a contact person may open."""
    found = []
    with django_db_blocker.unblock():
        for who in (STAFF, CONTACT):
            user = User.objects.get(email=ACCOUNTS[who])
            cast = {who: User.objects.get(email=email) for who, email in ACCOUNTS.items() if who in WHO}
            for route in declared_routes():
                for thing, kwargs in objects_of(route, cast):
                    if thing in ("none", "own") and route.access.get == 200 and not route.access.is_public:
                        client = Client(raise_request_exception=False)
                        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
                        path = reverse(route.name, kwargs=kwargs)
                        response = client.get(path)
                        if response.streaming:
                            b"".join(response)
                        elif response.status_code == 200:
                            names = set(re.findall(r'name="([\w-]+)"', response.content.decode()))
                            found.append((client, path, names - {"csrfmiddlewaretoken"}, bool(route.access.post)))
    return found


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_a_browser_sends_ends_in_an_error(pages, value):
    failed = []
    for client, path, names, takes_post in pages:
        data = dict.fromkeys(names, value)
        # A long text does not fit an address; forms take it by POST.
        requests = [(client.get, data), (client.get, {"page": value})] if len(value) < 2000 else []
        requests += [(client.post, data)] if takes_post else []
        for request, data in requests:
            with transaction.atomic():
                if (status := request(path, data).status_code) >= 500:
                    failed.append(f"{status} {request.__name__} {path}")
                transaction.set_rollback(True)
    assert not failed, "\n".join(failed)


def test_the_pages_were_found(pages):
    """The sweep above has something to sweep."""
    assert sum(takes_post for *_, takes_post in pages) >= 15
    assert len(pages) >= 40
