import pytest

from action_plans.models import Commitment

Status = Commitment.Status


@pytest.fixture
def commitment(offered):
    return offered.commitments.get()


@pytest.fixture
def url(commitment):
    return f"/rencana-aksi/komitmen/{commitment.pk}/jawab/"


def test_a_contact_person_accepts(signed_in, contact_person, commitment, url):
    answer = signed_in(contact_person).post(url, {"answer": "accepted", "terms_version": 1}, follow=True)
    assert answer.redirect_chain == [(f"/rencana-aksi/butir/{commitment.item_id}/", 302)]
    assert "tercatat" in answer.content.decode()
    commitment.refresh_from_db()
    assert commitment.status == Status.ACCEPTED


def test_a_refusal_needs_a_reason(signed_in, contact_person, commitment, url):
    browser = signed_in(contact_person)
    answer = browser.post(url, {"answer": "declined", "terms_version": 1}, follow=True)
    assert "Isi alasan mengapa" in answer.content.decode()
    browser.post(url, {"answer": "declined", "terms_version": 1, "note": "Anggaran tidak ada."})
    commitment.refresh_from_db()
    assert commitment.status == Status.DECLINED
    assert "Anggaran tidak ada." in browser.get(f"/rencana-aksi/butir/{commitment.item_id}/").content.decode()


def test_bnn_records_an_answer_with_its_source(signed_in, staff, commitment, url):
    browser = signed_in(staff)
    answer = browser.post(url, {"answer": "accepted", "terms_version": 1}, follow=True)
    assert "Isi sumber jawaban" in answer.content.decode()
    browser.post(url, {"answer": "accepted", "terms_version": 1, "source": "Surat Dinas 12 Januari"})
    commitment.refresh_from_db()
    assert (commitment.status, commitment.answer_source) == (Status.ACCEPTED, "Surat Dinas 12 Januari")


def test_it_takes_ten_statements(signed_in, contact_person, url, django_assert_num_queries):
    browser = signed_in(contact_person)
    with django_assert_num_queries(10):
        browser.post(url, {"answer": "accepted", "terms_version": 1})


def test_an_answer_to_older_terms_or_to_nothing_is_refused(signed_in, contact_person, commitment, url):
    browser = signed_in(contact_person)
    for data in ({}, {"answer": "x", "terms_version": 1}, {"answer": "accepted", "terms_version": "9" * 30}):
        assert browser.post(url, data).status_code == 302
    answer = browser.post(url, {"answer": "accepted", "terms_version": 2}, follow=True)
    assert "berubah sejak Anda membukanya" in answer.content.decode()
    commitment.refresh_from_db()
    assert commitment.status == Status.OFFERED


def test_who_may_not_and_who_does_not_see(
    client, signed_in, staff, outsider, polresta, commitment, url, contact_person
):
    assert signed_in(outsider).post(url).status_code == 404
    commitment.item.commitments.create(institution=polresta, role=Commitment.Role.SUPPORTING)
    assert signed_in(outsider).post(url).status_code == 403
    assert signed_in(staff).get(url).status_code == 405
    assert client.post(url).status_code == 302
