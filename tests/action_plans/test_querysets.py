"""Lateness, silence, achievement and sight: the questions that every page and report asks."""

from datetime import date

import pytest
from django.db import connection

from action_plans.models import ActionItem, ActionPlan, Commitment, ProgressUpdate
from action_plans.services import propose_amendment
from bnn_portal import clock
from stakeholders.models import OfficeSettings
from tests.action_plans.conftest import moment
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    CommitmentFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
)
from tests.factories.action_plans import ItemStatusChangeFactory

TODAY = date(2024, 7, 10)
Status = ActionItem.Status


@pytest.fixture(autouse=True)
def july():
    with clock.at(moment("2024-07-10 09:00")):
        yield


def late(today=TODAY) -> ActionItem:
    return ActionItem.objects.with_lateness(today).get()


def test_a_page_of_the_long_list_is_read_from_an_index(db):
    """Its expression says the open statuses once more; where they part, the order is sorted anew on every page."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

        plan = ActionItem.objects.owed_first()[:50].explain()

    assert "item_by_what_is_owed" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    ("due_on", "is_overdue", "days_late"),
    [(date(2024, 7, 9), True, 1), (date(2024, 7, 10), False, 0), (date(2024, 7, 11), False, 0)],
)
def test_an_item_is_overdue_the_day_after_its_due_date(dinas, due_on, is_overdue, days_late):
    ActionItemFactory(lead=dinas, due_on=due_on)
    item = late()
    assert (item.is_overdue, item.days_late) == (is_overdue, days_late)


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.WITHDRAWN])
def test_what_is_not_owed_is_not_late(dinas, status):
    ActionItemFactory(lead=dinas, due_on=date(2024, 6, 1), status=status)
    item = late()
    assert (item.is_overdue, item.days_late, item.is_stale) == (False, 0, False)


@pytest.mark.parametrize("status", [ActionPlan.Status.DRAFT, ActionPlan.Status.OFFERED])
def test_nothing_is_late_before_the_plan_is_in_force(dinas, status):
    ActionItemFactory(lead=dinas, due_on=date(2024, 6, 1), plan=ActionPlanFactory(status=status))
    item = late()
    assert (item.is_overdue, item.days_late, item.is_stale) == (False, 0, False)


def test_a_claim_of_done_stops_the_clock_until_it_is_decided(dinas):
    item = ActionItemFactory(lead=dinas, due_on=date(2024, 6, 30), status=Status.IN_PROGRESS)
    update = ProgressUpdateFactory(
        item=item,
        institution=dinas,
        status=ProgressUpdate.Status.SUBMITTED,
        item_status=ProgressUpdate.ItemStatus.DONE,
        happened_on=date(2024, 7, 3),
    )
    waiting = late()
    assert (waiting.is_overdue, waiting.is_awaiting, waiting.days_late) == (False, True, 3)
    update.status = ProgressUpdate.Status.RETURNED
    update.save()
    returned = late()
    assert (returned.is_overdue, returned.is_awaiting, returned.days_late) == (True, False, 10)


def test_a_done_item_was_late_by_the_day_it_claims(dinas):
    item = ActionItemFactory(lead=dinas, due_on=date(2024, 6, 30), status=Status.DONE)
    ProgressUpdateFactory(
        item=item, institution=dinas, item_status=ProgressUpdate.ItemStatus.DONE, happened_on=date(2024, 7, 2)
    )
    done = late()
    assert (done.is_overdue, done.days_late, done.finished_on) == (False, 2, date(2024, 7, 2))


def test_a_past_day_is_seen_as_it_was(dinas):
    item = ActionItemFactory(lead=dinas, due_on=date(2024, 5, 31), status=Status.DONE)
    ProgressUpdateFactory(
        item=item, institution=dinas, item_status=ProgressUpdate.ItemStatus.DONE, happened_on=date(2024, 6, 10)
    )
    ItemStatusChangeFactory(item=item, to_status=Status.DONE, effective_on=date(2024, 6, 10))
    then = late(date(2024, 6, 5))
    assert (then.status_on_day, then.is_overdue, then.days_late) == (Status.NOT_STARTED, True, 5)
    assert late(date(2024, 6, 30)).status_on_day == Status.DONE


def test_silence_is_counted_from_the_last_news(dinas):
    OfficeSettings.objects.update(stale_days=30)
    item = ActionItemFactory(lead=dinas, due_on=date(2024, 12, 31))
    assert (late().is_stale, late().last_news_on) == (True, date(2024, 1, 15))
    ProgressUpdateFactory(item=item, institution=dinas, happened_on=date(2024, 6, 10))
    assert (late().is_stale, late().silent_days) == (False, 30)
    with clock.at(moment("2024-07-11 09:00")):
        assert late(date(2024, 7, 11)).is_stale


def test_the_number_of_silent_days_is_the_offices_setting(dinas):
    ActionItemFactory(lead=dinas, due_on=date(2024, 12, 31))
    OfficeSettings.objects.update(stale_days=365)
    assert not late().is_stale


def test_an_item_of_a_closed_plan_is_not_silent(dinas):
    ActionItemFactory(lead=dinas, plan=ActionPlanFactory(status=ActionPlan.Status.CLOSED))
    assert not late().is_stale


def test_achievement_is_value_over_target(dinas):
    item = ActionItemFactory(lead=dinas, target=8)
    ProgressUpdateFactory(item=item, institution=dinas, value=6)
    assert ActionItem.objects.with_progress().get().achievement == 75


def test_only_the_leads_accepted_updates_count(dinas, polresta):
    item = ActionItemFactory(lead=dinas, supporting=[polresta])
    ProgressUpdateFactory(item=item, institution=polresta, role=Commitment.Role.SUPPORTING, value=9)
    ProgressUpdateFactory(item=item, institution=dinas, value=9, status=ProgressUpdate.Status.RETURNED)
    assert ActionItem.objects.with_progress().get().current_value is None


def test_progress_until_a_day_ignores_what_came_later(dinas):
    item = ActionItemFactory(lead=dinas)
    ProgressUpdateFactory(item=item, institution=dinas, value=2, happened_on=date(2024, 2, 1))
    ProgressUpdateFactory(item=item, institution=dinas, value=5, happened_on=date(2024, 5, 1))
    assert ActionItem.objects.with_progress(until=date(2024, 4, 30)).get().current_value == 2


def test_the_lead_is_the_open_one(dinas, polresta):
    item = ActionItemFactory(lead=polresta)
    CommitmentFactory(item=item, institution=dinas, status=Commitment.Status.WITHDRAWN)
    assert ActionItem.objects.with_lead().get().lead_name == "Polresta"


SIGHT = {
    # plan status: who sees the working page of the item that `dinas` leads
    ActionPlan.Status.DRAFT: {"staff", "leader"},
    ActionPlan.Status.OFFERED: {"staff", "leader", "contact_person"},
    ActionPlan.Status.IN_FORCE: {"staff", "leader", "contact_person", "coordinator"},
    ActionPlan.Status.CLOSED: {"staff", "leader", "contact_person", "coordinator"},
}


@pytest.mark.parametrize("who", ["staff", "leader", "contact_person", "coordinator", "outsider", "official"])
@pytest.mark.parametrize("status", ActionPlan.Status.values)
def test_who_sees_the_working_page(request, dinas, status, who):
    user = request.getfixturevalue(who)
    item = ActionItemFactory(lead=dinas, plan=ActionPlanFactory(status=status))
    sees = who in SIGHT[status]
    assert ActionItem.objects.visible_to(user).exists() == sees
    assert Commitment.objects.visible_to(user).exists() == sees
    evidence = EvidenceFactory(update=ProgressUpdateFactory(item=item, institution=dinas))
    assert type(evidence).objects.visible_to(user).exists() == sees


@pytest.mark.parametrize("is_restricted", [False, True])
def test_public_facts_leave_out_what_is_restricted(outsider, contact_person, dinas, is_restricted):
    ActionItemFactory(lead=dinas, is_restricted=is_restricted)
    assert ActionItem.objects.public_facts_visible_to(outsider).exists() != is_restricted
    assert ActionItem.objects.public_facts_visible_to(contact_person).exists()


@pytest.mark.parametrize(
    ("status", "visible"),
    [("draft", False), ("offered", False), ("in_force", True), ("closed", True)],
)
def test_an_outsider_sees_plans_in_force(outsider, dinas, status, visible):
    ActionItemFactory(lead=dinas, plan=ActionPlanFactory(status=status))
    assert ActionPlan.objects.visible_to(outsider).exists() == visible


def test_an_institution_sees_the_offered_plan_that_asks_it(contact_person, dinas):
    ActionItemFactory(lead=dinas, plan=ActionPlanFactory(status=ActionPlan.Status.OFFERED))
    assert ActionPlan.objects.visible_to(contact_person).exists()


def test_an_unsent_draft_is_seen_by_its_own_institution_alone(
    dinas, polresta, staff, contact_person, outsider, coordinator
):
    item = ActionItemFactory(lead=dinas, supporting=[polresta])
    ProgressUpdateFactory(item=item, institution=dinas, status=ProgressUpdate.Status.DRAFT, created_by=contact_person)
    sight = {user: ProgressUpdate.objects.visible_to(user).exists() for user in (staff, outsider, coordinator)}
    assert not any(sight.values())
    assert ProgressUpdate.objects.visible_to(contact_person).exists()


def test_a_membership_that_ended_shows_nothing(dinas, contact_person):
    ActionItemFactory(lead=dinas)
    contact_person.memberships.update(ends_on=date(2024, 7, 9))
    assert not ActionItem.objects.visible_to(contact_person).exists()


def test_who_is_asked_to_take_a_restricted_item_over_may_read_it(outsider, dinas, polresta, staff):
    item = ActionItemFactory(lead=dinas, is_restricted=True)
    assert not ActionItem.objects.public_facts_visible_to(outsider).exists()
    propose_amendment(item, {"lead": polresta}, by=staff, reason="Lebih tepat")
    assert ActionItem.objects.public_facts_visible_to(outsider).get() == item
    assert not ActionItem.objects.visible_to(outsider).exists()
