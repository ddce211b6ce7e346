"""Take the pictures of the README and of the guides from a running demo.

`.venv/bin/python docs/screenshots/take.py [ADDRESS]`, against a fresh `./portal run`; needs chromium and chromium-l10n.
"""

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

DOCS = Path(__file__).parents[1]
PASSWORD = "payung-biru-di-teras-rumah"  # noqa: S105 (the demo's, printed by ./portal run)
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
# A screen has few colours; with so many, no eye sees the difference, and the folder stays small.
COLOURS = 64

STAFF = "staf.p2m@contoh.example"
LEADER = "kepala.bnn@contoh.example"
CONTACT = "narahubung.disdikbud@contoh.example"
COORDINATOR = "koordinator.bakesbangpol@contoh.example"
OFFICIAL = "forkopimda.walikota@contoh.example"


class Picture(NamedTuple):
    """Who opens which address on what; then what is clicked, and what is moved to the top."""

    who: str
    path: str
    size: ViewportSize
    clicks: tuple[str, ...] = ()
    top: str = ""


FIRST_ROW = "main tbody th a >> nth=0"
PICTURES = {
    "screenshots/tugas-saya.png": Picture(CONTACT, "/tugas/", PHONE),
    "screenshots/butir-aksi.png": Picture(STAFF, "/rencana-aksi/butir/", DESK),
    "panduan/gambar/masuk.png": Picture("", "/masuk/", PHONE),
    "panduan/gambar/staf-hari-ini.png": Picture(STAFF, "/hari-ini/", DESK),
    "panduan/gambar/staf-catat-workshop.png": Picture(STAFF, "/workshop/baru/", DESK),
    "panduan/gambar/staf-workshop.png": Picture(STAFF, "/workshop/", DESK, (FIRST_ROW,)),
    "panduan/gambar/staf-rencana-aksi.png": Picture(STAFF, "/rencana-aksi/", DESK, ("main h2 a >> nth=0",)),
    "panduan/gambar/staf-verifikasi.png": Picture(STAFF, "/rencana-aksi/verifikasi/", DESK),
    "panduan/gambar/staf-tindak-lanjut.png": Picture(STAFF, "/tindak-lanjut/", DESK),
    "panduan/gambar/staf-minta-laporan.png": Picture(STAFF, "/laporan/baru/", DESK),
    "panduan/gambar/kepala-rencana-aksi.png": Picture(LEADER, "/rencana-aksi/", DESK),
    "panduan/gambar/kepala-laporan.png": Picture(LEADER, "/laporan/", DESK),
    "panduan/gambar/kepala-periode.png": Picture(LEADER, "/rencana-aksi/periode/", DESK),
    "panduan/gambar/narahubung-tugas.png": Picture(CONTACT, "/tugas/", PHONE),
    "panduan/gambar/narahubung-lapor.png": Picture(CONTACT, "/tugas/", PHONE, ("text=Lanjutkan draf >> nth=0",)),
    "panduan/gambar/narahubung-usulan.png": Picture(
        CONTACT, "/tugas/", PHONE, ("text=Baca dan jawab >> nth=0",), top="#perubahan"
    ),
    "panduan/gambar/narahubung-pertanyaan.png": Picture(
        CONTACT, "/tugas/", PHONE, ("section[aria-labelledby=ditanyakan] >> text=Baca dan jawab",)
    ),
    "panduan/gambar/koordinator-butir-aksi.png": Picture(COORDINATOR, "/rencana-aksi/butir/", DESK),
    "panduan/gambar/koordinator-instansi.png": Picture(COORDINATOR, "/ringkasan/instansi/", DESK),
    "panduan/gambar/pejabat-ringkasan.png": Picture(OFFICIAL, "/ringkasan/", PHONE),
    "panduan/gambar/pejabat-laporan.png": Picture(OFFICIAL, "/laporan/", PHONE),
    "panduan/gambar/pejabat-penjelasan.png": Picture(
        OFFICIAL, "/rencana-aksi/butir/", PHONE, (FIRST_ROW,), top="#pertanyaan"
    ),
}


def take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu"],
            # Its own words (of a field for files, of a calendar) in the reader's language.
            env={**os.environ, "LANGUAGE": "id"},
        )
        for who in dict.fromkeys(picture.who for picture in PICTURES.values()):
            page = browser.new_context(base_url=address, locale="id-ID").new_page()
            if who:
                sign_in(page, who)
            for name, picture in PICTURES.items():
                if picture.who == who:
                    show(page, picture)
                    save(page.screenshot(), DOCS / name)
            page.context.close()
        browser.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/masuk/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)


def show(page: Page, picture: Picture) -> None:
    page.set_viewport_size(picture.size)
    page.goto(picture.path)
    for selector in picture.clicks:
        page.locator(selector).click()
        page.wait_for_load_state("networkidle")
    close_hint(page)
    if picture.top:
        page.locator(picture.top).first.evaluate("node => node.scrollIntoView({block: 'start', behavior: 'instant'})")
    page.wait_for_load_state("networkidle")


def close_hint(page: Page) -> None:
    """Picture the page as it looks on every visit but the first."""
    hint = page.locator(".hint")
    if hint.count():
        # Above a form it is folded.
        if hint.locator("details:not([open])").count():
            hint.locator("summary").click()
        hint.get_by_role("button").click()
        hint.wait_for(state="detached")
        # Not "reload": that would keep the place the page was scrolled to.
        page.goto(page.url)


def save(shot: bytes, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
