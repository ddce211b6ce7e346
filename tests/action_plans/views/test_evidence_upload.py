import uuid

import pytest

from tests.factories import EvidenceFactory


def path(update):
    return f"/rencana-aksi/kemajuan/{update.pk}/unggah/"


@pytest.fixture
def browser(signed_in, contact_person):
    return signed_in(contact_person)


def test_a_photo_becomes_evidence_of_the_draft(browser, draft, photo):
    response = browser.post(path(draft), {"files": photo("rapat.jpg"), "key": uuid.uuid4().hex})
    assert response.status_code == 200
    piece = draft.evidence.get()
    text = response.content.decode()
    assert text.lstrip().startswith("<li")
    assert piece.get_thumbnail_url() in text
    assert "rapat.jpg" in text
    assert "diunggah 1 Mar 2024" in text
    draft.refresh_from_db()
    assert draft.version == 1


def test_what_is_sent_again_is_kept_once(browser, draft, photo):
    key = uuid.uuid4().hex
    first, second = (browser.post(path(draft), {"files": photo(), "key": key}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    assert draft.evidence.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_that_arrive_at_once_are_kept_once(at_once, signed_in, contact_person, draft, photo):
    key = uuid.uuid4().hex
    browsers = [signed_in(contact_person) for _ in range(2)]
    send = [lambda browser=browser: browser.post(path(draft), {"files": photo(), "key": key}) for browser in browsers]
    assert [response.status_code for response in at_once(*send)] == [200, 200]
    assert draft.evidence.count() == 1


@pytest.mark.parametrize("key", ["", "x", "0" * 31])
def test_a_sending_without_a_name_is_refused(browser, draft, photo, key):
    assert browser.post(path(draft), {"files": photo(), "key": key}).status_code == 422
    assert not draft.evidence.exists()


def test_a_broken_photo_is_named(browser, draft, photo):
    broken = photo("rusak.jpg")
    broken.file.truncate(200)
    broken.size = 200
    response = browser.post(path(draft), {"files": broken, "key": uuid.uuid4().hex})
    assert response.status_code == 422
    assert response.content.decode() == "Foto “rusak.jpg” rusak atau tidak utuh. Ambil atau pilih foto lain."


def test_the_twenty_first_is_refused(browser, draft, photo):
    EvidenceFactory.create_batch(20, update=draft)
    response = browser.post(path(draft), {"files": photo(), "key": uuid.uuid4().hex})
    assert (response.status_code, draft.evidence.count()) == (422, 20)
    assert "Paling banyak 20 data dukung" in response.content.decode()


def test_a_sent_report_takes_no_more(browser, sent, photo):
    response = browser.post(path(sent), {"files": photo(), "key": uuid.uuid4().hex})
    assert response.status_code == 422
    assert "sudah diajukan" in response.content.decode()


def test_anothers_draft_does_not_exist(browser, signed_in, draft, foreign_draft, staff, photo):
    assert browser.post(path(foreign_draft), {"files": photo(), "key": uuid.uuid4().hex}).status_code == 404
    assert signed_in(staff).post(path(draft)).status_code == 404


def test_a_seer_is_refused(signed_in, sent, staff, coordinator):
    for user in (staff, coordinator):
        assert signed_in(user).post(path(sent)).status_code == 403


def test_other_methods_are_refused(browser, draft):
    assert browser.get(path(draft)).status_code == 405
