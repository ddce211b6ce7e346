from action_plans.models import ActionPlan
from tests.factories import WorkshopFactory
from workshops.models import Workshop


def url(workshop):
    return f"/rencana-aksi/susun/{workshop.pk}/"


def test_staff_begin_the_plan_of_a_workshop_that_was_held(signed_in, staff):
    workshop = WorkshopFactory()
    answer = signed_in(staff).post(url(workshop))
    plan = ActionPlan.objects.get(workshop=workshop)
    assert answer.url == f"/rencana-aksi/{plan.pk}/"
    assert plan.title == "Rencana Aksi Bersama 2023"


def test_a_workshop_that_has_not_taken_place_is_refused(signed_in, staff):
    workshop = WorkshopFactory(status=Workshop.Status.PLANNED)
    answer = signed_in(staff).post(url(workshop), follow=True)
    assert answer.redirect_chain == [(f"/workshop/{workshop.pk}/", 302)]
    assert "setelah workshop terlaksana" in answer.content.decode()


def test_a_workshop_has_one_plan(signed_in, staff, plan):
    answer = signed_in(staff).post(url(plan.workshop), follow=True)
    assert "sudah punya rencana aksi" in answer.content.decode()


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, official, contact_person):
    public = WorkshopFactory(is_public=True)
    hidden = WorkshopFactory(is_public=False)
    assert signed_in(official).post(url(public)).status_code == 403
    assert signed_in(contact_person).post(url(hidden)).status_code == 404
    assert signed_in(staff).post("/rencana-aksi/susun/999999999999/").status_code == 404
    assert signed_in(staff).get(url(public)).status_code == 405
    assert client.post(url(public)).status_code == 302
    assert not ActionPlan.objects.exists()
