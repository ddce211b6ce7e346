"""The page that shows every part: nothing in templates/partials may be missing from it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bnn_portal.templatetags.portal import STATUS_LOOKS
from reports.views.style_guide import statuses

pytestmark = pytest.mark.django_db

# These need the page that they belong to.
PAGE_BOUND = {"_draft.html"}


@pytest.fixture
def response(signed_in, staff):
    return signed_in(staff).get(reverse("style_guide"))


def test_shows_every_partial(response):
    assert response.status_code == 200
    shown = {template.name for template in response.templates if template.name}
    partials = {path.name for path in (settings.BASE_DIR / "templates/partials").iterdir()}
    assert {name for name in partials - PAGE_BOUND if f"partials/{name}" not in shown} == set()
    assert partials >= PAGE_BOUND


def test_shows_every_status(response):
    """A status with a look that no row can have would be a leftover."""
    assert {value for _thing, words in statuses() for value, _label in words} == set(STATUS_LOOKS)


def test_is_refused_to_everyone_outside_bnn(signed_in, contact_person, official):
    for user in (contact_person, official):
        assert signed_in(user).get(reverse("style_guide")).status_code == 403


def test_sends_the_anonymous_to_the_sign_in_page():
    assert Client().get(reverse("style_guide")).status_code == 302


def test_refuses_a_post(signed_in, staff):
    assert signed_in(staff).post(reverse("style_guide")).status_code == 405
