from datetime import date

import pytest

from action_plans.models import ProgressUpdate
from action_plans.services import add_evidence
from bnn_portal.files import check_upload
from tests.factories import ActionItemFactory, EvidenceFactory, ProgressUpdateFactory

PATH = "/rencana-aksi/verifikasi/"
SUBMITTED = ProgressUpdate.Status.SUBMITTED


@pytest.fixture
def page(signed_in, staff):
    def fetch(user=staff):
        response = signed_in(user).get(PATH)
        assert response.status_code == 200
        return response

    return fetch


def test_the_one_that_waits_longest_is_read_first(page, dinas, in_force, sent):
    older = ProgressUpdateFactory(
        item=ActionItemFactory(plan=in_force.plan, lead=dinas),
        institution=dinas,
        status=SUBMITTED,
        happened_on=date(2024, 2, 10),
    )
    response = page()
    assert list(response.context["updates"]) == [older, sent]
    assert "2 laporan menunggu" in response.content.decode()


def test_a_verifier_sees_what_is_claimed_against_what_counted(page, draft, photo, contact_person, in_force, dinas):
    ProgressUpdateFactory(item=in_force, institution=dinas, value=2, happened_on=date(2024, 1, 20))
    add_evidence(draft, files=[check_upload(photo("kegiatan.jpg"))], by=contact_person)
    ProgressUpdate.objects.filter(pk=draft.pk).update(
        status=SUBMITTED,
        value=7,
        narrative="Tujuh sekolah.",
        item_status="blocked",
        obstacle="budget",
        obstacle_note="Menunggu anggaran perubahan",
        submitted_at="2024-03-01T02:00Z",
        submitted_by=contact_person,
        period=1,
    )
    text = page().content.decode()
    for shown in (
        in_force.title,
        "Dinas Pendidikan",
        "Tujuh sekolah.",
        "Terkendala",
        "sebelumnya belum dimulai",
        "<strong>7</strong> dari 10 sekolah",
        "sebelumnya 2",
        "Anggaran terbatas",
        "Menunggu anggaran perubahan",
        f"/rencana-aksi/data-dukung/{draft.evidence.get().pk}/mini/",
    ):
        assert shown in text


def test_ones_own_report_stands_there_without_buttons(page, sent, staff, leader):
    sent.submitted_by = staff
    sent.save()
    text = page().content.decode()
    assert "diverifikasi petugas lain" in text
    assert "/terima/" not in text
    assert "/terima/" in page(leader).content.decode()


def test_drafts_and_decided_ones_are_not_there(page, draft, dinas, in_force):
    ProgressUpdateFactory(item=ActionItemFactory(plan=in_force.plan, lead=dinas), institution=dinas)
    response = page()
    assert not response.context["updates"]
    assert "Semua laporan sudah diperiksa" in response.content.decode()


def test_invented_reports_are_marked(page, sent):
    assert "bukan data nyata" not in page().content.decode()
    workshop = sent.item.plan.workshop
    workshop.is_sample = True
    workshop.save()
    assert "bukan data nyata" in page().content.decode()


def test_it_is_for_bnn(signed_in, contact_person, coordinator, official):
    for user in (contact_person, coordinator, official):
        assert signed_in(user).get(PATH).status_code == 403


def test_a_post_is_refused(signed_in, staff):
    assert signed_in(staff).post(PATH).status_code == 405


def test_a_page_that_is_not_there_is_not_found(signed_in, staff):
    assert signed_in(staff).get(PATH, {"page": "9"}).status_code == 404


def test_the_number_of_statements_does_not_grow(count_queries, signed_in, staff, dinas, in_force):
    def add(count):
        for _ in range(count):
            item = ActionItemFactory(plan=in_force.plan, lead=dinas)
            EvidenceFactory(update=ProgressUpdateFactory(item=item, institution=dinas, status=SUBMITTED))

    browser = signed_in(staff)
    add(1)
    with_one = count_queries(browser, PATH)
    add(2)
    assert count_queries(browser, PATH) == with_one
    add(47)
    assert count_queries(browser, PATH) == with_one
