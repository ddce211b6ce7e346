"""Two editions, item by item: each in exactly one class."""

import pytest

from reports import changes
from reports.changes import LABELS, compare

ITEM = {
    "code": "RA-1",
    "title": "Satgas kelurahan",
    "lead": "Disdikbud",
    "unit": "kegiatan",
    "target": "10",
    "value": "4",
    "achievement": "40",
    "status": "in_progress",
    "due_on": "2024-05-31",
    "is_overdue": False,
}
DONE = {"status": "done", "value": "10", "achievement": "100"}
PERCENT = {"unit": "", "target": None, "value": None}


def snapshot(*items: dict) -> dict:
    """Each item under an institution of its own: how they are grouped must not matter."""
    return {"institutions": [{"items": [{**ITEM, **item}]} for item in items]}


def class_of(before: dict, now: dict) -> str:
    comparison = compare(snapshot(before), snapshot(now))
    (name,) = [group.name for group in comparison.groups if group.changes]
    return name


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {"status": "cancelled"}, "cancelled"),
        (DONE, {"status": "cancelled"}, "cancelled"),
        ({}, {"value": "3"}, "slipped"),
        (DONE, {}, "slipped"),
        ({}, {"status": "not_started"}, "slipped"),
        ({}, {"status": "blocked"}, "slipped"),
        ({"status": "not_started"}, {"status": "blocked"}, "slipped"),
        ({}, {"is_overdue": True}, "slipped"),
        ({}, {"is_overdue": True, "value": "9"}, "slipped"),  # slipped is asked before moved
        ({}, {"value": "5"}, "moved"),
        ({}, {"value": "4.5"}, "moved"),
        ({"value": "9"}, {"value": "10"}, "moved"),  # numbers, not texts
        ({"value": None}, {}, "moved"),
        ({}, DONE, "moved"),
        ({"status": "not_started", "value": None}, {"value": None}, "moved"),
        ({"status": "blocked"}, {}, "moved"),
        ({"status": "cancelled"}, {}, "moved"),
        ({"is_overdue": True}, {"is_overdue": True, "value": "5"}, "moved"),
        ({}, {}, "still"),
        ({"value": None}, {"value": "0"}, "still"),
        ({"status": "blocked"}, {"status": "blocked"}, "still"),
        ({"is_overdue": True}, {"is_overdue": True}, "still"),
        ({"is_overdue": True}, {"due_on": "2024-08-31"}, "still"),
        (DONE, DONE, "settled"),
        ({"status": "cancelled"}, {"status": "cancelled"}, "settled"),
        # Another target or unit: the achievement tells.
        ({}, {"target": "20", "value": "8"}, "still"),
        ({}, {"target": "5", "value": "3", "achievement": "60"}, "moved"),
        ({}, {"unit": "orang", "value": "400"}, "still"),
        (PERCENT, {**PERCENT, "achievement": "60"}, "moved"),
        (PERCENT, {**PERCENT, "achievement": "30"}, "slipped"),
        (PERCENT, PERCENT, "still"),
    ],
)
def test_each_item_is_in_the_first_class_that_fits(before, now, expected):
    assert class_of(before, now) == expected


@pytest.mark.parametrize("before", list(changes.STEPS))
@pytest.mark.parametrize("now", list(changes.STEPS))
def test_every_pair_of_statuses_has_a_class_with_a_label(before, now):
    assert class_of({"status": before}, {"status": now}) in LABELS


def test_an_item_that_the_earlier_edition_does_not_tell_of_is_new_whatever_its_status():
    comparison = compare(snapshot(), snapshot({"status": "cancelled"}, {"code": "RA-2"}))
    assert {group.name: len(group.changes) for group in comparison.groups if group.changes} == {"new": 2}


def test_another_due_date_cuts_across_the_classes():
    later = {"due_on": "2024-08-31"}
    before = snapshot({}, {"code": "RA-2"}, {"code": "RA-3"})
    now = snapshot(later, {"code": "RA-2", "value": "5", **later}, {"code": "RA-3"}, {"code": "RA-4", **later})
    comparison = compare(before, now)
    assert [change.now["code"] for change in comparison.redated] == ["RA-1", "RA-2"]
    assert sum(len(group.changes) for group in comparison.groups) == 4


def test_vanished_items_are_counted_and_not_named():
    comparison = compare(snapshot({}, {"code": "RA-2", "title": "Kini terbatas"}), snapshot({}))
    assert comparison.vanished == 1
    assert "Kini terbatas" not in repr(comparison)
