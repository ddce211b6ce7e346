import pytest

from action_plans.models import ActionItem, ActionPlan
from tests.factories import ActionItemFactory, ActionPlanFactory, WorkshopFactory

URL = "/rencana-aksi/"


@pytest.mark.parametrize("who", ["staff", "contact_person", "coordinator", "official"])
def test_everyone_signed_in_sees_plans_in_force(request, signed_in, in_force, who):
    page = signed_in(request.getfixturevalue(who)).get(URL)
    assert page.status_code == 200
    assert in_force.plan.title in page.content.decode()


def test_a_draft_is_seen_by_bnn_alone_and_an_offer_by_those_it_asks(
    signed_in, staff, contact_person, outsider, offered, plan
):
    draft = ActionPlanFactory(status=ActionPlan.Status.DRAFT)

    def found(user):
        return set(signed_in(user).get(URL).context["plans"])

    assert found(staff) == {plan, draft}
    assert found(contact_person) == {plan}
    assert found(outsider) == set()


def test_it_counts_what_stands_and_what_is_done(signed_in, official, dinas):
    plan = ActionPlanFactory()
    for status in ("done", "in_progress", "withdrawn"):
        ActionItemFactory(plan=plan, lead=dinas, status=ActionItem.Status(status))
    assert "1 dari 2 butir aksi selesai" in signed_in(official).get(URL).content.decode()


def test_invented_data_is_marked(signed_in, staff):
    ActionPlanFactory(workshop=WorkshopFactory(is_sample=True))
    assert "Data contoh" in signed_in(staff).get(URL).content.decode()


def test_an_empty_list_says_what_to_do_next(signed_in, staff, official):
    assert "Buka daftar workshop" in signed_in(staff).get(URL).content.decode()
    assert "Belum ada rencana aksi" in signed_in(official).get(URL).content.decode()


def test_the_number_of_statements_is_constant(signed_in, staff, count_queries):
    browser = signed_in(staff)
    ActionPlanFactory()
    one = count_queries(browser, URL)
    ActionPlanFactory.create_batch(2)
    assert count_queries(browser, URL) == one
    ActionPlanFactory.create_batch(47)
    assert count_queries(browser, URL) == one


def test_signing_in_comes_first_and_only_get(client, signed_in, staff):
    assert client.get(URL).url == f"/masuk/?next={URL}"
    assert signed_in(staff).post(URL).status_code == 405
