import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from reports import services
from reports.models import DocumentCheck, Report


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def path(report: Report) -> str:
    return f"/v/{report.code}/"


def copy(content: bytes = b"bukan PDF") -> dict:
    return {"file": SimpleUploadedFile("salinan.pdf", content, "application/pdf")}


def test_everybody_who_holds_the_paper_reads_what_was_issued(client, edition):
    page = client.get(path(edition)).content.decode()
    assert "masih berlaku" in page
    for words in (
        "B/12/VII/2024",
        "8 Juli 2024",
        str(edition.period.get_semester_display()),
        edition.file_sha256,
        "tidak tersertifikasi",
    ):
        assert words in page
    assert f'src="/v/{edition.code}/halaman-1.png"' in page
    assert 'content="noindex"' in page


def test_a_superseded_edition_leads_to_the_one_that_counts(client, edition, seal_edition):
    second = seal_edition()
    page = client.get(path(edition)).content.decode()
    assert "Edisi ini sudah diganti" in page
    assert f'href="/v/{second.code}/"' in page
    assert "masih berlaku" not in page


def test_a_revoked_report_says_why(client, edition, leader):
    services.revoke_report(edition, "Angka keliru", by=leader)
    page = client.get(path(edition)).content.decode()
    assert "dicabut" in page
    assert "Angka keliru" in page
    assert "masih berlaku" not in page


@pytest.mark.parametrize("state", ["queued", "rendering", "ready", "awaiting", "failed"])
def test_what_was_not_issued_says_so_and_nothing_else(request, client, state):
    report = request.getfixturevalue(state)
    response = client.get(path(report))
    page = response.content.decode()
    assert response.status_code == 200
    assert "belum terbit" in page
    assert report.title not in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    assert client.post(path(report), copy()).status_code == 404


@pytest.mark.parametrize("classification", ["limited", "secret"])
def test_what_is_not_for_everybody_is_confirmed_without_its_picture(client, seal_edition, classification):
    report = seal_edition(classification=classification)
    page = client.get(path(report)).content.decode()
    assert "Tidak ditampilkan" in page
    assert "halaman-1.png" not in page


def test_an_unknown_code_is_not_there(client, db):
    assert client.get("/v/" + "0" * 32 + "/").status_code == 404


def test_a_copy_is_taken_and_answered_on_its_own_page(client, edition, sealed):
    response = client.post(path(edition), copy(sealed))
    check = DocumentCheck.objects.get()
    assert (response.status_code, response.url) == (302, f"/v/{edition.code}/periksa/{check.key}/")
    assert check.verdict == DocumentCheck.Verdict.GENUINE


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Wajib diisi"),
        (copy(b""), "kosong"),
        (copy(b"x" * (20 * 2**20 + 1)), "20 MB"),
    ],
)
def test_it_says_why_a_file_was_not_taken(client, edition, sent, words):
    response = client.post(path(edition), sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not DocumentCheck.objects.exists()


def test_from_one_address_only_so_many_are_taken(client, edition, sealed):
    answers = [client.post(path(edition), copy(sealed)).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]
    page = client.post(path(edition), copy(sealed)).content.decode()
    assert "Tunggu sepuluh menit" in page


def test_other_methods_are_refused(client, edition):
    assert client.delete(path(edition)).status_code == 405


def test_the_page_costs_a_constant_number_of_statements(client, edition, count_queries):
    assert count_queries(client, path(edition)) <= 8
