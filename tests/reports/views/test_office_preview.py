"""A page as the settings make it, drawn by the worker and kept until they change."""

import io

import pytest
from pypdf import PdfReader

from reports import preview
from reports.models import Report
from stakeholders.models import OfficeSettings

PATH = "/kantor/pratinjau/"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(preview, "FOLDER", tmp_path / "previews")
    return tmp_path / "previews"


def test_the_page_waits_for_the_worker_and_then_hands_it_out(leader, signed_in):
    OfficeSettings.objects.update(letterhead="KANTOR CONTOH", number_pattern="B/…/2026")
    browser = signed_in(leader)
    assert "hx-trigger" in browser.get(PATH).content.decode()
    assert "Susun halaman contoh" in browser.get(f"{PATH}unduh/").content.decode()
    preview.draw()
    page = browser.get(PATH).content.decode()
    assert "Unduh halaman contoh" in page
    assert "hx-trigger" not in page
    response = browser.get(f"{PATH}unduh/")
    reader = PdfReader(io.BytesIO(b"".join(response.streaming_content)))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    for words in ("KANTOR CONTOH", "B/…/2026", "DATA CONTOH", "Kepala BNN Kota Malang,"):
        assert words in text
    assert not Report.objects.exists()


def test_changed_settings_call_for_a_new_one_and_the_old_one_goes(leader, signed_in, folder):
    preview.draw()
    OfficeSettings.objects.update(city="Batu")
    assert "Susun halaman contoh" in signed_in(leader).get(PATH).content.decode()
    preview.draw()
    preview.draw()
    assert [path.name for path in folder.iterdir()] == [preview.current().name]


def test_the_waiting_part_alone_is_asked_for_again(leader, signed_in):
    part = signed_in(leader).get(PATH, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="pratinjau-kantor"')
    assert "<html" not in part


@pytest.mark.parametrize("who", ["staff", "official", "contact_person", "coordinator"])
def test_others_are_refused(request, who, signed_in):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(PATH).status_code == 403
    assert browser.post(f"{PATH}susun/").status_code == 403
    assert browser.get(f"{PATH}unduh/").status_code == 403


def test_other_methods_are_refused(leader, signed_in):
    browser = signed_in(leader)
    assert browser.post(PATH).status_code == 405
    assert browser.get(f"{PATH}susun/").status_code == 405
