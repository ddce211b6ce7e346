import pytest

from action_plans.models import ActionItem, ProgressUpdate

Status = ProgressUpdate.Status


def path(update):
    return f"/rencana-aksi/kemajuan/{update.pk}/kembalikan/"


def test_an_update_goes_back_with_its_reason(signed_in, staff, sent, contact_person):
    response = signed_in(staff).post(path(sent), {"version": sent.version, "note": " Daftar hadir belum ada. "})
    assert (response.status_code, response["Location"]) == (302, "/rencana-aksi/verifikasi/")
    sent.refresh_from_db()
    assert (sent.status, sent.status_changes.last().note) == (Status.RETURNED, "Daftar hadir belum ada.")
    assert ActionItem.objects.get().status == ActionItem.Status.NOT_STARTED
    page = signed_in(contact_person).get(f"/rencana-aksi/kemajuan/{sent.pk}/")
    assert "Daftar hadir belum ada." in page.content.decode()


@pytest.mark.parametrize("note", ["", "  ", "x" * 2001, "a\x00b"])
def test_a_reason_that_will_not_do_is_asked_for_again(signed_in, staff, sent, note):
    response = signed_in(staff).post(path(sent), {"version": sent.version, "note": note})
    assert response.status_code == 422
    text = response.content.decode()
    assert 'href="#id_note"' in text
    assert 'aria-invalid="true"' in text
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_a_stale_decision_keeps_the_typed_reason(signed_in, staff, sent):
    response = signed_in(staff).post(path(sent), {"version": 1, "note": "Foto buram"})
    assert response.status_code == 409
    assert "Foto buram" in response.content.decode()
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_whoever_submitted_cannot_return(signed_in, staff, sent):
    sent.submitted_by = staff
    sent.save()
    assert signed_in(staff).post(path(sent), {"version": sent.version, "note": "x"}).status_code == 403


def test_it_does_not_exist_for_an_outsider(signed_in, outsider, sent):
    assert signed_in(outsider).post(path(sent), {"version": sent.version, "note": "x"}).status_code == 404


def test_a_seer_without_the_right_is_refused(signed_in, contact_person, coordinator, sent):
    for user in (contact_person, coordinator):
        assert signed_in(user).post(path(sent), {"version": sent.version, "note": "x"}).status_code == 403


def test_a_get_is_refused(signed_in, staff, sent):
    assert signed_in(staff).get(path(sent)).status_code == 405


def test_a_missing_reason_comes_back_as_a_card(signed_in, staff, sent):
    response = signed_in(staff).post(path(sent), {"version": sent.version}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Isi alasannya" in page
    assert "<html" not in page
