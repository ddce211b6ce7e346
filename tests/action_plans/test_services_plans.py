import pytest

from action_plans.models import ActionItem, ActionPlan, Commitment
from action_plans.services import (
    agree_plan,
    answer_commitment,
    cancel_item,
    close_plan,
    create_plan,
    offer_plan,
    rename_plan,
    withdraw_item,
)
from action_plans.services.plans import TRANSITIONS
from bnn_portal.exceptions import DomainError, StaleEdit
from tests.factories import ActionPlanFactory, WorkshopFactory
from workshops.models import Workshop

Status = ActionPlan.Status


def test_a_plan_is_begun_from_a_workshop_that_took_place(staff):
    plan = create_plan(WorkshopFactory(), by=staff)
    assert plan.status == Status.DRAFT
    assert plan.title == "Rencana Aksi Bersama 2023"


@pytest.mark.parametrize("status", [Workshop.Status.PLANNED, Workshop.Status.CANCELLED])
def test_a_workshop_that_did_not_take_place_yields_no_plan(staff, status):
    with pytest.raises(DomainError, match="setelah workshop terlaksana"):
        create_plan(WorkshopFactory(status=status), by=staff)
    assert not ActionPlan.objects.exists()


def test_a_workshop_yields_one_plan(staff, plan):
    with pytest.raises(DomainError, match="sudah punya"):
        create_plan(plan.workshop, by=staff)


def test_a_title_changes_until_the_plan_is_in_force(staff, plan):
    assert rename_plan(plan, "Judul baru", by=staff, version=1).version == 2
    with pytest.raises(StaleEdit):
        rename_plan(plan, "Judul lain", by=staff, version=1)
    with pytest.raises(DomainError, match="sudah berlaku"):
        rename_plan(ActionPlanFactory(), "Judul lain", by=staff, version=1)


def test_offering_writes_the_move(staff, item):
    offer_plan(item.plan, by=staff)
    change = item.plan.status_changes.get()
    assert (change.from_status, change.to_status, change.by) == (Status.DRAFT, Status.OFFERED, staff)


def test_an_empty_plan_is_not_offered(staff, plan):
    with pytest.raises(DomainError, match="belum punya butir"):
        offer_plan(plan, by=staff)


def test_an_item_without_lead_is_not_offered(staff, item):
    item.commitments.update(status=Commitment.Status.WITHDRAWN)
    with pytest.raises(DomainError, match=item.code):
        offer_plan(item.plan, by=staff)


def test_a_plan_is_agreed_once_every_lead_has_accepted(offered, contact_person, leader):
    with pytest.raises(DomainError, match=f"belum menyanggupi {offered.code}"):
        agree_plan(offered.plan, by=leader)
    answer_commitment(offered.commitments.get(), Commitment.Status.ACCEPTED, by=contact_person, terms_version=1)
    assert agree_plan(offered.plan, by=leader).status == Status.IN_FORCE


def test_a_plan_whose_items_were_all_taken_out_is_not_agreed(offered, staff, leader):
    withdraw_item(offered, by=staff, reason="Tidak jadi")
    with pytest.raises(DomainError, match="sudah dikeluarkan"):
        agree_plan(offered.plan, by=leader)


def test_a_plan_closes_when_nothing_is_owed(in_force, leader):
    with pytest.raises(DomainError, match=in_force.code):
        close_plan(in_force.plan, by=leader)
    cancel_item(in_force, by=leader, reason="Sudah ditangani provinsi")
    assert close_plan(in_force.plan, by=leader).status == Status.CLOSED


MOVES = {
    "offer": (offer_plan, Status.OFFERED),
    "agree": (agree_plan, Status.IN_FORCE),
    "close": (close_plan, Status.CLOSED),
}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize(("service", "target"), MOVES.values(), ids=MOVES)
def test_no_other_move_exists(in_force, leader, service, target, status):
    """Whatever the plan's status, a service moves it only along the table."""
    ActionPlan.objects.update(status=status)
    ActionItem.objects.update(status=ActionItem.Status.DONE)
    if target in TRANSITIONS.get(status, ()):
        assert service(in_force.plan, by=leader).status == target
    else:
        with pytest.raises(DomainError):
            service(in_force.plan, by=leader)
        assert ActionPlan.objects.get().status == status
