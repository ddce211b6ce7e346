"""What people do with the screens: without JavaScript, without a mouse, with a mistake, a stale page or a deep link."""

import io
import re
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.e2e

PHONE = {"width": 360, "height": 740}
TODAY = date.today().isoformat()  # noqa: DTZ011 (the browser types the machine's own date)
RENDER_MILLISECONDS = 60_000


def new_page(portal, **look) -> Page:
    context = portal.browser.new_context(base_url=portal.url, locale="id-ID", viewport=PHONE, **look)
    return context.new_page()


def sign_in(portal, page: Page, who: str) -> None:
    page.get_by_label("Surel").fill(portal.accounts[who]["email"])
    page.locator("[name=password]").fill(portal.accounts[who]["password"])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)


def photo() -> dict:
    content = io.BytesIO()
    Image.new("RGB", (800, 600), "seagreen").save(content, "JPEG")
    return {"name": "kegiatan.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def fill_figures(page: Page) -> None:
    """The first figure that this item asks for."""
    page.locator("[name=value], [name=percent]").first.fill("10")


def led_task(page: Page) -> Locator:
    """The first task that the institution leads, and for which it says how things stand."""
    cards = page.locator(".card-row").filter(has=page.get_by_role("button", name="Perbarui status"))
    return cards.filter(has_not_text="mendukung").first


def test_without_javascript(portal):
    """Sign in, list, update with evidence, download."""
    page = new_page(portal, java_script_enabled=False)
    page.goto("/tugas/")
    sign_in(portal, page, "contact_person")
    task = led_task(page)
    item = task.locator(".card-row-title a").get_attribute("href")
    task.get_by_role("button", name="Perbarui status").click()
    page.get_by_label("Berjalan").check()
    fill_figures(page)
    page.locator("[name=narrative]").fill("Pelatihan tahap pertama selesai, diikuti 40 guru.")
    page.locator("[name=happened_on]").fill(TODAY)
    page.locator("[name=files]").set_input_files(photo())
    page.get_by_role("button", name="Ajukan").click()
    expect(page.get_by_text("Menunggu verifikasi").first).to_be_visible()
    page.goto(item)
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("kegiatan.jpg")).first.click()
    assert started.value.suggested_filename == "kegiatan.jpg"

    page.goto("/laporan/")
    page.locator("main a[href^='/laporan/']").first.click()
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Unduh")).first.click()
    assert re.fullmatch(r"laporan-progres-[\w-]+\.pdf", started.value.suggested_filename)


TAPS = """
  document.addEventListener("touchend", () => {
    sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps")) + 1);
  }, true);
"""


def test_a_status_update_takes_three_taps_and_a_photo_one_more(portal):
    """From the first page, beside the words and the figure that are typed."""
    page = portal.sign_in("contact_person_other", phone=True)
    page.context.add_init_script(TAPS)
    page.goto("/tugas/")
    led_task(page).get_by_role("button", name="Perbarui status").tap()
    page.get_by_text("Berjalan", exact=True).tap()
    fill_figures(page)
    page.locator("[name=narrative]").fill("Pelatihan tahap kedua dimulai, diikuti 30 guru.")
    with page.expect_file_chooser() as chosen:
        page.locator("[name=files]").tap()
    chosen.value.set_files(photo())
    expect(page.locator("[data-uploads] a")).to_have_count(1)
    page.get_by_role("button", name="Ajukan").tap()
    expect(page.get_by_text("Menunggu verifikasi").first).to_be_visible()
    assert page.evaluate("Number(sessionStorage.getItem('taps'))") == 4
    page.context.close()


def test_with_the_keyboard_alone(portal):
    """Sign in, open a task, report, hand in: no mouse."""
    page = new_page(portal)
    page.goto("/tugas/")
    tab_to(page, "[name=login]")
    page.keyboard.type(portal.accounts["contact_person_other"]["email"])
    tab_to(page, "[name=password]")
    page.keyboard.type(portal.accounts["contact_person_other"]["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tugas saya")
    tab_to(page, f"form[action='{led_task(page).locator('form').get_attribute('action')}'] button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/kemajuan/\d+/"))
    tab_to(page, "[name=item_status]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    while page.evaluate("document.activeElement.value") != "in_progress":
        page.keyboard.press("ArrowDown")
    tab_to(page, "[name=value], [name=percent]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("20")
    tab_to(page, "[name=narrative]")
    page.keyboard.type("Bahan ajar sudah dibagikan ke semua sekolah.")
    tab_to(page, "button[value=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Menunggu verifikasi").first).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; a page that one cannot get through fails here."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_a_form_that_fails_says_why_and_keeps_everything(portal):
    page = portal.sign_in("staff")
    page.goto("/workshop/baru/")
    page.locator("[name=theme]").fill("Sosialisasi yang belum lengkap")
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.get_by_role("button", name="Simpan workshop").click()
    assert answered.value.status == 422
    expect(page.locator("[name=theme]")).to_have_value("Sosialisasi yang belum lengkap")
    summary = page.locator(".error-summary[role=alert]")
    expect(summary).to_be_focused()
    link = summary.get_by_role("link").first
    target = link.get_attribute("href")
    link.click()
    field = page.locator(target)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby").split()
    texts = [page.locator(f"[id='{name}']").inner_text() for name in described]
    assert "Wajib diisi." in " ".join(texts)


def test_a_stale_edit_shows_who_changed_what(portal):
    edit = f"{portal.paths['workshop']}ubah/"
    late, early = portal.sign_in("staff"), portal.sign_in("leader")
    late.goto(edit)
    early.goto(edit)
    early.locator("[name=venue]").fill("Ruang Rapat Balai Kota")
    early.get_by_role("button", name="Simpan workshop").click()
    early.wait_for_url(lambda url: "/ubah/" not in url)
    early.close()

    late.locator("[name=venue]").fill("Aula Kantor BNN")
    with late.expect_response(lambda response: response.request.method == "POST") as answered:
        late.get_by_role("button", name="Simpan workshop").click()
    assert answered.value.status == 409
    conflict = late.get_by_role("alert").filter(has_text="diubah orang lain")
    expect(conflict).to_be_focused()
    expect(conflict).to_contain_text("Ruang Rapat Balai Kota")
    expect(conflict).to_contain_text("Aula Kantor BNN")
    assert re.search(r"Disimpan oleh \w+", conflict.inner_text())
    expect(late.locator("[name=venue]")).to_have_value("Aula Kantor BNN")


def test_a_deep_link_survives_the_sign_in(portal):
    path = f"{portal.paths['action_item_own']}?dari=surel"
    page = new_page(portal)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk")
    sign_in(portal, page, "contact_person")
    assert page.url == f"{portal.url.rstrip('/')}{path}"


WATCH = """
  const store = (name, value) => sessionStorage.setItem(name, value);
  new PerformanceObserver((list) => {
    const shift = list.getEntries().filter((entry) => !entry.hadRecentInput).reduce((sum, { value }) => sum + value, 0);
    store("shift", shift + Number(sessionStorage.getItem("shift")));
  }).observe({ type: "layout-shift", buffered: true });
  new MutationObserver(() => {
    const text = document.querySelector(".job-progress [role=status]")?.innerText;
    const seen = sessionStorage.getItem("seen") ?? "";
    if (text && document.querySelector("progress") && !seen.includes(text)) store("seen", `${seen}${text}|`);
  }).observe(document, { childList: true, subtree: true });
"""


def test_a_report_in_the_making_says_how_far_it_is(portal):
    """A bar and a sentence that follow the work by themselves, without a jump of the page; then a link."""
    page = portal.sign_in("staff")
    page.context.add_init_script(WATCH)
    page.goto("/laporan/baru/")
    page.get_by_label("Periode").select_option(index=1)
    page.get_by_role("button", name="Minta laporan").click()
    page.wait_for_url(re.compile(r"/laporan/\d+/"))
    link = page.get_by_role("link", name=re.compile(r"Unduh draf \(\d+ halaman, [\d,.]+ [KM]B\)"))
    expect(link).to_be_visible(timeout=RENDER_MILLISECONDS)
    assert re.search(r"Antre|%", page.evaluate("sessionStorage.getItem('seen') ?? ''"))
    assert float(page.evaluate("sessionStorage.getItem('shift') ?? 0")) < 0.02


# The button in sight, as for a press; but sent by a script: what moves right after a press does not count.
SEND = """() => {
  const form = document.querySelector("[data-accept]");
  form.querySelector("button").focus();
  form.requestSubmit();
}"""
SETTLE = """() => new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
})"""


@pytest.mark.parametrize(("path", "width"), [("/hari-ini/", 360), ("/rencana-aksi/verifikasi/", 1280)])
def test_a_verdict_moves_nothing_but_the_queue(portal, path, width):
    """The next report comes up in place of the decided one; what stands around it stays."""
    page = portal.sign_in("leader")
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(WATCH)
    page.goto(path)
    page.evaluate(SEND)
    expect(page.locator("#kabar-verifikasi")).to_contain_text("diterima")
    page.evaluate(SETTLE)
    assert float(page.evaluate("sessionStorage.getItem('shift') ?? 0")) < 0.02
    page.context.close()


def test_a_hint_closes_for_good_and_keeps_what_was_typed(portal):
    page = portal.sign_in("leader", phone=True)
    page.goto("/workshop/baru/")
    page.locator("[name=theme]").fill("Tema yang sudah diketik")
    hint = page.locator(".hint")
    hint.locator("summary").click()
    hint.get_by_role("button", name="Mengerti").click()
    expect(hint).to_have_count(0)
    expect(page.get_by_text("Petunjuk ditutup.")).to_be_focused()
    expect(page.locator("[name=theme]")).to_have_value("Tema yang sudah diketik")
    page.goto("/workshop/baru/")
    expect(page.locator(".hint")).to_have_count(0)
    page.context.close()
