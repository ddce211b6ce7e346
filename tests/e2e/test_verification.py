"""An official document from its request to the stranger who doubts it, in a browser: asked for, issued, verified."""

import io
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter

pytestmark = pytest.mark.e2e

TODAY = date.today().isoformat()  # noqa: DTZ011 (the browser types the machine's own date)
RENDER_MILLISECONDS = 60_000
F4_POINTS = (609, 935)


def test_a_stranger_learns_whether_a_copy_is_the_issued_report(portal):
    report = ask_for_f4_with_photos(portal.sign_in("staff"))
    content, code = issue(portal.sign_in("leader"), report)
    document = PdfReader(io.BytesIO(content))
    assert tuple(round(edge) for edge in document.pages[0].mediabox[2:]) == F4_POINTS
    assert "B/77/UJI/2026" in document.pages[0].extract_text()
    assert any("foto bukti" in page.extract_text().lower() for page in document.pages)

    stranger = portal.browser.new_context(base_url=portal.url, locale="id-ID").new_page()
    answers = [
        (content, "sama persis dengan laporan yang terbit"),
        (saved_again(content), "diubah atau disimpan ulang"),
    ]
    for copy, answer in answers:
        stranger.goto(code)
        stranger.locator("[name=file]").set_input_files(
            {"name": "laporan.pdf", "mimeType": "application/pdf", "buffer": copy}
        )
        stranger.get_by_role("button", name="Periksa berkas").click()
        expect(stranger.get_by_role("status")).to_contain_text(answer, timeout=RENDER_MILLISECONDS)


def ask_for_f4_with_photos(page: Page) -> str:
    """For a period of its own, so that no other test's edition is superseded; the page advances without a reload."""
    page.goto("/laporan/baru/")
    page.get_by_label("Periode").select_option(index=3)
    page.get_by_label("Kertas").select_option("f4")
    page.get_by_label("Foto bukti").check()
    page.get_by_role("button", name="Minta laporan").click()
    page.wait_for_url(re.compile(r"/laporan/\d+/$"))
    expect(page.locator("#kemajuan-laporan")).to_be_visible()
    expect(page.get_by_text("Draf siap diperiksa")).to_be_visible(timeout=RENDER_MILLISECONDS)
    expect(page.get_by_text("F4 (215 × 330 mm)")).to_be_visible()
    return re.search(r"/laporan/\d+/", page.url).group()


def issue(page: Page, report: str) -> tuple[bytes, str]:
    """The issued file, and the address to which its code leads."""
    page.goto(f"{report}terbitkan/")
    page.locator("[name=number]").fill("B/77/UJI/2026")
    page.locator("[name=dated_on]").fill(TODAY)
    page.get_by_role("button", name="Terbitkan").click()
    expect(page.get_by_text("Terbit", exact=True).first).to_be_visible(timeout=RENDER_MILLISECONDS)
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Unduh PDF")).click()
    code = page.get_by_role("link", name="Halaman keaslian").get_attribute("href")
    return started.value.path().read_bytes(), code


def saved_again(content: bytes) -> bytes:
    """As an editor leaves it: the same pages, other bytes."""
    target = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(content)).write(target)
    return target.getvalue()
