import pytest

from action_plans.models import ActionItem


def url(item):
    return f"/rencana-aksi/butir/{item.pk}/buka-kembali/"


@pytest.fixture
def done(in_force):
    ActionItem.objects.filter(pk=in_force.pk).update(status=ActionItem.Status.DONE)
    in_force.refresh_from_db()
    return in_force


def test_staff_take_back_done_with_a_reason(signed_in, staff, done):
    answer = signed_in(staff).post(url(done), {"note": "Ternyata belum semua sekolah."}, follow=True)
    assert f"{done.code} dibuka kembali." in answer.content.decode()
    done.refresh_from_db()
    assert done.status == ActionItem.Status.IN_PROGRESS


def test_a_reason_is_asked_for(signed_in, staff, done):
    signed_in(staff).post(url(done))
    done.refresh_from_db()
    assert done.status == ActionItem.Status.DONE


def test_an_open_item_has_nothing_to_reopen(signed_in, staff, in_force):
    answer = signed_in(staff).post(url(in_force), {"note": "Alasan."}, follow=True)
    assert "Hanya butir aksi yang selesai" in answer.content.decode()


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, contact_person, outsider, done):
    assert signed_in(contact_person).post(url(done)).status_code == 403
    assert signed_in(outsider).post(url(done)).status_code == 404
    assert signed_in(staff).get(url(done)).status_code == 405
    assert client.post(url(done)).status_code == 302
