"""The leader lays down what every later document bears."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from stakeholders.models import OfficeSettings
from tests.factories.stakeholders import AppointmentFactory

PATH = "/kantor/"


def typed(**changes) -> dict[str, str]:
    office = OfficeSettings.objects.get()
    return {
        "version": office.version,
        "letterhead": "BADAN NARKOTIKA NASIONAL\n  KOTA MALANG ",
        "address": "Jalan Contoh 1",
        "phone": "",
        "email": "",
        "city": "Malang",
        "signatory_title": "Kepala BNN Kota Malang",
        "number_pattern": "B/…/{bulan}/{tahun}",
        "good_from": "90",
        "fair_from": "60",
        "stale_days": "30",
        "help_contact": "",
        **changes,
    }


def picture(image_format: str = "PNG", size: tuple[int, int] = (600, 300)) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, image_format)
    return SimpleUploadedFile("lambang.png", content.getvalue(), "image/png")


def test_the_leader_sets_what_documents_bear(leader, signed_in):
    response = signed_in(leader).post(PATH, {**typed(), "logo": picture()})
    assert (response.status_code, response.url) == (302, PATH)
    office = OfficeSettings.objects.get()
    assert office.letterhead == "BADAN NARKOTIKA NASIONAL\nKOTA MALANG"
    assert (office.number_pattern, office.good_from, office.fair_from) == ("B/…/{bulan}/{tahun}", 90, 60)
    assert (office.version, office.edited_by) == (2, leader)
    with Image.open(io.BytesIO(office.logo)) as logo:
        assert (logo.format, logo.size) == ("PNG", (240, 120))


def test_a_logo_stays_until_it_is_replaced_or_dropped(leader, signed_in):
    browser = signed_in(leader)
    browser.post(PATH, {**typed(), "logo": picture()})
    browser.post(PATH, typed())
    assert OfficeSettings.objects.get().logo
    assert "Hapus lambang yang sekarang" in browser.get(PATH).content.decode()
    browser.post(PATH, {**typed(), "drops_logo": "on"})
    assert not OfficeSettings.objects.get().logo


@pytest.mark.parametrize(
    "wrong",
    [
        {"letterhead": "satu\ndua\ntiga\nempat\nlima"},
        {"letterhead": "x" * 61},
        {"letterhead": ""},
        {"good_from": "60", "fair_from": "90"},
        {"good_from": "90", "fair_from": ""},
        {"good_from": "101"},
        {"stale_days": "0"},
        {"number_pattern": "x" * 81},
        {"address": "a\x00b"},
        {"email": "bukan surel"},
        {"logo": SimpleUploadedFile("lambang.png", b"\x89PNG\r\n\x1a\nrusak", "image/png")},
        {"logo": SimpleUploadedFile("lambang.svg", b"<svg onload='x'/>", "image/svg+xml")},
        {"logo": SimpleUploadedFile("lambang.png", b"", "image/png")},
    ],
)
def test_it_says_why_it_was_refused(leader, signed_in, wrong):
    response = signed_in(leader).post(PATH, {**typed(address="Jalan Contoh 1"), **wrong})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    office = OfficeSettings.objects.get()
    assert (office.address, bytes(office.logo)) == ("", b"")


def test_a_pdf_is_no_logo(leader, signed_in, a_pdf):
    response = signed_in(leader).post(PATH, {**typed(), "logo": a_pdf})
    assert response.status_code == 422
    assert "bukan gambar" in response.content.decode()


@pytest.fixture
def a_pdf() -> SimpleUploadedFile:
    import pikepdf

    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(content)
    return SimpleUploadedFile("lambang.pdf", content.getvalue(), "application/pdf")


def test_a_stale_page_is_answered_with_both_texts(leader, signed_in):
    form = typed(address="Jalan Kedua 2")
    OfficeSettings.objects.update(version=2, address="Jalan Pertama 1")
    response = signed_in(leader).post(PATH, form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Jalan Pertama 1" in page
    assert "Jalan Kedua 2" in page


def test_it_names_todays_signatory_with_plh(leader, office, signed_in):
    browser = signed_in(leader)
    assert "Nama di laporan dikosongkan" in browser.get(PATH).content.decode()
    AppointmentFactory(
        institution=office, position_title="Kepala BNN Kota Malang", acting="Plh.", person_name="Pejabat Uji"
    )
    assert "Pejabat Uji, Plh. Kepala BNN Kota Malang" in browser.get(PATH).content.decode()
    assert "Setelan kantor" in browser.get(f"/instansi/{office.pk}/").content.decode()


def test_staff_reads_of_the_office_but_does_not_set_it(staff, office, signed_in):
    browser = signed_in(staff)
    assert "Setelan kantor" not in browser.get(f"/instansi/{office.pk}/").content.decode()
    assert (browser.get(PATH).status_code, browser.post(PATH, typed()).status_code) == (403, 403)


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_others_are_refused(request, who, signed_in):
    assert signed_in(request.getfixturevalue(who)).get(PATH).status_code == 403


def test_other_methods_are_refused(leader, signed_in):
    assert signed_in(leader).put(PATH).status_code == 405
