from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports import services
from reports.models import Report
from tests.reports import papers


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/tanda-tangan/"


def sent(content: bytes) -> dict:
    return {"file": SimpleUploadedFile("bertanda-tangan.pdf", content, "application/pdf")}


def test_the_leader_hands_in_what_was_signed_and_the_page_says_that_it_is_looked_at(
    awaiting, leader, signed_in, unsigned, seal_file
):
    client = signed_in(leader)
    response = client.post(path(awaiting), sent(papers.sign_outside(unsigned, seal_file)))
    assert (response.status_code, response.url) == (302, f"/laporan/{awaiting.pk}/")
    assert "sedang diperiksa" in client.get(response.url).content.decode()
    services.check_document(awaiting.checks.get().pk)
    page = client.get(response.url).content.decode()
    assert "Ditandatangani oleh Segel Uji" in page
    assert "Terbit" in page


def test_the_page_of_the_report_says_what_to_do(awaiting, leader, signed_in):
    page = signed_in(leader).get(f"/laporan/{awaiting.pk}/").content.decode()
    for words in ("Menunggu tanda tangan", "Unduh untuk ditandatangani", "Unggah yang ditandatangani"):
        assert words in page
    with closing(signed_in(leader).get(f"/laporan/{awaiting.pk}/unduh/")) as download:
        assert "edisi-1-untuk-ditandatangani.pdf" in download["Content-Disposition"]


def test_staff_download_it_but_sign_nothing(awaiting, staff, signed_in):
    page = signed_in(staff).get(f"/laporan/{awaiting.pk}/").content.decode()
    assert "Unggah yang ditandatangani" not in page
    assert "Batalkan penandatanganan" not in page


def test_a_refusal_is_told_on_both_pages(awaiting, leader, signed_in, unsigned):
    client = signed_in(leader)
    client.post(path(awaiting), sent(unsigned))
    services.check_document(awaiting.checks.get().pk)
    for address in (path(awaiting), f"/laporan/{awaiting.pk}/"):
        assert "belum ditandatangani" in client.get(address).content.decode()


@pytest.mark.parametrize(("content", "words"), [(None, "Wajib diisi"), (b"", "kosong")])
def test_it_says_why_a_file_was_not_taken(awaiting, leader, signed_in, content, words):
    response = signed_in(leader).post(path(awaiting), {} if content is None else sent(content))
    assert response.status_code == 422
    assert words in response.content.decode()


def test_what_does_not_wait_takes_none(ready, leader, signed_in):
    response = signed_in(leader).post(path(ready), sent(b"x"))
    assert response.status_code == 422
    assert "tidak lagi menunggu" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("official", 404), ("contact_person", 404)])
def test_others_are_refused(request, who, status, awaiting, signed_in):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(path(awaiting)).status_code == status
    assert client.post(path(awaiting), sent(b"x")).status_code == status


def test_other_methods_are_refused(awaiting, leader, signed_in):
    assert signed_in(leader).delete(path(awaiting)).status_code == 405
