from action_plans.models import ActionPlan, Commitment
from action_plans.services import answer_commitment


def url(plan):
    return f"/rencana-aksi/{plan.pk}/sepakati/"


def test_the_leader_agrees_once_every_lead_has_accepted(signed_in, leader, contact_person, offered):
    answer_commitment(offered.commitments.get(), Commitment.Status.ACCEPTED, by=contact_person, terms_version=1)
    answer = signed_in(leader).post(url(offered.plan), follow=True)
    assert "mulai berlaku" in answer.content.decode()
    offered.plan.refresh_from_db()
    assert offered.plan.status == ActionPlan.Status.IN_FORCE


def test_a_missing_answer_is_named(signed_in, leader, offered):
    answer = signed_in(leader).post(url(offered.plan), follow=True)
    assert f"Penanggung jawab belum menyanggupi {offered.code}" in answer.content.decode()
    offered.plan.refresh_from_db()
    assert offered.plan.status == ActionPlan.Status.OFFERED


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, contact_person, outsider, leader, offered):
    assert signed_in(staff).post(url(offered.plan)).status_code == 403
    assert signed_in(contact_person).post(url(offered.plan)).status_code == 403
    assert signed_in(outsider).post(url(offered.plan)).status_code == 404
    assert signed_in(leader).get(url(offered.plan)).status_code == 405
    assert client.post(url(offered.plan)).status_code == 302
