"""A page as the settings make it, drawn by the worker and kept until they change."""

import io

import pytest
from PIL import Image

from reports import documents, preview
from reports.models import Report
from stakeholders.models import OfficeSettings

PATH = "/kantor/pratinjau/"
PICTURE = "/kantor/pratinjau/halaman-1.png"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(preview, "FOLDER", tmp_path / "previews")
    return tmp_path / "previews"


def test_the_page_waits_for_the_worker_and_then_hands_it_out(leader, signed_in):
    OfficeSettings.objects.update(letterhead="KANTOR CONTOH", number_pattern="B/…/2026")
    browser = signed_in(leader)
    assert "hx-trigger" in browser.get(PATH).content.decode()
    assert "Susun halaman contoh" in browser.get(PICTURE).content.decode()
    preview.draw()
    page = browser.get(PATH).content.decode()
    assert f'src="{PICTURE}"' in page
    assert "hx-trigger" not in page
    with Image.open(io.BytesIO(b"".join(browser.get(PICTURE).streaming_content))) as picture:
        assert (picture.format, picture.height > picture.width) == ("PNG", True)
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_it_is_the_real_template_with_what_is_set_and_leads_to_no_verification():
    OfficeSettings.objects.update(letterhead="KANTOR CONTOH", number_pattern="B/…/2026")
    report = preview.sample()
    html = documents.compose(report).html
    for words in ("KANTOR CONTOH", "B/…/2026", "DATA CONTOH", "Kepala BNN Kota Malang,"):
        assert words in html
    assert report.code not in html


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
    assert browser.get(PICTURE).status_code == 403


def test_other_methods_are_refused(leader, signed_in):
    browser = signed_in(leader)
    assert browser.post(PATH).status_code == 405
    assert browser.get(f"{PATH}susun/").status_code == 405
