"""What everybody may know."""

from datetime import date

import pytest

from action_plans.models import ActionItem, ActionPlan
from reports import public
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    ProgressUpdateFactory,
    WorkshopFactory,
)
from tests.factories.action_plans import ItemStatusChangeFactory
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


def test_rows_are_plain_values(items):
    told = public.told_items(public.tell_items(public.item_rows()))
    assert {item.code for item in told} == {item.code for name, item in items.items() if name != "restricted"}
    assert all(isinstance(item.lead, str) for item in told)
    assert [item.days_late for item in told if item.is_awaiting] == []


def test_only_plans_in_force_or_closed_are_told(dinas):
    for status in (ActionPlan.Status.DRAFT, ActionPlan.Status.OFFERED):
        ActionItemFactory(plan=ActionPlanFactory(status=status), lead=dinas)
    closed = ActionItemFactory(plan=ActionPlanFactory(status=ActionPlan.Status.CLOSED), lead=dinas)
    withdrawn = ActionItemFactory(plan=closed.plan, lead=dinas, status=ActionItem.Status.WITHDRAWN)
    assert [row.code for row in public.told_items(public.tell_items(public.item_rows()))] == [closed.code]
    assert public.find_item(withdrawn.code) is None


def test_a_claim_that_waits_tells_no_day(add_item, dinas):
    item = add_item("in_progress", lead=dinas)
    ProgressUpdateFactory(
        item=item, institution=dinas, status="submitted", item_status="done", happened_on=date(2024, 6, 20)
    )
    told = public.find_item(item.code)
    assert told.is_awaiting
    assert told.days_late == 0


def test_history_joins_accepted_reports_and_decisions(add_item, dinas, polresta):
    item = add_item("in_progress", lead=dinas, value=4, supporting=[polresta])
    ProgressUpdateFactory(item=item, institution=dinas, value=10, item_status="done", happened_on=date(2024, 4, 1))
    ProgressUpdateFactory(item=item, institution=dinas, value=9, status="submitted", happened_on=date(2024, 4, 2))
    ProgressUpdateFactory(item=item, institution=polresta, value=8, role="supporting", happened_on=date(2024, 4, 3))
    ItemStatusChangeFactory(item=item, to_status="in_progress", effective_on=date(2024, 5, 1), note="Dibuka lagi")
    assert [(entry.day.month, entry.status, entry.value) for entry in public.history(item.code)] == [
        (5, "in_progress", None),
        (4, "done", 10),
        (3, "in_progress", 4),
    ]


def test_the_plan_names_its_event_only_where_that_is_public(add_item, dinas):
    item = add_item("in_progress", lead=dinas)
    assert public.plan_of(item.code)["workshop"] is None
    Workshop.objects.update(is_public=True)
    assert public.plan_of(item.code)["workshop"] == item.plan.workshop_id
    assert public.plan_url(item.plan.workshop_id) == f"/kemajuan/?workshop={item.plan.workshop_id}"
    assert public.plan_url(WorkshopFactory(is_public=True).pk) == ""
