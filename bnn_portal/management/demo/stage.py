"""Where the demo is played: its time, its cast, and the calendar of what will happen."""

import heapq
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from bnn_portal.management.demo.institutions import BNN
from bnn_portal.management.demo.story import BeforeReport, Day
from stakeholders.models import Appointment, Institution, OfficeSettings, User


class Stage:
    """`cast.open_office` fills in the people; institutions are known by their keys."""

    staff: User
    leader: User
    official: User

    def __init__(self) -> None:
        self.today = clock.today()
        self.yesterday = self.today - timedelta(days=1)
        self.periods = {str(period): period for period in ReportingPeriod.objects.all()}
        over = [period for period in self.periods.values() if period.ends_on < self.today]
        self.reported = max(over, key=lambda period: period.ends_on)
        self.offices: dict[str, Institution] = {BNN: OfficeSettings.objects.get().institution}
        self.contacts: dict[str, User] = {}
        self.posts: dict[str, Appointment] = {}
        self._happenings: list[tuple[datetime, int, Callable[[], Any]]] = []
        self._order = count()

    def day(self, day: Day) -> date:
        if isinstance(day, BeforeReport):
            return min(self.reported.ends_on, self.today - timedelta(days=45)) - timedelta(days=day.days)
        return day if isinstance(day, date) else self.today + timedelta(days=day)

    def moment(self, day: Day, hour: int = 9, minute: int = 0) -> datetime:
        """An aware moment of a day; never later than yesterday, so that nothing lies in the future."""
        wanted = min(self.day(day), self.yesterday)
        return timezone.make_aware(datetime.combine(wanted, time(hour, minute)))

    def at(self, day: Day, hour: int = 9, minute: int = 0) -> AbstractContextManager[None]:
        return clock.at(self.moment(day, hour, minute))

    def happen(self, moment: datetime, what: Callable[[], Any]) -> None:
        """Put something on the calendar; also while it is being played."""
        heapq.heappush(self._happenings, (moment, next(self._order), what))

    def play(self) -> None:
        """Let everything happen, in the order of time."""
        while self._happenings:
            moment, _, what = heapq.heappop(self._happenings)
            with clock.at(moment):
                what()

    def key_of(self, institution: Institution) -> str:
        return next(key for key, office in self.offices.items() if office.pk == institution.pk)


def decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)
