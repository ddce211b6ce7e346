"""Take a picture of every screen, for everyone who sees it, as a phone and as a desk show it.

The demo must run and be this command's own (the same PORTAL_DATA_DIR): the pages are found by walking the routes.
"""

import os
import shutil
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bnn_portal.access import ANONYMOUS, WHO
from bnn_portal.management.commands.access_matrix import Page, expect_refusals, pages_of
from bnn_portal.management.commands.seed_demo import ACCOUNTS
from bnn_portal.management.demo.cast import PASSWORD

WIDTHS = {360: 740, 1280: 900}
# The letters, and the pictures that load when they come into sight.
ARRIVED = """() => {
  const seen = [...document.images].filter((image) => image.checkVisibility());
  return Promise.all([document.fonts.ready, ...seen.map((image) => image.decode().catch(() => null))]);
}"""


class Command(BaseCommand):
    help = "Memotret setiap layar dari demo yang sedang berjalan: PERAN-RUTE-LEBAR.png."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, help="tempat gambar disimpan")
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="alamat demo (bawaan: %(default)s)")
        parser.add_argument("--who", choices=WHO, action="append", help="hanya peran ini; boleh diulang")
        parser.add_argument("--dark", action="store_true", help="tampilan gelap")

    def handle(self, *, folder: Path, url: str, who: list[str] | None, dark: bool, **options) -> None:
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError as error:
            raise CommandError(
                "Playwright belum terpasang. Pasang: .venv/bin/pip install --require-hashes -r requirements-dev.txt"
            ) from error
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if chromium is None:
            raise CommandError("Chromium tidak ada. Pasang: sudo apt-get install -y chromium chromium-l10n")
        expect_refusals()
        # Before the browser starts: the database is not asked from within its event loop.
        pages = list(pages_of(who or WHO))
        folder.mkdir(parents=True, exist_ok=True)
        look = {"base_url": url, "locale": "id-ID", "color_scheme": "dark" if dark else "light"}
        try:
            with sync_playwright() as playwright:
                # Its own words (of a field for files, of a calendar) in the reader's language; chromium-l10n has them.
                words = {**os.environ, "LANGUAGE": "id"}
                arguments = ["--no-sandbox", "--disable-gpu"]
                browser = playwright.chromium.launch(executable_path=chromium, args=arguments, env=words)
                for role in dict.fromkeys(page.who for page in pages):
                    context = browser.new_context(**look)
                    if role != ANONYMOUS:
                        _sign_in(context, ACCOUNTS[role])
                    for page in pages:
                        if page.who == role:
                            _photograph(context, page, folder)
                    context.close()
        except Error as error:
            raise CommandError(f"{error}\nApakah demo berjalan di {url}? Jalankan: ./portal run") from error
        self.stdout.write(f"{len(pages) * len(WIDTHS)} gambar di {folder}")


def _photograph(context, page: Page, folder: Path) -> None:
    screen = context.new_page()
    for width, height in WIDTHS.items():
        screen.set_viewport_size({"width": width, "height": height})
        screen.goto(page.path)
        # As high as the page, so that what sticks to the bottom covers nothing.
        whole = screen.evaluate("document.documentElement.scrollHeight")
        screen.set_viewport_size({"width": width, "height": whole})
        screen.evaluate(ARRIVED)
        screen.screenshot(path=folder / f"{page.who}-{page.route.replace(':', '-')}-{width}.png")
    screen.close()


def _sign_in(context, email: str) -> None:
    page = context.new_page()
    page.goto("/masuk/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.close()
