"""Every screen, for everyone who sees it: what can be said of it without knowing what it is for.

The pages are found by walking the routes. What people do with the screens is in `test_using_the_screens.py`.
"""

import html
import json
import re
from collections import defaultdict
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page
from pypdf import PdfReader

from bnn_portal.access import ANONYMOUS, WHO
from tests.english import ENGLISH

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
    if "scheme" in metafunc.fixturenames:
        metafunc.parametrize(("who", "width", "scheme"), looks(metafunc.config))
    elif "width" in metafunc.fixturenames:
        # On a desk more stands side by side, and can push.
        metafunc.parametrize("width", WIDTHS if metafunc.config.getoption("full") else [1280])


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


@pytest.fixture(scope="session")
def sources(portal, screens, signed_in) -> dict[str, dict[str, str]]:
    """Who → path → what that page says, read and not run: without scripts and pictures."""
    read = {}
    for who in WHO:
        context = portal.browser.new_context(base_url=portal.url, storage_state=signed_in.get(who))
        read[who] = {screen["path"]: context.request.get(screen["path"]).text() for screen in screens[who]}
        context.close()
    return read


def open_browser(portal, signed_in, who: str, width: int, scheme: str = "light") -> BrowserContext:
    return portal.browser.new_context(
        base_url=portal.url,
        locale="id-ID",
        viewport={"width": width, "height": WIDTHS[width]},
        has_touch=width < PHONE,
        color_scheme=scheme,
        storage_state=signed_in.get(who),
    )


# On paper nothing is left that only a screen can do, and no card is cut in two.
PAPER = """() => {
  const left = [...document.querySelectorAll(
    ".main-nav, .account-menu, .site-search, .filter-bar, .page-actions, .save-bar, .site-footer, .btn, .skip-link",
  )].filter((part) => part.checkVisibility({ checkVisibilityCSS: true }));
  const cut = [...document.querySelectorAll(".card-row, .panel:not(:has(> .chart)), .table tbody tr")].filter(
    (part) => part.checkVisibility() && getComputedStyle(part).breakInside !== "avoid",
  );
  const words = (part) => `<${part.localName} class="${part.className}"> ${part.textContent.trim().slice(0, 40)}`;
  return [...left.map((part) => `stays on paper: ${words(part)}`), ...cut.map((part) => `cut in two: ${words(part)}`)];
}"""


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
        found = page.evaluate(CHECKS, {"phone": width < PHONE, "english": ENGLISH}) + noise
        page.emulate_media(media="print")
        found += page.evaluate(PAPER)
        page.emulate_media(media="screen")
        complaints += [f"{screen['route']} {screen['path']}: {complaint}" for complaint in found]
    context.close()
    assert not complaints, "\n".join(complaints)


# The page written once more in pieces, each painted before the next, as a slow line brings it: what moves, and how far.
ARRIVING = """async (size) => {
  const page = await (await fetch(location.href)).text();
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const shifts = [];
  const body = page.indexOf("<main");
  document.open();
  document.write(page.slice(0, body));
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")];
  await Promise.all(sheets.map((link) => link.sheet ?? new Promise((resolve) => (link.onload = resolve))));
  await document.fonts.ready;
  await painted();
  new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: "layout-shift" });
  for (let start = body; start < page.length; start += size) {
    document.write(page.slice(start, start + size));
    await painted();
  }
  document.close();
  await painted();
  const moved = shifts.flatMap((shift) => shift.sources.map(({ node }) => node?.textContent.trim().slice(0, 60)));
  return { moved, far: shifts.reduce((sum, shift) => sum + shift.value, 0) };
}"""
PIECE = 4000
STILL = 0.05


def test_nothing_moves_while_a_page_arrives(portal, screens, signed_in, width):
    """Each kind of page once, for one who sees it."""
    seen, complaints = set(), []
    for who in WHO:
        context = open_browser(portal, signed_in, who, width)
        page = context.new_page()
        for screen in screens[who]:
            if screen["route"] not in seen:
                seen.add(screen["route"])
                page.goto(screen["path"])
                arriving = page.evaluate(ARRIVING, PIECE)
                if arriving["far"] >= STILL:
                    complaints.append(f"{screen['route']} {screen['path']}: {arriving}")
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
def test_no_two_screens_share_a_title(screens, sources, who):
    routes = defaultdict(set)
    for screen in screens[who]:
        title = sources[who][screen["path"]].partition("<title>")[2].partition("</title>")[0]
        routes[title].add(screen["route"])
    assert "" not in routes
    assert {title: sorted(names) for title, names in routes.items() if len(names) > 1} == {}


# What stands in the fields that keep what was typed, by name; a choice counts by its value.
FIELDS = """form => Object.fromEntries(
  [...form.elements]
    .filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type))
    .map((field) => ["radio", "checkbox"].includes(field.type)
      ? [`${field.name}=${field.value}`, field.checked]
      : [field.name, field.value]),
)"""
# Every complaint of a form that was sent with gaps: what the summary says, and where its links lead.
GAPS = """() => {
  const summary = document.querySelector("main [role=alert].error-summary");
  if (!summary?.checkVisibility()) return ["no error summary"];
  const links = [...summary.querySelectorAll("a[href^='#']")];
  if (!links.length) return ["the summary leads nowhere"];
  return links.flatMap((link) => {
    link.click();
    const field = document.activeElement;
    // One of several choices is described where all of them are.
    const describes = [field, field.closest("fieldset")].map((part) => part?.getAttribute("aria-describedby") ?? "");
    const described = describes.join(" ").split(" ");
    const told = described.map((id) => document.getElementById(id)?.innerText ?? "").join("");
    return [
      ...(`#${field.id}` === link.hash ? [] : [`${link.innerText} moves the focus elsewhere`]),
      ...(field.getAttribute("aria-invalid") === "true" ? [] : [`${link.hash} is not marked as invalid`]),
      ...(told ? [] : [`${link.hash} does not say what is wrong`]),
    ];
  });
}"""


@pytest.mark.parametrize("who", WHO)
def test_every_form_that_fails_says_why_and_keeps_the_rest(portal, screens, sources, signed_in, who):
    context = open_browser(portal, signed_in, who, 360)
    page = context.new_page()
    complaints, tried = [], 0
    for screen in screens[who]:
        if " required" not in sources[who][screen["path"]]:
            continue
        page.goto(screen["path"])
        form = page.locator("main form[method=post]").filter(has=page.locator("[required]:visible")).first
        if form.count():
            tried += 1
            complaints += [f"{screen['route']} {screen['path']}: {what}" for what in leave_gaps(page, form)]
    context.close()
    assert not complaints, "\n".join(complaints)
    assert tried >= (2 if who == ANONYMOUS else 1)


def leave_gaps(page: Page, form: Locator) -> list[str]:
    """Send a form without what it needs; what is wrong with the answer."""
    for field in form.locator("input[required]:visible:not([type=radio]), textarea[required]:visible").all():
        if field.get_attribute("type") != "file":
            field.fill("")
    for field in form.locator("select[required]:visible").all():
        if field.locator("option[value='']").count():
            field.select_option("")
    typed = form.evaluate(FIELDS)
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        form.locator("button.btn-primary[type=submit]:visible").first.click()
    if answered.value.status != 422:
        return [f"answers {answered.value.status}"]
    page.wait_for_load_state()
    kept = page.locator("main form[method=post]").filter(has=page.locator("[required]:visible")).first.evaluate(FIELDS)
    lost = [name for name, value in typed.items() if kept.get(name) != value]
    return page.evaluate(GAPS) + [f"{name} is lost" for name in lost]


NAMED_FILE = re.compile(r"[a-z][\w .,()-]{4,}\.(pdf|jpe?g|png|docx?|xlsx?|csv|ics)", re.IGNORECASE)


@pytest.mark.parametrize("who", WHO)
def test_every_download_has_a_speaking_name(portal, sources, signed_in, who):
    """Whatever a link of a screen brings as a file; of each kind of address one."""
    found: dict[str, str] = {}
    for source in sources[who].values():
        for link in re.findall(r'href="(/[^"#]*)', source):
            found.setdefault(re.sub(r"\d+|\?.*", "", link), html.unescape(link))
    # What opens as a page needs not be asked for again.
    found = {kind: link for kind, link in found.items() if link not in sources[who]}
    context = open_browser(portal, signed_in, who, 1280)
    names = {}
    for link in found.values():
        disposition = context.request.get(link).headers.get("content-disposition", "")
        if name := re.search(r'filename="?([^";]+)', disposition):
            names[link] = name.group(1)
    context.close()
    speaking = {
        link for link, name in names.items() if NAMED_FILE.fullmatch(name) and not re.search("[0-9a-f]{16}", name)
    }
    assert names.keys() == speaking, names
    assert names or who == ANONYMOUS


def test_no_english_in_the_report(portal, signed_in):
    context = open_browser(portal, signed_in, "official", 1280)
    leaves = PdfReader(BytesIO(context.request.get(portal.paths["report_file"]).body())).pages
    context.close()
    text = "\n".join(leaf.extract_text() for leaf in leaves)
    assert len(text) > 1000
    assert re.findall(ENGLISH, text, re.IGNORECASE) == []


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


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_refusals_are_screens_too(portal, signed_in, colours):
    context = open_browser(portal, signed_in, "official", 360, colours)
    context.add_init_script(path=AXE)
    page = context.new_page()
    complaints = []
    for path, status in REFUSALS:
        response = page.goto(path)
        page.keyboard.press("Tab")
        found = page.evaluate(CHECKS, {"phone": True, "english": ENGLISH})
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
