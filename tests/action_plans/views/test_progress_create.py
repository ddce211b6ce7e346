import pytest

from action_plans.models import ProgressUpdate
from action_plans.services import (
    accept_progress,
    cancel_item,
    return_progress,
    save_progress,
    submit_progress,
    withdraw_progress,
)
from bnn_portal.files import check_upload
from tests.factories import (
    ActionItemFactory,
    EvidenceFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    UserFactory,
)


def path(item):
    return f"/tugas/{item.pk}/lapor/"


def form_of(update):
    return f"/rencana-aksi/kemajuan/{update.pk}/"


@pytest.fixture
def browser(signed_in, contact_person):
    return signed_in(contact_person)


def test_one_press_opens_the_draft_and_the_next_the_same(browser, in_force, dinas, contact_person):
    first = browser.post(path(in_force))
    update = ProgressUpdate.objects.get()
    assert (update.institution, update.created_by) == (dinas, contact_person)
    assert first["Location"] == browser.post(path(in_force))["Location"] == form_of(update)


def test_a_correction_begins_with_all_that_was_said(browser, in_force, sent, staff):
    return_progress(sent, by=staff, version=sent.version, note="Foto belum ada")
    response = browser.post(path(in_force), {"replaces": sent.pk})
    update = ProgressUpdate.objects.get(status=ProgressUpdate.Status.DRAFT)
    assert response["Location"] == form_of(update)
    assert (update.replaces, update.value, update.narrative) == (sent, 4, "Empat sekolah.")


def test_after_a_return_any_new_update_is_its_correction(browser, in_force, sent, staff):
    return_progress(sent, by=staff, version=sent.version, note="Foto belum ada")
    browser.post(path(in_force))
    update = ProgressUpdate.objects.get(status=ProgressUpdate.Status.DRAFT)
    assert (update.replaces, update.narrative) == (sent, "Empat sekolah.")


def test_what_was_withdrawn_is_not_typed_again(browser, in_force, sent, contact_person):
    withdraw_progress(sent, by=contact_person)
    browser.post(path(in_force))
    update = ProgressUpdate.objects.get(status=ProgressUpdate.Status.DRAFT)
    assert (update.replaces, update.narrative) == (None, "Empat sekolah.")


def test_a_correction_shows_what_was_shown_and_keeps_it_apart(browser, in_force, draft, photo, contact_person, staff):
    told = {"narrative": "Sepuluh sekolah.", "value": 10, "item_status": "done"}
    files = [check_upload(photo()), check_upload(photo("dua.jpg"))]
    save_progress(draft, told, by=contact_person, version=1, files=files, links=["https://contoh.example/a"])
    submit_progress(draft, by=contact_person)
    lost = draft.evidence.get(original_name="dua.jpg")
    lost.file.storage.delete(lost.file.name)
    return_progress(draft, by=staff, version=2, note="Kurang satu")

    browser.post(path(in_force), {"replaces": draft.pk})

    correction = ProgressUpdate.objects.get(status=ProgressUpdate.Status.DRAFT)
    kept, copied = draft.evidence.get(original_name="foto.jpg"), correction.evidence.get(original_name="foto.jpg")
    assert [piece.title for piece in correction.evidence.all()] == ["foto.jpg", "https://contoh.example/a"]
    assert (copied.sha256, copied.size, copied.is_image) == (kept.sha256, kept.size, True)
    assert {copied.file.name, copied.thumbnail.name}.isdisjoint({kept.file.name, kept.thumbnail.name})
    with copied.file.open() as copy, kept.file.open() as original:
        assert copy.read() == original.read()
    submit_progress(correction, by=contact_person)


def test_a_correction_takes_the_same_statements_for_many_pieces(browser, in_force, dinas, django_assert_num_queries):
    for count in (1, 3, 20):
        item = ActionItemFactory(plan=in_force.plan, lead=dinas)
        update = ProgressUpdateFactory(item=item, institution=dinas, status=ProgressUpdate.Status.RETURNED)
        EvidenceFactory.create_batch(count, update=update)
        with django_assert_num_queries(16):
            assert browser.post(path(item), {"replaces": update.pk}).status_code == 302
        assert item.updates.first().evidence.count() == count


def test_the_next_one_keeps_the_last_figure(browser, in_force, sent, staff):
    accept_progress(sent, by=staff, version=sent.version)
    browser.post(path(in_force))
    update = ProgressUpdate.objects.get(status=ProgressUpdate.Status.DRAFT)
    assert (update.value, update.narrative) == (4, "")


def test_whoever_acts_for_two_institutions_reports_for_the_lead_first(
    browser, in_force, dinas, polresta, contact_person
):
    MembershipFactory(user=contact_person, institution=polresta)
    item = ActionItemFactory(plan=in_force.plan, lead=polresta, supporting=[dinas])
    browser.post(path(item))
    browser.post(path(item), {"institution": dinas.pk})
    roles = dict(ProgressUpdate.objects.filter(item=item).values_list("institution", "role"))
    assert roles == {polresta.pk: "lead", dinas.pk: "supporting"}


def test_a_waiting_or_cancelled_item_says_why_not(browser, in_force, sent, leader):
    response = browser.post(path(in_force), follow=False)
    assert (response.status_code, response["Location"]) == (302, f"/rencana-aksi/butir/{in_force.pk}/")
    cancel_item(in_force, by=leader, reason="Tidak ada anggaran")
    browser.post(path(in_force))
    assert ProgressUpdate.objects.count() == 1


@pytest.mark.parametrize("posted", [{"institution": "x"}, {"replaces": "9" * 30}, {"replaces": "\x00"}])
def test_a_hostile_choice_is_not_found(browser, in_force, posted):
    assert browser.post(path(in_force), posted).status_code == 404
    assert not ProgressUpdate.objects.exists()


def test_another_institution_cannot_be_named(browser, in_force, foreign_draft, polresta):
    assert browser.post(path(in_force), {"institution": polresta.pk}).status_code == 404
    assert browser.post(path(in_force), {"replaces": foreign_draft.pk}).status_code == 404


def test_it_does_not_exist_for_an_outsider(signed_in, outsider, in_force):
    assert signed_in(outsider).post(path(in_force)).status_code == 404


def test_a_seer_without_the_right_is_refused(signed_in, coordinator, staff, in_force):
    assert signed_in(coordinator).post(path(in_force)).status_code == 403
    assert signed_in(staff).post(path(in_force)).status_code == 403


def test_two_bnn_accounts_do_not_write_into_each_others_draft(signed_in, staff, office, in_force):
    item = ActionItemFactory(plan=in_force.plan, lead=office)
    signed_in(UserFactory(role="staff", name="Petugas Lain")).post(path(item))
    response = signed_in(staff).post(path(item))
    assert response["Location"] == f"/rencana-aksi/butir/{item.pk}/"
    assert ProgressUpdate.objects.count() == 1


def test_a_get_is_refused(browser, in_force):
    assert browser.get(path(in_force)).status_code == 405
