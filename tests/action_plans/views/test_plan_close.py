from action_plans.models import ActionPlan
from action_plans.services import cancel_item


def url(plan):
    return f"/rencana-aksi/{plan.pk}/tutup/"


def test_the_leader_closes_a_plan_in_which_nothing_is_owed(signed_in, leader, in_force):
    cancel_item(in_force, by=leader, reason="Tidak relevan lagi.")
    answer = signed_in(leader).post(url(in_force.plan), follow=True)
    assert "Rencana aksi ditutup" in answer.content.decode()
    in_force.plan.refresh_from_db()
    assert in_force.plan.status == ActionPlan.Status.CLOSED


def test_an_open_item_stands_in_the_way(signed_in, leader, in_force):
    answer = signed_in(leader).post(url(in_force.plan), follow=True)
    assert f"Masih berjalan: {in_force.code}" in answer.content.decode()


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, official, contact_person, leader, in_force, plan):
    assert signed_in(staff).post(url(in_force.plan)).status_code == 403
    assert signed_in(official).post(url(in_force.plan)).status_code == 403
    assert signed_in(leader).get(url(in_force.plan)).status_code == 405
    assert signed_in(leader).post("/rencana-aksi/99999999/tutup/").status_code == 404
    assert client.post(url(in_force.plan)).status_code == 302
    ActionPlan.objects.update(status=ActionPlan.Status.DRAFT)
    assert signed_in(contact_person).post(url(in_force.plan)).status_code == 404
