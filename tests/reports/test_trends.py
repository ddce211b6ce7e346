"""Where items stood on past days, and where they take place."""

from datetime import date, datetime

import pytest

from action_plans.models import ActionItem, ProgressUpdate
from bnn_portal import clock
from reports import trends
from stakeholders.models import UrbanVillage
from tests.factories import ActionItemFactory, ProgressUpdateFactory
from tests.factories.action_plans import WIB, ItemStatusChangeFactory

MARCH, MAY, JUNE = date(2024, 3, 31), date(2024, 5, 31), date(2024, 6, 14)


@pytest.fixture(autouse=True)
def _in_june_2024():
    with clock.at(datetime(2024, 6, 14, 9, tzinfo=WIB)):
        yield


def standing(day: date) -> tuple[int, int, int]:
    (found,) = trends.standings(ActionItem.objects.all(), [day])
    assert found.on == day
    return found.due, found.done, found.late


@pytest.mark.parametrize(
    ("until", "days"),
    [
        (date(2024, 3, 31), [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]),
        (date(2024, 1, 1), [date(2023, 11, 30), date(2023, 12, 31), date(2024, 1, 1)]),
    ],
)
def test_months_end_on_their_last_day_and_today_stands_last(until, days):
    assert trends.month_ends(until, 3) == days


def test_an_item_is_due_on_its_day_and_late_from_the_next(plan):
    ActionItemFactory(plan=plan, due_on=MAY)
    assert standing(date(2024, 5, 30)) == (0, 0, 0)
    assert standing(MAY) == (1, 0, 0)
    assert standing(date(2024, 6, 1)) == (1, 0, 1)


def test_done_counts_from_the_day_on_which_it_was_done(plan):
    item = ActionItemFactory(plan=plan, due_on=MARCH, status=ActionItem.Status.DONE)
    ItemStatusChangeFactory(item=item, to_status=ActionItem.Status.DONE, effective_on=date(2024, 5, 2))
    assert standing(date(2024, 5, 1)) == (1, 0, 1)
    assert standing(date(2024, 5, 2)) == (1, 1, 0)


def test_a_reopened_item_is_late_again(plan):
    item = ActionItemFactory(plan=plan, due_on=MARCH, status=ActionItem.Status.IN_PROGRESS)
    ItemStatusChangeFactory(item=item, to_status=ActionItem.Status.DONE, effective_on=date(2024, 4, 2))
    ItemStatusChangeFactory(item=item, to_status=ActionItem.Status.IN_PROGRESS, effective_on=date(2024, 6, 3))
    assert standing(MAY) == (1, 1, 0)
    assert standing(JUNE) == (1, 0, 1)


def test_a_cancelled_item_is_no_longer_owed(plan):
    item = ActionItemFactory(plan=plan, due_on=MARCH, status=ActionItem.Status.CANCELLED)
    ItemStatusChangeFactory(item=item, to_status=ActionItem.Status.CANCELLED, effective_on=date(2024, 5, 2))
    assert standing(date(2024, 5, 1)) == (1, 0, 1)
    assert standing(MAY) == (0, 0, 0)


def test_the_clock_stands_still_while_a_claim_waits(plan, dinas):
    item = ActionItemFactory(plan=plan, due_on=MAY, lead=dinas)
    ProgressUpdateFactory(
        item=item,
        institution=dinas,
        status=ProgressUpdate.Status.SUBMITTED,
        item_status=ProgressUpdate.ItemStatus.DONE,
        happened_on=date(2024, 6, 10),
    )
    assert standing(date(2024, 6, 9)) == (1, 0, 1)
    assert standing(JUNE) == (1, 0, 0)


def test_the_days_come_back_in_order_with_one_statement(items, django_assert_num_queries):
    days = [JUNE, MARCH, MAY]
    with django_assert_num_queries(1):
        found = trends.standings(ActionItem.objects.all(), days)
    assert [one.on for one in found] == sorted(days)


def test_only_the_given_items_are_counted(items):
    (found,) = trends.standings(ActionItem.objects.filter(pk=items["late"].pk), [JUNE])
    assert (found.due, found.done, found.late) == (1, 0, 1)


def test_there_is_nothing_to_tell_without_items(db):
    assert [one.is_empty for one in trends.standings(ActionItem.objects.all(), [MAY, JUNE])] == [True, True]


def test_an_item_is_counted_once_in_its_kecamatan_and_in_each_of_its_kelurahan(items, django_assert_num_queries):
    klojen = list(UrbanVillage.objects.filter(district__name="Klojen"))
    items["late"].areas.set(klojen[:3])
    items["done"].areas.set(klojen[:1])
    with django_assert_num_queries(2):
        places = trends.places(ActionItem.objects.all())
    (district,) = [one for one in places.districts if one.district.name == "Klojen"]
    assert district.count == 2
    assert [one.count for one in district.villages[:4]] == [2, 1, 1, 0]
    assert places.without_area == 3
    assert sum(len(one.villages) for one in places.districts) == 57
    assert sum(one.count for one in places.districts) == 2
