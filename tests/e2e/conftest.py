"""A portal as an office starts it: `./portal run` with its own database, broker, worker and beat, and a browser."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180
# A walk over every route as everyone takes half a minute, and ten times that on a busy machine.
COMMAND_SECONDS = 600


class Portal:
    """A running portal: its address, its demo accounts, and a signed-in page for any of them."""

    def __init__(self, url: str, environment: dict[str, str], browser: Browser):
        self.url = url
        self.environment = environment
        demo = json.loads(self.manage("seed_demo", "--json"))
        self.accounts = demo["accounts"]
        self.paths = demo["urls"]
        self.browser = browser

    def manage(self, *words: str) -> str:
        """What `./portal manage …` prints about this portal's own data."""
        command = [ROOT / "portal", "manage", *words]
        done = subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, text=True, check=True, timeout=COMMAND_SECONDS
        )
        return done.stdout

    def sign_in(self, who: str, *, phone: bool = False) -> Page:
        """A page of its own browser context; what the console complains of fails the test."""
        size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 900}
        context = self.browser.new_context(viewport=size, base_url=self.url, locale="id-ID", has_touch=phone)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"JavaScript: {error}"))
        page.on("console", _refuse_errors)
        page.goto("/masuk/")
        page.get_by_label("Surel").fill(self.accounts[who]["email"])
        page.get_by_label("Kata sandi", exact=False).first.fill(self.accounts[who]["password"])
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url(lambda url: "/masuk/" not in url)
        return page


def _refuse_errors(message) -> None:
    # A refused form answers 422, which the browser also writes to its console.
    if message.type == "error" and "status of 4" not in message.text:
        pytest.fail(f"console: {message.text}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        missing = "Chromium tidak ada. Pasang: sudo apt-get install -y chromium libatomic1"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal(browser, tmp_path_factory) -> Iterator[Portal]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PORTAL_MODE"}
    environment = {name: value for name, value in os.environ.items() if name not in given}
    environment["PORTAL_DATA_DIR"] = str(tmp_path_factory.mktemp("portal"))
    log = Path(environment["PORTAL_DATA_DIR"]) / "run.log"
    with log.open("w") as output:
        run = subprocess.Popen(
            [ROOT / "portal", "run", "--port", str(port)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
            start_new_session=True,
        )
    try:
        url = _address(run, log)
        yield Portal(url, environment, browser)
    finally:
        os.killpg(run.pid, signal.SIGINT)
        run.communicate(timeout=60)


def _address(run: subprocess.Popen, log: Path) -> str:
    """Wait for the line that says where the portal is."""
    watchdog = signal.signal(signal.SIGALRM, lambda *_: run.kill())
    signal.alarm(START_SECONDS)
    try:
        for line in run.stdout:
            if found := re.search(r"http://[\w.]+:\d+", line):
                return found.group()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, watchdog)
    pytest.fail(f"./portal run did not start:\n{log.read_text()}")
