"""The main job, told once, in a browser: from the workshop to the PDF in an official's hands (README, "What it is")."""

import io
import re
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.e2e

THEME = "Workshop Uji Menyeluruh Tanggap Ancaman Narkoba"
ACTION = "Menyusun modul pencegahan narkoba untuk guru"
DINAS = "Dinas Pendidikan dan Kebudayaan Kota Malang"
TODAY = date.today().isoformat()  # noqa: DTZ011 (the browser types the machine's own date)
RENDER_MILLISECONDS = 60_000


def photo() -> dict:
    """A photo as a phone would hand it over."""
    content = io.BytesIO()
    Image.new("RGB", (1200, 900), "seagreen").save(content, "JPEG")
    return {"name": "pelatihan.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def test_from_the_workshop_to_the_pdf_in_an_officials_hands(portal):
    staff = portal.sign_in("staff")
    workshop = log_the_workshop(staff)
    plan = draft_and_offer_the_plan(staff, workshop)

    contact_person = portal.sign_in("contact_person", phone=True)
    accept_the_item(contact_person, plan)
    leader = portal.sign_in("leader")
    agree_the_plan(leader, plan)

    report_progress_on_the_phone(contact_person)
    verify_progress(staff)

    report = ask_for_the_report(staff)
    issue_the_report(leader, report)
    read_the_report(portal.sign_in("official", phone=True), report)


def log_the_workshop(page: Page) -> str:
    """Event, agenda, invitation, attendance, outcome and photo; returns the workshop's address."""
    page.goto("/workshop/")
    page.get_by_role("link", name="Catat workshop").first.click()
    page.get_by_label("Tema").fill(THEME)
    page.get_by_label("Tanggal").fill(TODAY)
    page.get_by_label("Tempat").fill("Balai Kota Malang")
    page.get_by_label("Penyelenggara", exact=False).first.select_option(label="BNN Kota Malang")
    page.get_by_role("button", name="Simpan workshop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(THEME)
    workshop = re.search(r"/workshop/\d+/", page.url).group()

    page.goto(f"{workshop}agenda/")
    fill(page, "agenda-0-title", "Paparan kesiapan sekolah")
    fill(page, "agenda-0-speaker_position", "Kepala Bidang Pendidikan Dasar")
    fill(page, "agenda-0-speaker_institution", DINAS)
    fill(page, "agenda-0-paper_title", "Sekolah yang tanggap")
    save(page)

    page.goto(f"{workshop}undangan/")
    fill(page, "undangan-0-institution", DINAS)
    fill(page, "undangan-0-seats", "2")
    save(page)
    page.goto(workshop)
    confirm(page, "Kirim undangan")
    confirm(page, "Tandai terlaksana")

    page.goto(f"{workshop}peserta/")
    fill(page, "peserta-0-institution", DINAS)
    fill(page, "peserta-0-position", "Guru bimbingan konseling")
    fill(page, "peserta-0-head_count", "12")
    save(page)

    page.goto(f"{workshop}hasil/")
    page.locator("[name=hasil-0-kind]").select_option(label="Aksi")
    fill(page, "hasil-0-text", ACTION)
    save(page)

    page.goto(f"{workshop}dokumen/")
    page.get_by_label("Berkas").set_input_files(photo())
    page.get_by_label("Jenis").first.select_option(label="Dokumentasi foto")
    press(page, "Unggah")

    page.goto(workshop)
    expect(page.get_by_text("12 orang hadir")).to_be_visible()
    expect(page.get_by_text("Paparan kesiapan sekolah")).to_be_visible()
    return workshop


def fill(page: Page, name: str, text: str) -> None:
    page.locator(f"[name={name}]").fill(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def confirm(page: Page, name: str) -> None:
    """An action that asks once more: unfold it, then press its button."""
    folded = page.locator("details").filter(has=page.locator("summary", has_text=name))
    folded.locator("summary").click()
    folded.get_by_role("button").click()
    page.wait_for_load_state()


def save(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Simpan")).first.click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".is-invalid")).to_have_count(0)


def draft_and_offer_the_plan(page: Page, workshop: str) -> str:
    page.goto(workshop)
    page.get_by_role("button", name="Susun rencana aksi").click()
    page.wait_for_url(re.compile(r"/rencana-aksi/\d+/$"))
    plan = re.search(r"/rencana-aksi/\d+/", page.url).group()
    page.get_by_role("link", name=re.compile("Jadikan butir aksi")).first.click()
    expect(page.locator("[name=title]")).to_have_value(ACTION)
    page.get_by_label("Bidang").select_option(label="Pencegahan")
    page.get_by_label("Penanggung jawab").select_option(label=DINAS)
    fill(page, "indicator", "Modul yang siap dipakai")
    fill(page, "target", "1.500,5")
    fill(page, "unit", "modul")
    fill(page, "due_on", TODAY)
    save(page)
    page.goto(plan)
    confirm(page, "Tawarkan")
    expect(page.get_by_text("Ditawarkan").first).to_be_visible()
    return plan


def accept_the_item(page: Page, plan: str) -> None:
    """The contact person sees on the first page what is asked, and accepts."""
    page.goto("/")
    page.get_by_role("link", name=ACTION).first.click()
    page.get_by_label("Sanggup", exact=True).check()
    press(page, "Kirim jawaban")
    expect(page.get_by_text("Disanggupi").first).to_be_visible()


def agree_the_plan(page: Page, plan: str) -> None:
    page.goto(plan)
    confirm(page, "Sepakati")
    expect(page.get_by_text("Berlaku").first).to_be_visible()


def report_progress_on_the_phone(page: Page) -> None:
    """Three taps and a photo from the first page."""
    page.goto("/")
    card = page.locator(".card-row").filter(has_text=ACTION)
    card.get_by_role("button", name="Perbarui status").click()
    page.locator("label").filter(has_text=re.compile(r"^\s*Selesai\s*$")).click()
    fill(page, "value", "1.500,5")
    fill(page, "narrative", "Modul selesai disusun dan dibagikan.")
    # "Done" needs evidence: refused, and nothing typed is lost.
    page.get_by_role("button", name="Ajukan").click()
    expect(page.get_by_role("alert").first).to_contain_text("data dukung")
    expect(page.locator("[name=narrative]")).to_have_value("Modul selesai disusun dan dibagikan.")
    page.locator("[name=files]").set_input_files(photo())
    page.get_by_role("button", name="Ajukan").click()
    page.wait_for_load_state()
    expect(page.get_by_text("Menunggu verifikasi").first).to_be_visible()


def verify_progress(page: Page) -> None:
    page.goto("/rencana-aksi/verifikasi/")
    card = page.locator("article, section, li").filter(has_text=ACTION).last
    card.get_by_role("button", name="Terima").click()
    expect(page.get_by_role("status")).to_contain_text("diterima")
    expect(page.locator("main").get_by_text(ACTION)).to_have_count(0)


def ask_for_the_report(page: Page) -> str:
    """Ask, watch it advance without a reload, and read the review copy."""
    page.goto("/laporan/")
    page.get_by_role("link", name="Minta laporan").first.click()
    page.get_by_label("Periode").select_option(index=1)
    press(page, "Minta laporan")
    page.wait_for_url(re.compile(r"/laporan/\d+/"))
    report = re.search(r"/laporan/\d+/", page.url).group()
    expect(page.get_by_role("link", name=re.compile("Unduh")).first).to_be_visible(timeout=RENDER_MILLISECONDS)
    text = download(page)
    assert "DRAF" in text
    assert ACTION in text
    return report


def issue_the_report(page: Page, report: str) -> None:
    page.goto(report)
    page.get_by_role("link", name="Terbitkan").first.click()
    fill(page, "number", "B/123/UJI/2026")
    fill(page, "dated_on", TODAY)
    press(page, "Terbitkan")
    expect(page.get_by_text("Terbit", exact=True).first).to_be_visible(timeout=RENDER_MILLISECONDS)


def read_the_report(page: Page, report: str) -> None:
    """The official opens the first page, goes to the reports and downloads this one."""
    page.goto("/")
    page.get_by_role("link", name="Laporan", exact=True).click()
    page.locator(f"a[href='{report}']").first.click()
    text = download(page)
    assert "B/123/UJI/2026" in text
    assert "DRAF" not in text
    assert re.search(r"Halaman 1 dari \d+", text)


def download(page: Page) -> str:
    """The text of the PDF behind the page's download link."""
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Unduh")).first.click()
    file = started.value
    assert re.fullmatch(r"laporan-progres-[\w-]+\.pdf", file.suggested_filename)
    return " ".join("\n".join(leaf.extract_text() for leaf in PdfReader(file.path()).pages).split())
