"""Nothing typed is lost: a browser that dies, a connection that is cut, a table that stands in Excel."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

THEME = "Workshop yang baru setengah ditulis"
A_MOMENT = 11_000


def photo(name: str, size: tuple[int, int] = (3200, 2400)) -> dict:
    content = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def open_form(page: Page, path: str) -> None:
    """A page whose clock the test moves."""
    page.clock.install()
    page.goto(path)


def test_a_form_comes_back_after_the_browser_died(portal):
    page = portal.sign_in("staff")
    open_form(page, "/workshop/baru/")
    page.get_by_label("Tema").fill(THEME)
    page.get_by_label("BNN Kota Malang").check()
    page.clock.fast_forward(A_MOMENT)
    expect(page.locator(".draft-state")).to_have_text(re.compile(r"Draf tersimpan \d\d\.\d\d"))
    page.context.close()

    page = portal.sign_in("staff", phone=True)
    open_form(page, "/workshop/baru/")
    page.get_by_label("Tema").fill("Yang baru tidak menimpa draf lama")
    page.clock.fast_forward(A_MOMENT)
    expect(page.locator(".draft-state")).to_have_text("Pilih dahulu: lanjutkan atau buang draf di atas")
    page.get_by_role("link", name="Lanjutkan draf").click()
    expect(page.get_by_label("Tema")).to_have_value(THEME)
    expect(page.get_by_label("BNN Kota Malang")).to_be_checked()
    expect(page.get_by_role("alert")).to_have_count(0)

    page.get_by_label("Tanggal").fill("2023-12-06")
    page.get_by_label("Tempat").fill("Balai Kota Malang")
    page.get_by_role("button", name="Simpan workshop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(THEME)
    page.goto("/workshop/baru/")
    expect(page.get_by_role("link", name="Lanjutkan draf")).to_have_count(0)


def test_a_draft_waits_for_the_connection(portal):
    # A page of its own: the browser complains of a cut connection, and rightly.
    page = portal.sign_in("staff").context.new_page()
    open_form(page, f"{portal.paths['workshop']}hasil/")
    page.route("**/draf/", lambda route: route.abort())
    page.locator("[name^=hasil-][name$=-text]").last.fill("Hasil yang ditulis tanpa sambungan")
    page.clock.fast_forward(A_MOMENT)
    expect(page.locator(".draft-state")).to_have_text("Belum tersimpan: sambungan terputus")
    page.unroute("**/draf/")
    page.clock.fast_forward(A_MOMENT)
    expect(page.locator(".draft-state")).to_contain_text("Draf tersimpan")

    page.goto(page.url)
    page.get_by_role("button", name="Buang").click()
    expect(page.locator("[data-draft-waits]")).to_have_count(0)


def test_a_photo_is_sent_again_after_a_cut_and_kept_once(portal):
    page = portal.sign_in("contact_person", phone=True).context.new_page()
    page.goto("/tugas/")
    page.get_by_role("button", name="Perbarui status").first.click()
    page.wait_for_url("**/kemajuan/**")
    refused = []

    def cut(route) -> None:
        refused.append(route)
        route.abort() if len(refused) == 1 else route.continue_()

    page.route("**/unggah/", cut)
    page.locator("[name=files]").set_input_files([photo("satu.jpg"), photo("dua.jpg")])
    kept = page.locator("[data-uploads] a")
    expect(page.get_by_text("Belum terunggah: sambungan terputus")).to_be_visible()
    expect(kept).to_have_count(1)
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.get_by_role("button", name="Coba lagi")).to_be_focused()

    page.get_by_role("button", name="Coba lagi").click()
    expect(kept).to_have_count(2)
    expect(kept.nth(0)).to_contain_text("satu.jpg")
    page.reload()
    expect(kept).to_have_count(2)
    with Image.open(io.BytesIO(page.request.get(kept.first.get_attribute("href")).body())) as sent:
        assert max(sent.size) == 1600

    page.locator("summary").filter(has_text="Buang draf").click()
    page.locator(".confirm[open] button").click()
    page.wait_for_url("**/tugas/")


PASTE = """([field, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_rows_come_from_a_spreadsheet_and_go_again(portal):
    page = portal.sign_in("staff")
    page.goto(f"{portal.paths['workshop']}peserta/")
    blank = int(page.locator("[name=peserta-INITIAL_FORMS]").input_value())
    field = page.locator(f"[name=peserta-{blank}-institution]")
    cells = "Instansi\tNama\tKehadiran\nBNN Kota Malang\tAni Uji\tIzin\n\tBudi Uji\t\n"
    page.evaluate(PASTE, [field.element_handle(), cells])

    expect(page.get_by_text("2 baris ditempel mulai di sini")).to_be_focused()
    expect(page.locator(f"[name=peserta-{blank}-person_name]")).to_have_value("Ani Uji")
    expect(page.locator(f"[name=peserta-{blank}-state]")).to_have_value("excused")
    expect(page.locator(f"[name=peserta-{blank + 1}-person_name]")).to_have_value("Budi Uji")

    page.locator(f"[name=peserta-{blank + 1}-DELETE]").check()
    expect(page.locator(f"[name=peserta-{blank + 1}-person_name]")).to_be_hidden()

    total = int(page.locator("[name=peserta-TOTAL_FORMS]").input_value())
    page.get_by_role("button", name="Tambah baris").click()
    expect(page.get_by_role("group", name=f"Peserta {total + 1}", exact=True)).to_be_visible()
    expect(page.locator(f"[name=peserta-{total}-institution]")).to_be_focused()
