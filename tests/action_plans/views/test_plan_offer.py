from action_plans.models import ActionPlan


def url(plan):
    return f"/rencana-aksi/{plan.pk}/tawarkan/"


def test_staff_offer_a_draft(signed_in, staff, plan, item):
    answer = signed_in(staff).post(url(plan), follow=True)
    assert answer.redirect_chain == [(f"/rencana-aksi/{plan.pk}/", 302)]
    assert "Rencana aksi ditawarkan" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.status == ActionPlan.Status.OFFERED


def test_an_empty_plan_is_refused(signed_in, staff, plan):
    answer = signed_in(staff).post(url(plan), follow=True)
    assert "belum punya butir" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.status == ActionPlan.Status.DRAFT


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, contact_person, outsider, offered):
    assert signed_in(contact_person).post(url(offered.plan)).status_code == 403
    assert signed_in(outsider).post(url(offered.plan)).status_code == 404
    assert signed_in(staff).get(url(offered.plan)).status_code == 405
    assert client.post(url(offered.plan)).status_code == 302
