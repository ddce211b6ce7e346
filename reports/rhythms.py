"""When a schedule is due, and which period it then reports. Knows calendars, no database.

Everything is reckoned in the schedule's own time zone: “the first Monday at 08.00” is one in Jayapura two hours earlier
than in Malang.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import MO, MONTHLY, YEARLY, rrule

from action_plans.models import ReportingPeriod
from reports.models import ReportSchedule

Rhythm = ReportSchedule.Rhythm
Semester = ReportingPeriod.Semester


class Due(NamedTuple):
    """The latest time at which a schedule was due, and how many times before that one were missed."""

    at: datetime
    missed_count: int


def next_due(schedule: ReportSchedule, after: datetime) -> datetime:
    """The first time after the moment `after`."""
    zone = ZoneInfo(schedule.time_zone)
    local = after.astimezone(zone).replace(tzinfo=None)
    return _rule(schedule, since=local).after(local).replace(tzinfo=zone)


def latest_due(schedule: ReportSchedule, until: datetime) -> Due:
    """The last time up to the moment `until`, counted from the schedule's `next_at`, which has come."""
    zone = ZoneInfo(schedule.time_zone)
    first, last = (moment.astimezone(zone).replace(tzinfo=None) for moment in (schedule.next_at, until))
    times = _rule(schedule, since=first).between(first, last, inc=True)
    return Due(times[-1].replace(tzinfo=zone), len(times) - 1)


def _rule(schedule: ReportSchedule, since: datetime) -> rrule:
    """Its times in local time, from the year before `since` on."""
    start = datetime(since.year - 1, 1, 1, schedule.time_of_day.hour, schedule.time_of_day.minute)  # noqa: DTZ001 (local)
    if schedule.rhythm == Rhythm.FIRST_MONDAY:
        return rrule(MONTHLY, dtstart=start, byweekday=MO(1))
    # The 31st of a month that has none is its last day: the last that there is of the 28th to the 31st.
    days = range(min(schedule.day_of_month, 28), schedule.day_of_month + 1)
    if schedule.rhythm == Rhythm.MONTHLY:
        return rrule(MONTHLY, dtstart=start, bymonthday=days, bysetpos=-1)
    month = 7 if schedule.rhythm == Rhythm.B06 else 1
    return rrule(YEARLY, dtstart=start, bymonth=month, bymonthday=days, bysetpos=-1)


def period_of(schedule: ReportSchedule, due_at: datetime) -> tuple[int, str]:
    """Year and semester that are reported: the one whose end the rhythm follows, else that of the day before.

    On the first of July a monthly report thus still tells of the semester that ended the day before.
    """
    day = due_at.astimezone(ZoneInfo(schedule.time_zone)).date()
    if schedule.rhythm == Rhythm.B06:
        return day.year, Semester.B06
    if schedule.rhythm == Rhythm.B12:
        return day.year - 1, Semester.B12
    before = day - timedelta(days=1)
    return before.year, Semester.B06 if before.month <= 6 else Semester.B12
