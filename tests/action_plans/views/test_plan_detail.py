import pytest

from action_plans.models import ActionItem, ActionPlan, Commitment
from action_plans.services import answer_commitment, cancel_item
from tests.factories import ActionItemFactory, ActionPlanFactory, CommitmentFactory, OutcomeFactory, WorkshopFactory


def url(plan):
    return f"/rencana-aksi/{plan.pk}/"


def text(browser, plan):
    return browser.get(url(plan)).content.decode()


def test_a_draft_says_what_is_missing(signed_in, staff, plan):
    browser = signed_in(staff)
    assert "belum punya butir aksi" in text(browser, plan)
    item = ActionItemFactory(plan=plan)
    assert f"1 butir aksi belum punya penanggung jawab: {item.code}." in text(browser, plan)


def test_outcomes_become_items(signed_in, staff, plan, item):
    waiting = OutcomeFactory(workshop=plan.workshop)
    used = OutcomeFactory(workshop=plan.workshop)
    ActionItem.objects.filter(pk=item.pk).update(outcome=used)
    OutcomeFactory(workshop=plan.workshop, kind="information")
    page = signed_in(staff).get(url(plan))
    assert list(page.context["open_outcomes"]) == [waiting]
    assert f"/rencana-aksi/{plan.pk}/butir-baru/?outcome={waiting.pk}" in page.content.decode()


def test_an_offered_plan_names_who_has_not_answered_and_who_refused(signed_in, staff, leader, offered, dinas, polresta):
    refused = ActionItemFactory(plan=offered.plan)
    CommitmentFactory(item=refused, institution=polresta, status=Commitment.Status.DECLINED)
    page = text(signed_in(staff), offered.plan)
    assert f"1 penanggung jawab belum menjawab: {dinas.short_name} ({offered.code})." in page
    assert f"1 butir aksi ditolak penanggung jawabnya: {refused.code}." in page
    assert "Sepakati" not in text(signed_in(leader), offered.plan)


def test_the_leader_agrees_once_nothing_stands_in_the_way(signed_in, staff, leader, contact_person, offered):
    answer_commitment(offered.commitments.get(), Commitment.Status.ACCEPTED, by=contact_person, terms_version=1)
    assert "Kepala dapat menyepakati" in text(signed_in(staff), offered.plan)
    assert "Sepakati" not in text(signed_in(staff), offered.plan)
    assert "Sepakati" in text(signed_in(leader), offered.plan)
    assert "Disanggupi" in text(signed_in(staff), offered.plan)


def test_a_plan_in_force_is_closed_by_the_leader_when_nothing_is_owed(signed_in, staff, leader, in_force):
    assert "1 butir aksi masih berjalan" in text(signed_in(staff), in_force.plan)
    assert "Tutup rencana" not in text(signed_in(leader), in_force.plan)
    cancel_item(in_force, by=leader, reason="Tidak relevan lagi.")
    assert "Tutup rencana" not in text(signed_in(staff), in_force.plan)
    assert "Tutup rencana" in text(signed_in(leader), in_force.plan)


def test_others_read_public_facts_and_a_count_of_the_restricted(
    signed_in, official, contact_person, in_force, polresta
):
    ActionItemFactory(plan=in_force.plan, title="Operasi rahasia", lead=polresta, is_restricted=True)
    open_item = ActionItemFactory(plan=in_force.plan, lead=polresta)
    page = text(signed_in(contact_person), in_force.plan)
    assert "3 butir aksi, 1 di antaranya terbatas" in page
    assert "Operasi rahasia" not in page
    assert f'/rencana-aksi/butir/{in_force.pk}/"' in page
    assert f'/rencana-aksi/butir/{open_item.pk}/fakta/"' in page
    assert "Langkah berikutnya" not in page
    assert f'/rencana-aksi/butir/{in_force.pk}/fakta/"' in text(signed_in(official), in_force.plan)


def test_an_offered_plan_shows_an_institution_its_own_items_alone(signed_in, contact_person, outsider, offered):
    ActionItemFactory(plan=offered.plan, title="Milik instansi lain")
    page = text(signed_in(contact_person), offered.plan)
    assert offered.title in page
    assert "Milik instansi lain" not in page
    assert "1 butir aksi" in page
    assert signed_in(outsider).get(url(offered.plan)).status_code == 404


def test_silence_is_told_only_to_those_who_work_on_the_item(signed_in, staff, official, dinas):
    plan = ActionPlanFactory()
    ActionItemFactory(plan=plan, lead=dinas)
    assert "Lama tanpa kabar" in text(signed_in(staff), plan)
    assert "Lama tanpa kabar" not in text(signed_in(official), plan)


def test_a_draft_does_not_exist_for_others(client, signed_in, contact_person, official, plan, item):
    assert signed_in(contact_person).get(url(plan)).status_code == 404
    assert signed_in(official).get(url(plan)).status_code == 404
    assert client.get(url(plan)).url == f"/masuk/?next={url(plan)}"


def test_wrong_method_and_missing_plan(signed_in, staff, plan):
    assert signed_in(staff).post(url(plan)).status_code == 405
    assert signed_in(staff).get("/rencana-aksi/99999999999/").status_code == 404


def test_the_workshop_is_linked_only_for_those_who_see_it(signed_in, staff, contact_person, in_force):
    link = f"/workshop/{in_force.plan.workshop_id}/"
    assert link in text(signed_in(staff), in_force.plan)
    assert link not in text(signed_in(contact_person), in_force.plan)


def test_invented_data_is_marked(signed_in, official):
    plan = ActionPlanFactory(workshop=WorkshopFactory(is_sample=True))
    assert "bukan data nyata" in text(signed_in(official), plan)


@pytest.mark.parametrize("who", ["staff", "contact_person"])
@pytest.mark.parametrize("status", [ActionPlan.Status.OFFERED, ActionPlan.Status.IN_FORCE])
def test_the_number_of_statements_is_constant(request, signed_in, count_queries, dinas, polresta, who, status):
    plan = ActionPlanFactory(status=status)
    browser = signed_in(request.getfixturevalue(who))

    def add(count):
        for _ in range(count):
            ActionItemFactory(plan=plan, lead=dinas, supporting=[polresta])
            OutcomeFactory(workshop=plan.workshop)

    add(1)
    one = count_queries(browser, url(plan))
    assert one <= 8
    add(2)
    assert count_queries(browser, url(plan)) == one
    add(47)
    assert count_queries(browser, url(plan)) == one
