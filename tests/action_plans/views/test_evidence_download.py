import pytest

from action_plans.services import add_evidence, return_progress
from bnn_portal.files import check_upload
from tests.factories import EvidenceFactory


def path(piece):
    return f"/rencana-aksi/data-dukung/{piece.pk}/"


def status(client, piece) -> int:
    """The answer's status, read to its end, so that the file behind it is closed again."""
    response = client.get(path(piece))
    list(response)
    return response.status_code


@pytest.fixture
def piece(draft, photo, contact_person):
    return add_evidence(draft, files=[check_upload(photo("Foto kegiatan.jpg"))], by=contact_person)[0]


def test_those_who_work_on_the_item_download_it(signed_in, contact_person, coordinator, staff, sent, photo):
    piece = EvidenceFactory(update=sent, original_name="Daftar hadir.pdf")
    for user in (contact_person, coordinator, staff):
        response = signed_in(user).get(path(piece))
        assert response.status_code == 200
        assert response["Content-Disposition"] == 'attachment; filename="Daftar hadir.pdf"'
        assert response["Content-Type"] == "application/pdf"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"
        assert response.getvalue() == b"%PDF-1.4 uji"


def test_anothers_evidence_does_not_exist(signed_in, outsider, official, sent):
    piece = EvidenceFactory(update=sent)
    for user in (outsider, official):
        assert status(signed_in(user), piece) == 404


def test_evidence_of_an_unsent_draft_belongs_to_its_writers(signed_in, contact_person, staff, coordinator, piece):
    assert status(signed_in(contact_person), piece) == 200
    for user in (staff, coordinator):
        assert status(signed_in(user), piece) == 404


def test_evidence_of_a_returned_update_stays_readable(signed_in, contact_person, staff, sent):
    piece = EvidenceFactory(update=sent)
    return_progress(sent, by=staff, version=sent.version, note="Kurang")
    assert status(signed_in(contact_person), piece) == 200


def test_a_link_and_a_missing_file_are_not_found(signed_in, contact_person, draft, piece):
    link = EvidenceFactory(update=draft, file="", url="https://contoh.example/a")
    assert status(signed_in(contact_person), link) == 404
    piece.file.storage.delete(piece.file.name)
    assert status(signed_in(contact_person), piece) == 404


def test_nobody_downloads_it_unknown(client, piece):
    response = client.get(path(piece))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/masuk/")


def test_a_post_is_refused(signed_in, contact_person, piece):
    assert signed_in(contact_person).post(path(piece)).status_code == 405
