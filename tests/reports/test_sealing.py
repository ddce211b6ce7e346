"""Issuing with a seal: from the snapshot to the bytes that are kept, and the code on each of their pages."""

import io
import socket
import threading
from hashlib import sha256

import page
import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command

from reports import documents, services, signing
from reports.models import Report
from reports.services import sealing
from reports.services.sealing import NotSealed, is_seal_configured
from tests.reports.conftest import DATED_ON, SEALED_AT

Status = Report.Status


@pytest.fixture
def office_seal(settings, seal_file):
    settings.SEAL_FILE = str(seal_file)


@pytest.fixture
def issued(items, queued, leader, office_seal) -> Report:
    copy = services.render_inline(queued)
    return services.render_inline(services.issue_report(copy, "B/12/VII/2024", DATED_ON, "ordinary", by=leader))


def read(report: Report) -> bytes:
    with report.file.open() as file:
        return file.read()


def test_an_issued_report_is_sealed_and_its_unsealed_bytes_come_out_again(issued):
    content = read(issued)
    assert issued.status == Status.PUBLISHED
    assert issued.signed_by == "Disegel oleh Segel Uji (tidak tersertifikasi)"
    assert issued.file_sha256 == sha256(content).hexdigest() != issued.rendered_sha256
    rendered = services.rerender_report(issued).content
    assert content.startswith(rendered)
    assert sha256(rendered).hexdigest() == issued.rendered_sha256
    output = io.StringIO()
    call_command("rerender_report", issued.pk, check=True, stdout=output)
    assert issued.rendered_sha256 in output.getvalue()
    for profile in ("ua1", "3a"):
        assert [str(failure) for failure in page.validate_pdf_bytes(content, profile=profile).failures] == []
    with issued.first_page.open() as picture:
        assert picture.read(8) == b"\x89PNG\r\n\x1a\n"


def test_the_moment_in_the_seal_is_when_it_was_issued_however_often_the_worker_began(issued):
    signature = pypdf.PdfReader(io.BytesIO(read(issued))).get_fields()[signing.FIELD]["/V"]
    moment = issued.status_changes.get(to_status=Status.ISSUING).at
    assert signature["/M"].startswith(f"D:{moment:%Y%m%d%H%M%S}")
    again = sealing.finish_document(issued, services.rerender_report(issued).content)
    assert again.content == read(issued)


def test_the_code_on_each_page_can_be_read_at_the_size_of_paper(issued):
    address = f"http://127.0.0.1:8000/v/{issued.code}/"
    document = pypdfium2.PdfDocument(read(issued))
    assert len(document) == issued.page_count
    for sheet in document:
        found = zxingcpp.read_barcodes(sheet.render(scale=150 / 72).to_pil())
        assert [code.text for code in found] == [address]
    assert address in "".join(sheet.get_textpage().get_text_range() for sheet in document).replace("\r\n", "")


def test_a_snapshot_from_before_the_code_stays_as_it_was(queued):
    queued.snapshot = queued.snapshot.replace('"portal":', '"dahulu":')
    page = documents.compose(queued)
    assert "qr" not in page.images
    assert "image:qr" not in page.html


def test_the_review_copy_is_not_sealed_and_says_when_its_code_counts(items, queued, office_seal):
    copy = services.render_inline(queued)
    assert pypdf.PdfReader(io.BytesIO(read(copy))).get_fields() is None
    assert (copy.signer_name, copy.first_page.name) == ("", "")
    assert "setelah laporan terbit" in documents.compose(copy).html


@pytest.mark.parametrize("trouble", ["password", "key"])
def test_without_its_seal_nothing_is_published(trouble, items, queued, leader, office_seal, settings, tmp_path):
    copy = services.render_inline(queued)
    services.issue_report(copy, "B/12/VII/2024", DATED_ON, "ordinary", by=leader)
    if trouble == "password":
        settings.SEAL_PASSWORD = "keliru"
    else:
        settings.SEAL_FILE = str(tmp_path / "tidak-ada.p12")
    services.render_report(copy.pk)
    copy.refresh_from_db()
    assert (copy.status, copy.edition, copy.published_at) == (Status.READY, None, None)
    assert "Segel kantor tidak dapat dibubuhkan" in copy.error


def test_an_office_without_a_seal_issues_without_one_and_says_so(ready, leader):
    assert not is_seal_configured()
    report = services.issue_report(ready, "B/12/VII/2024", DATED_ON, "ordinary", by=leader)
    assert report.signed_by == "Tanpa segel elektronik"


class SealingProcess(threading.Thread):
    """What systemd's socket and `python -m reports.signing` are together: one document, one answer."""

    def __init__(self, path, answer: bytes):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen()
        self.answer = answer
        self.asked = b""

    def run(self):
        connection, _ = self.socket.accept()
        with connection, connection.makefile("rb") as request:
            self.asked = request.read()
            connection.sendall(self.answer)
        self.socket.close()


def test_the_worker_has_it_sealed_by_the_user_who_has_the_key(tmp_path, settings, unsealed, sealed):
    settings.SEAL_SOCKET = str(tmp_path / "segel.sock")
    other = SealingProcess(settings.SEAL_SOCKET, signing.SEALED + sealed)
    other.start()
    assert is_seal_configured()
    assert sealing._sealed(unsealed, SEALED_AT) == sealed
    other.join(10)
    assert other.asked == signing.HEAD.pack(int(SEALED_AT.timestamp())) + unsealed


@pytest.mark.parametrize("answer", [signing.REFUSED, b""])
def test_what_the_other_user_refuses_is_not_sealed(tmp_path, settings, unsealed, answer):
    settings.SEAL_SOCKET = str(tmp_path / "segel.sock")
    other = SealingProcess(settings.SEAL_SOCKET, answer)
    other.start()
    with pytest.raises(NotSealed, match="refused"):
        sealing._sealed(unsealed, SEALED_AT)
    other.join(10)


def test_a_socket_that_nobody_listens_on_is_no_seal(tmp_path, settings, unsealed):
    settings.SEAL_SOCKET = str(tmp_path / "segel.sock")
    with pytest.raises(NotSealed):
        sealing._sealed(unsealed, SEALED_AT)
