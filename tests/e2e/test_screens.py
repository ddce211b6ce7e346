"""Every screen, for everyone who sees it: what can be said of it without knowing what it is for.

The pages are found by walking the routes. What people do with the screens is in `test_using_the_screens.py`.
"""

import json
from collections import defaultdict
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from bnn_portal.access import ANONYMOUS, WHO

pytestmark = pytest.mark.e2e

FOLDER = Path(__file__).parent
CHECKS = (FOLDER / "screen.js").read_text()
AXE = FOLDER / "axe.min.js"

WIDTHS = {320: 640, 360: 740, 768: 1024, 1280: 900}
USUAL = [(360, "light"), (1280, "dark")]
UNUSUAL = [(width, scheme) for width in WIDTHS for scheme in ("light", "dark") if (width, scheme) not in USUAL]
PHONE = 480
FIRST_PAGE_BYTES = 200_000


@pytest.fixture(scope="session")
def screens(portal) -> dict[str, list[dict]]:
    """Who → the pages that open for them, asked of the running portal itself."""
    found = defaultdict(list)
    for page in json.loads(portal.manage("access_matrix", "--pages")):
        found[page["who"]].append(page)
    return found


def looks(config) -> list[tuple[str, int, str]]:
    sizes = USUAL + (UNUSUAL if config.getoption("full") else [])
    return [(who, width, scheme) for who in WHO for width, scheme in sizes]


def pytest_generate_tests(metafunc):
    if "width" in metafunc.fixturenames:
        metafunc.parametrize(("who", "width", "scheme"), looks(metafunc.config))


@pytest.fixture(scope="session")
def signed_in(portal) -> dict[str, dict]:
    """Who → the cookies of a signed-in browser, so that each signs in once."""
    states: dict[str, dict] = {}
    for who in WHO:
        if who != ANONYMOUS:
            page = portal.sign_in(who)
            states[who] = page.context.storage_state()
            page.context.close()
    return states


def open_browser(portal, signed_in, who: str, width: int, scheme: str = "light") -> BrowserContext:
    return portal.browser.new_context(
        base_url=portal.url,
        locale="id-ID",
        viewport={"width": width, "height": WIDTHS[width]},
        has_touch=width < PHONE,
        color_scheme=scheme,
        storage_state=signed_in.get(who),
    )


def test_every_screen(portal, screens, signed_in, who, width, scheme):
    context = open_browser(portal, signed_in, who, width, scheme)
    context.add_init_script(path=AXE)
    page = context.new_page()
    noise: list[str] = []
    listen(page, portal.url, noise)
    complaints = []
    for screen in screens[who]:
        noise.clear()
        page.goto(screen["path"])
        page.keyboard.press("Tab")
        found = page.evaluate(CHECKS, {"phone": width < PHONE}) + noise
        complaints += [f"{screen['route']} {screen['path']}: {complaint}" for complaint in found]
    context.close()
    assert not complaints, "\n".join(complaints)


def listen(page: Page, url: str, noise: list[str]) -> None:
    """Collect what the browser complains of (CSP violations among it), and requests to other hosts."""
    page.on("pageerror", lambda error: noise.append(f"script: {error}"))
    page.on("console", partial(hear, noise))
    page.on("request", partial(see, noise, urlsplit(url).netloc))


def hear(noise: list[str], message) -> None:
    if message.type in ("error", "warning"):
        noise.append(f"console: {message.text}")


def see(noise: list[str], host: str, request) -> None:
    asked = urlsplit(request.url)
    if asked.scheme in ("http", "https") and asked.netloc != host:
        noise.append(f"asks another host: {request.url}")


def test_there_are_screens_for_everyone(screens):
    """The sweep above has something to sweep."""
    assert set(screens) == set(WHO)
    assert sum(len(pages) for pages in screens.values()) >= 130


@pytest.mark.parametrize("who", WHO)
def test_no_two_screens_share_a_title(portal, screens, signed_in, who):
    context = open_browser(portal, signed_in, who, 1280)
    routes = defaultdict(set)
    for screen in screens[who]:
        # Read, not run: a title needs no scripts and no pictures.
        body = context.request.get(screen["path"]).text()
        routes[body.partition("<title>")[2].partition("</title>")[0]].add(screen["route"])
    context.close()
    assert "" not in routes
    assert {title: sorted(names) for title, names in routes.items() if len(names) > 1} == {}


@pytest.mark.parametrize("who", WHO)
def test_the_first_page_is_light(portal, signed_in, who):
    """Everything that a phone must fetch the first time, on the wire."""
    context = open_browser(portal, signed_in, who, 360)
    page = context.new_page()
    page.goto("/", wait_until="networkidle")
    transferred = page.evaluate(
        "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
        ".reduce((sum, entry) => sum + entry.transferSize, 0)"
    )
    context.close()
    assert 10_000 < transferred < FIRST_PAGE_BYTES


# What a page that refuses says, in the portal's own frame.
REFUSALS = [("/tidak-ada/", 404), ("/keluar/", 405), ("/akun/undangan/baru/", 403)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_refusals_are_screens_too(portal, signed_in, scheme):
    context = open_browser(portal, signed_in, "official", 360, scheme)
    context.add_init_script(path=AXE)
    page = context.new_page()
    complaints = []
    for path, status in REFUSALS:
        response = page.goto(path)
        page.keyboard.press("Tab")
        found = page.evaluate(CHECKS, {"phone": True})
        found += [f"status {response.status}"] if response.status != status else []
        complaints += [f"{path}: {complaint}" for complaint in found]
    context.close()
    assert not complaints, "\n".join(complaints)


def test_the_pictures_of_every_screen(portal, screens, tmp_path):
    """`manage screenshots`, for the one to whom the fewest pages open."""
    portal.manage("screenshots", str(tmp_path), "--url", portal.url, "--who", ANONYMOUS)
    pictures = {path.name for path in tmp_path.iterdir()}
    routes = {screen["route"].replace(":", "-") for screen in screens[ANONYMOUS]}
    assert pictures == {f"{ANONYMOUS}-{route}-{width}.png" for route in routes for width in (360, 1280)}
