"""Every route is declared, and answers everyone as it declares. A route without a declaration fails here."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from bnn_portal.access import declared_routes
from bnn_portal.management.commands.access_matrix import ask_everything

pytestmark = pytest.mark.django_db


def test_every_route_declares_its_access():
    assert [route.name for route in declared_routes() if route.access is None] == []


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the demo answers, asked once; the demo is rolled back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", stdout=StringIO())
        asked = list(ask_everything())
        transaction.set_rollback(True)
    return asked


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
