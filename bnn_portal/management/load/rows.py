"""What every part of the load needs: the dice, the days, and the status changes, which are written last."""

import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from action_plans.models import ActionItem, ActionPlan, ItemStatusChange, ReportingPeriod
from bnn_portal import clock
from stakeholders.models import User
from workshops.models import Topic

PREFIX = "Uji beban"
SEED = 6122023
BATCH = 2000
YEARS = 3  # how far back the workshops reach
VERBS = ("Sosialisasi", "Pelatihan", "Pendampingan", "Pembentukan", "Pemantauan", "Kampanye", "Penguatan", "Pemetaan")
THINGS = ("satgas", "penggiat", "guru BK", "kader", "posko", "keluarga", "rumah kos", "kanal media sosial", "sekolah")


class Rows:
    def __init__(self) -> None:
        self.dice = random.Random(SEED)  # noqa: S311 - it varies rows
        self.today = clock.today()
        # Everything happened by then, whatever the hour is now.
        self.end = timezone.make_aware(datetime.combine(self.today, time())) - timedelta(hours=6)
        self._periods = {(period.year, period.semester): period for period in ReportingPeriod.objects.all()}
        self._changes: dict[type[models.Model], list[models.Model]] = {}

    def create(self, model: type[models.Model], rows: Iterable[Any]) -> None:
        model._default_manager.bulk_create(rows, batch_size=BATCH)

    def update_status(self, rows: Iterable[Any]) -> None:
        ActionItem.objects.bulk_update(rows, ["status"], BATCH)

    def move(
        self,
        model: type[models.Model],
        owner: dict[str, Any],
        before: str,
        steps: Iterable[tuple[str, datetime]],
        by: User,
    ) -> None:
        """A status change for each of the `steps` (status and moment), the first one from status `before`."""
        for status, at in steps:
            self._add(model(**owner, from_status=before, to_status=status, by=by, at=at))
            before = status

    def move_item(self, item: ActionItem, status: str, at: datetime, by: User, *, on: date, note: str = "") -> None:
        change = ItemStatusChange(from_status=item.status, to_status=status, by=by, at=at, note=note, effective_on=on)
        change.item = item
        self._add(change)
        item.status = status

    def _add(self, change: models.Model) -> None:
        self._changes.setdefault(type(change), []).append(change)

    def create_changes(self) -> None:
        for model, changes in self._changes.items():
            self.create(model, changes)

    def pick(self, **weights: int) -> str:
        return self.dice.choices(list(weights), weights=list(weights.values()))[0]

    def topics(self) -> list[str]:
        return sorted(self.dice.sample(Topic.values, self.dice.randrange(1, 3)))

    def subject(self) -> str:
        return f"{self.dice.choice(VERBS).lower()} {self.dice.choice(THINGS)}"

    def period(self, day: date) -> ReportingPeriod:
        return self._periods[day.year, "b06" if day.month <= 6 else "b12"]


def moment(day: date, days: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time(10)))


def agreed_at(plan: ActionPlan) -> datetime:
    return moment(plan.workshop.held_on, 30)
