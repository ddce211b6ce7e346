"""Every count in one place: whose counts they are, and that they are right."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from action_plans.models import ActionItem, ActionPlan, KotanVariable, Pillar, PlanStatusChange
from bnn_portal import clock
from reports import figures
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    AttendanceFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    WorkshopFactory,
)
from tests.factories.action_plans import WIB

TODAY = datetime(2024, 7, 10, 9, tzinfo=WIB)


@pytest.fixture(autouse=True)
def summer_of_2024():
    with clock.at(TODAY):
        yield


def labels(groups) -> dict[str, int]:
    return {group.label: group.total for group in groups}


def test_the_statuses_add_up_and_the_states_cut_across(items, staff):
    total = figures.overview(staff).total
    assert (total.total, total.done, total.in_progress, total.blocked, total.not_started) == (5, 1, 2, 1, 1)
    assert (total.open, total.overdue, total.due_soon, total.awaiting, total.cancelled) == (4, 2, 0, 0, 0)
    assert total.longest_late == 40
    assert total.average == Decimal("63.33")
    assert total.done_percent == 20
    assert total.sentence == "1 dari 5 butir aksi selesai, 2 terlambat."


def test_what_is_due_soon_and_what_awaits_verification_is_counted(items, add_item, staff, dinas):
    add_item("in_progress", lead=dinas, due_on=date(2024, 7, 17))
    waiting = add_item("in_progress", lead=dinas, due_on=date(2024, 7, 1))
    ProgressUpdateFactory(
        item=waiting, institution=dinas, status="submitted", item_status="done", happened_on=date(2024, 6, 20)
    )
    total = figures.overview(staff).total
    assert (total.due_soon, total.awaiting, total.overdue) == (1, 1, 2)


def test_more_than_the_target_counts_as_the_target(items, add_item, staff, dinas):
    add_item("in_progress", lead=dinas, target=10, value=20)
    assert figures.overview(staff).total.average == Decimal("72.50")


def test_drafts_and_withdrawn_items_are_in_no_count_and_cancelled_ones_in_no_average(items, add_item, staff, dinas):
    ActionItemFactory(plan=ActionPlanFactory(status=ActionPlan.Status.DRAFT), lead=dinas)
    add_item("withdrawn", lead=dinas)
    add_item("cancelled", lead=dinas, value=10)
    total = figures.overview(staff).total
    assert (total.total, total.cancelled, total.average) == (6, 1, Decimal("63.33"))


def test_the_groups_are_those_that_have_items(items, add_item, staff, dinas, polresta):
    add_item("done", lead=dinas, kotan_variable=KotanVariable.LAW)
    overview = figures.overview(staff)
    assert labels(overview.pillars) == {Pillar.PREVENTION.label: 5, Pillar.ERADICATION.label: 1}
    assert labels(overview.variables) == {KotanVariable.LAW.label: 1, figures.NO_VARIABLE: 5}
    assert {lead: group.total for lead, group in overview.institutions.items()} == {dinas.pk: 3, polresta.pk: 3}
    assert sum(labels(overview.variables).values()) == sum(labels(overview.pillars).values()) == overview.total.total


@pytest.mark.parametrize(
    ("who", "total", "unlisted", "of_polresta"),
    [
        ("staff", 5, 0, 3),
        ("leader", 5, 0, 3),
        ("official", 5, 1, 2),
        ("contact_person", 2, 0, 0),
        ("coordinator", 2, 0, 0),
        ("outsider", 3, 0, 3),
    ],
)
def test_each_counts_what_it_answers_for(request, items, polresta, who, total, unlisted, of_polresta):
    overview = figures.overview(request.getfixturevalue(who))
    assert (overview.total.total, overview.total.unlisted) == (total, unlisted)
    led = overview.institutions.get(polresta.pk)
    assert (led.total if led else 0) == of_polresta


def test_the_public_counts_what_forkopimda_counts(items, official):
    assert figures.overview(AnonymousUser()) == figures.overview(official)


def test_whoever_works_on_a_restricted_item_is_told_of_it_as_an_official_too(items, official, polresta):
    MembershipFactory(user=official, institution=polresta)
    overview = figures.overview(official)
    assert (overview.total.unlisted, overview.institutions[polresta.pk].total) == (0, 3)


def test_the_end_of_the_last_period_is_told_as_it_was(items, add_item, staff, dinas):
    ProgressUpdateFactory(item=items["late"], institution=dinas, value=9, happened_on=date(2024, 7, 2))
    ActionItem.objects.filter(pk=items["late"].pk).update(status="done")
    items["late"].status_changes.create(
        from_status="in_progress", to_status="done", effective_on=date(2024, 7, 2), at=TODAY
    )
    later = ActionItemFactory(lead=dinas)
    PlanStatusChange.objects.filter(plan=later.plan).update(at=datetime(2024, 7, 5, 9, tzinfo=WIB))
    period, before = figures.overview_before(staff, clock.today())
    assert (str(period), before.on) == ("B06 2024", date(2024, 6, 30))
    assert (before.total.total, before.total.done, before.total.overdue) == (5, 1, 2)
    now = figures.overview(staff)
    assert (now.total.total, now.total.done) == (6, 2)


def test_before_the_first_period_there_is_nothing_to_compare_with(db, staff):
    assert figures.overview_before(staff, date(2000, 1, 1)) is None


def test_nothing_is_nothing(db, staff):
    total = figures.overview(staff).total
    assert (total.total, total.average, total.done_percent) == (0, None, 0)
    assert total.sentence == "Belum ada butir aksi yang berlaku."


def test_done_is_rounded_down_so_that_a_hundred_means_all(add_item, staff, dinas):
    for status in ["done"] * 199 + ["in_progress"]:
        add_item(status, lead=dinas)
    assert figures.overview(staff).total.done_percent == 99


def test_one_sample_item_marks_the_page(items, staff):
    assert not figures.overview(staff).is_sample
    ActionItemFactory(plan=ActionPlanFactory(workshop=WorkshopFactory(is_sample=True)))
    assert figures.overview(staff).is_sample


def test_what_one_institution_leads_is_what_the_overview_says_of_it(items, staff, official, polresta):
    for user in (staff, official):
        led, is_sample = figures.led_by(polresta, user)
        assert led == figures.overview(user).institutions[polresta.pk]
        assert not is_sample


def test_workshops_are_counted_once_each_and_only_those_one_sees(staff, official, dinas):
    public, internal = WorkshopFactory(is_public=True), WorkshopFactory()
    AttendanceFactory.create_batch(3, workshop=public, institution=dinas)
    AttendanceFactory(workshop=internal, institution=dinas)
    AttendanceFactory(workshop=WorkshopFactory(is_public=True), institution=dinas, state="absent")
    assert figures.workshops_attended(staff) == {dinas.pk: 2}
    assert figures.workshops_attended(official) == {dinas.pk: 1}


@pytest.mark.parametrize("who", ["staff", "coordinator", "official"])
def test_an_overview_is_one_statement(request, items, add_item, dinas, django_assert_num_queries, who):
    user = request.getfixturevalue(who)
    assert user.is_bnn or user.capacities  # one query a request, whatever is counted
    with django_assert_num_queries(1):
        figures.overview(user)
    ActionItemFactory.create_batch(50, lead=dinas)
    with django_assert_num_queries(1):
        figures.overview(user)
