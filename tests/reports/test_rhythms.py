"""When a schedule is due: month ends, leap years, first Mondays, and three time zones."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from reports import rhythms
from reports.models import ReportSchedule

WIB = ZoneInfo("Asia/Jakarta")


def schedule(rhythm: str, day: int = 1, zone: str = "Asia/Jakarta") -> ReportSchedule:
    return ReportSchedule(rhythm=rhythm, day_of_month=day, time_of_day=time(8), time_zone=zone)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("rhythm", "day", "after", "due"),
    [
        # every month, on a day that each has
        ("monthly", 1, "2026-11-24 10:00", "2026-12-01 08:00"),
        ("monthly", 24, "2026-11-24 07:59", "2026-11-24 08:00"),
        ("monthly", 24, "2026-11-24 08:00", "2026-12-24 08:00"),
        ("monthly", 15, "2026-12-20 00:00", "2027-01-15 08:00"),
        # on a day that not each has
        ("monthly", 31, "2026-11-24 10:00", "2026-11-30 08:00"),
        ("monthly", 31, "2026-11-30 08:00", "2026-12-31 08:00"),
        ("monthly", 31, "2027-02-01 00:00", "2027-02-28 08:00"),
        ("monthly", 31, "2028-02-01 00:00", "2028-02-29 08:00"),
        ("monthly", 30, "2028-02-01 00:00", "2028-02-29 08:00"),
        ("monthly", 29, "2027-02-01 00:00", "2027-02-28 08:00"),
        ("monthly", 29, "2028-02-01 00:00", "2028-02-29 08:00"),
        ("monthly", 28, "2028-02-01 00:00", "2028-02-28 08:00"),
        ("monthly", 29, "2028-02-29 08:00", "2028-03-29 08:00"),
        # first Mondays: on the 1st, on the 7th, over the turn of a year
        ("first_monday", 1, "2026-05-31 00:00", "2026-06-01 08:00"),
        ("first_monday", 1, "2026-06-01 08:00", "2026-07-06 08:00"),
        ("first_monday", 1, "2026-08-31 00:00", "2026-09-07 08:00"),
        ("first_monday", 1, "2026-12-07 08:00", "2027-01-04 08:00"),
        ("first_monday", 31, "2026-11-24 10:00", "2026-12-07 08:00"),
        # semesters
        ("b06", 1, "2026-01-01 00:00", "2026-07-01 08:00"),
        ("b06", 1, "2026-07-01 08:00", "2027-07-01 08:00"),
        ("b06", 31, "2026-01-01 00:00", "2026-07-31 08:00"),
        ("b12", 1, "2026-11-24 10:00", "2027-01-01 08:00"),
        ("b12", 10, "2027-01-05 00:00", "2027-01-10 08:00"),
    ],
)
def test_the_next_time(rhythm, day, after, due):
    assert rhythms.next_due(schedule(rhythm, day), local(after)) == local(due)


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Asia/Jakarta", "2026-12-07 01:00"),
        ("Asia/Makassar", "2026-12-07 00:00"),
        ("Asia/Jayapura", "2026-12-06 23:00"),
    ],
)
def test_eight_in_the_morning_is_that_of_its_own_zone(zone, utc):
    due = rhythms.next_due(schedule("first_monday", zone=zone), local("2026-11-24 10:00"))
    assert due == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_the_first_monday_is_that_of_its_own_zone():
    """In Jayapura Monday begins while it is Sunday evening in Malang."""
    east = schedule("first_monday", zone="Asia/Jayapura")
    east.time_of_day = time(0, 30)
    assert rhythms.next_due(east, local("2026-12-06 22:00")) == local("2026-12-06 22:30")


@pytest.mark.parametrize(
    ("next_at", "until", "due", "missed"),
    [
        ("2026-12-01 08:00", "2026-12-01 08:00", "2026-12-01 08:00", 0),
        ("2026-12-01 08:00", "2026-12-31 23:00", "2026-12-01 08:00", 0),
        ("2026-12-01 08:00", "2027-03-02 00:00", "2027-03-01 08:00", 3),
        ("2026-12-01 08:00", "2029-12-01 08:00", "2029-12-01 08:00", 36),
    ],
)
def test_times_that_passed_unseen_become_one(next_at, until, due, missed):
    late = schedule("monthly")
    late.next_at = local(next_at)
    assert rhythms.latest_due(late, local(until)) == (local(due), missed)


@pytest.mark.parametrize(
    ("rhythm", "due", "period"),
    [
        ("b06", "2026-07-01 08:00", (2026, "b06")),
        ("b06", "2026-07-31 08:00", (2026, "b06")),
        ("b12", "2027-01-01 08:00", (2026, "b12")),
        ("b12", "2027-01-31 08:00", (2026, "b12")),
        # the day before decides
        ("monthly", "2026-07-01 08:00", (2026, "b06")),
        ("monthly", "2026-07-02 08:00", (2026, "b12")),
        ("monthly", "2027-01-01 08:00", (2026, "b12")),
        ("first_monday", "2026-06-01 08:00", (2026, "b06")),
        ("first_monday", "2027-01-04 08:00", (2027, "b06")),
    ],
)
def test_the_period_that_is_reported(rhythm, due, period):
    assert rhythms.period_of(schedule(rhythm), local(due)) == period
