import pytest
from django.core.files.storage import default_storage

from reports.models import Report, ReportDownload
from tests.reports.conftest import DOCUMENT


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/unduh/"


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator", "staff", "leader"])
def test_everyone_downloads_what_was_issued_and_is_remembered(request, who, published, signed_in):
    user = request.getfixturevalue(who)
    response = signed_in(user).get(path(published))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == DOCUMENT
    download = ReportDownload.objects.get()
    assert (download.user, download.report, download.file_sha256) == (user, published, published.file_sha256)


def test_the_file_has_a_speaking_name_and_stays_with_its_reader(published, official, signed_in):
    response = signed_in(official).get(path(published))
    assert b"".join(response.streaming_content)
    assert response["Content-Disposition"] == 'attachment; filename="laporan-progres-kota-malang-b06-2024-edisi-1.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]


def test_bnn_reads_the_review_copy_without_a_record(ready, staff, signed_in):
    response = signed_in(staff).get(path(ready))
    assert b"".join(response.streaming_content) == DOCUMENT
    assert "draf" in response["Content-Disposition"]
    assert not ReportDownload.objects.exists()


def test_a_look_at_the_headers_is_no_download(published, official, signed_in):
    response = signed_in(official).head(path(published))
    assert response.status_code == 200
    assert not ReportDownload.objects.exists()
    response.close()


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_a_review_copy_does_not_exist_for_others(request, who, ready, signed_in):
    assert signed_in(request.getfixturevalue(who)).get(path(ready)).status_code == 404


def test_a_report_without_a_file_is_404(queued, staff, signed_in):
    assert signed_in(staff).get(path(queued)).status_code == 404


def test_a_file_that_is_gone_is_404_and_not_recorded(published, official, signed_in):
    default_storage.delete(published.file.name)
    assert signed_in(official).get(path(published)).status_code == 404
    assert not ReportDownload.objects.exists()


def test_signing_in_comes_first(client, published):
    assert client.get(path(published)).status_code == 302


def test_other_methods_are_refused(published, official, signed_in):
    assert signed_in(official).post(path(published)).status_code == 405
