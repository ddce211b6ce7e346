"""Where there is nothing yet, a page says what that means and what to do next. Pages are found by walking the routes.

The database holds the cast and what migrations bring, nothing else.
"""

import re

import pytest
from django.conf import settings
from django.urls import resolve, reverse
from django.views.generic.list import MultipleObjectMixin

from bnn_portal.access import ANONYMOUS, WHO, declared_routes

EMPTY = '<div class="empty">'
MATCHES_NOTHING = "?q=zqxwv"
TEMPLATES = settings.BASE_DIR / "templates"


@pytest.fixture
def pages(request, signed_in, client):
    """(path, its browser, the answer) of every page without an object that this person may open."""

    def open_as(who: str):
        browser = client if who == ANONYMOUS else signed_in(request.getfixturevalue(who))
        for route in declared_routes():
            if not route.arguments and route.access.get == 200:
                path = reverse(route.name)
                response = browser.get(path)
                if response.status_code == 200 and not response.streaming and b"<html" in response.content:
                    yield path, browser, response

    return open_as


def lists_something(response, path: str) -> bool:
    """A list, or a page that knows what to say when it has nothing to show."""
    view = getattr(resolve(path).func, "view_class", None)
    sources = {template.source for template in response.templates}
    return (view is not None and issubclass(view, MultipleObjectMixin)) or any(
        '{% include "partials/_empty.html"' in source for source in sources
    )


@pytest.mark.parametrize("who", WHO)
def test_every_list_says_what_to_do_next(db, pages, who):
    swept = []
    for path, browser, response in pages(who):
        page = response.content.decode()
        if lists_something(response, path):
            swept.append(path)
            if EMPTY not in page and 'name="q"' in page:
                # Institutions and accounts are never none: ask for those that are not there.
                page = browser.get(path + MATCHES_NOTHING).content.decode()
            if EMPTY not in page:
                assert response.context["object_list"], f"{path} is empty and says nothing"
        for empty in page.split(EMPTY)[1:]:
            words = empty.partition("</div>")[0]
            address = re.search(r'<a class="btn [^>]*href="([^"]+)"', words)
            assert address, f"{path} names no next step: {words}"
            assert browser.get(address[1]).status_code == 200, f"{path} leads {who} to {address[1]}"
    assert len(swept) >= (2 if who == ANONYMOUS else 5), swept


def test_no_empty_state_forgets_the_next_step():
    """Those that no empty database shows: of a filter, of somebody without an institution."""
    includes = [
        (file.relative_to(TEMPLATES), line)
        for file in TEMPLATES.rglob("*.html")
        for line in file.read_text().splitlines()
        if '{% include "partials/_empty.html"' in line
    ]
    assert len(includes) > 20
    assert [(str(name), line) for name, line in includes if not re.search(r' url=\S+ label="', line)] == []
