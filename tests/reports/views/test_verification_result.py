import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports import services
from reports.models import DocumentCheck, Report

Verdict = DocumentCheck.Verdict


def check_of(report: Report, content: bytes) -> DocumentCheck:
    return services.request_check(report, SimpleUploadedFile("salinan.pdf", content))


def answered(report: Report, verdict: str, **facts) -> DocumentCheck:
    return DocumentCheck.objects.create(report=report, verdict=verdict, sha256="c" * 64, size=1234, **facts)


def path(check: DocumentCheck) -> str:
    return f"/v/{check.report.code}/periksa/{check.key}/"


def test_until_it_is_known_the_page_asks_again_and_can_be_asked_without_a_script(client, edition):
    check = check_of(edition, b"bukan PDF")
    page = client.get(path(check)).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "Lihat keadaan terbaru" in page
    part = client.get(path(check), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    services.check_document(check.pk)
    part = client.get(path(check), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert "Tidak cocok" in part


def test_the_issued_file_is_genuine_and_counts(client, edition, sealed):
    page = client.get(path(check_of(edition, sealed))).content.decode()
    assert "Asli dan berlaku" in page
    assert "Disegel oleh Segel Uji" in page


def test_a_superseded_file_is_genuine_but_counts_no_longer(client, edition, seal_edition, sealed):
    second = seal_edition(sealed + b"%")
    page = client.get(path(check_of(edition, sealed))).content.decode()
    assert "Asli, tetapi tidak berlaku lagi" in page
    assert f'href="/v/{second.code}/"' in page


def test_a_revoked_file_is_genuine_but_withdrawn(client, edition, sealed, leader):
    check = check_of(edition, sealed)
    services.revoke_report(edition, "Angka keliru", by=leader)
    assert "Asli, tetapi dicabut" in client.get(path(check)).content.decode()


@pytest.mark.parametrize(
    "verdict", sorted(set(Verdict) - {Verdict.GENUINE, Verdict.ACCEPTED, Verdict.REFUSED}, key=str)
)
def test_everything_else_does_not_match(client, edition, verdict):
    page = client.get(path(answered(edition, verdict))).content.decode()
    assert "<h2>Tidak cocok</h2>" in page
    assert "Asli" not in page.split("<main")[1]


def test_a_fake_with_a_genuine_code_is_told_to_be_one(client, edition):
    page = client.get(path(answered(edition, Verdict.FOREIGN))).content.decode()
    assert "ditempel pada dokumen palsu" in page


def test_what_differs_is_named(client, edition):
    page = client.get(path(answered(edition, Verdict.ALTERED, changed_pages=[2, 5], has_sound_seal=False)))
    words = page.content.decode()
    assert "Halaman yang berbeda: 2, 5." in words
    assert "dibuat pihak lain" in words


def test_another_edition_is_linked(client, edition, seal_edition, sealed):
    second = seal_edition(sealed + b"%")
    page = client.get(path(answered(second, Verdict.OTHER_EDITION, found=edition))).content.decode()
    assert f'href="/v/{edition.code}/"' in page


def test_it_belongs_to_its_report_and_to_copies_only(client, edition):
    check = answered(edition, Verdict.FOREIGN)
    assert client.get(f"/v/{'0' * 32}/periksa/{check.key}/").status_code == 404
    assert client.get(f"/v/{edition.code}/periksa/{uuid.uuid4()}/").status_code == 404
    signed = answered(edition, Verdict.ACCEPTED, purpose=DocumentCheck.Purpose.SIGNED)
    assert client.get(path(signed)).status_code == 404


def test_it_is_only_read(client, edition):
    assert client.post(path(answered(edition, Verdict.FOREIGN))).status_code == 405


def test_the_page_costs_a_constant_number_of_statements(client, edition, count_queries):
    assert count_queries(client, path(answered(edition, Verdict.FOREIGN))) <= 8
