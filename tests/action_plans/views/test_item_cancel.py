from action_plans.models import ActionItem


def url(item):
    return f"/rencana-aksi/butir/{item.pk}/batalkan/"


def test_the_leader_cancels_an_item_in_force(signed_in, leader, in_force):
    answer = signed_in(leader).post(url(in_force), {"note": "Program dihapus."}, follow=True)
    assert f"{in_force.code} dibatalkan." in answer.content.decode()
    in_force.refresh_from_db()
    assert in_force.status == ActionItem.Status.CANCELLED


def test_a_reason_is_asked_for(signed_in, leader, in_force):
    signed_in(leader).post(url(in_force))
    in_force.refresh_from_db()
    assert in_force.status == ActionItem.Status.NOT_STARTED


def test_an_offer_is_not_cancelled(signed_in, leader, offered):
    answer = signed_in(leader).post(url(offered), {"note": "Alasan."}, follow=True)
    assert "berstatus “Ditawarkan”" in answer.content.decode()


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, leader, contact_person, outsider, in_force):
    assert signed_in(staff).post(url(in_force)).status_code == 403
    assert signed_in(contact_person).post(url(in_force)).status_code == 403
    assert signed_in(outsider).post(url(in_force)).status_code == 404
    assert signed_in(leader).get(url(in_force)).status_code == 405
    assert client.post(url(in_force)).status_code == 302
