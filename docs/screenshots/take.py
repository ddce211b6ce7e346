"""Take the README's pictures from a running demo: `.venv/bin/python docs/screenshots/take.py [ADDRESS]`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
PASSWORD = "payung-biru-di-teras-rumah"  # noqa: S105 (the demo's, printed by ./portal run)
PICTURES = {
    "tugas-saya.png": ("narahubung.disdikbud@contoh.example", "/tugas/", {"width": 360, "height": 740}),
    "butir-aksi.png": ("staf.p2m@contoh.example", "/rencana-aksi/butir/", {"width": 1280, "height": 800}),
}


def take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, (email, path, size) in PICTURES.items():
            page = browser.new_page(viewport=size, base_url=address, locale="id-ID")
            page.goto("/masuk/")
            page.locator("[name=login]").fill(email)
            page.locator("[name=password]").fill(PASSWORD)
            page.get_by_role("button", name="Masuk", exact=True).click()
            page.wait_for_url(lambda url: "/masuk/" not in url)
            page.goto(path, wait_until="networkidle")
            page.screenshot(path=FOLDER / name)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
