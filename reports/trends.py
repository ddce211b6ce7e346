"""How action items came along over time, and where in the city they take place.

Everything here counts a given queryset of items, and so stays within the viewer's scope that the caller chose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, DateField, Q, QuerySet, Value

from action_plans.models import ActionItem
from stakeholders.models import District, UrbanVillage

Status = ActionItem.Status


@dataclass(frozen=True)
class Standing:
    """Where the items stood at the end of a day: how many were due by then, were done, and were late."""

    on: date
    due: int
    done: int
    late: int

    @property
    def is_empty(self) -> bool:
        return not (self.due or self.done or self.late)


def month_ends(until: date, count: int) -> list[date]:
    """The last days of the months before `until`, and `until` itself: `count` days, the oldest first."""
    days = [until]
    while len(days) < count:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def standings(items: QuerySet[ActionItem], days: Sequence[date]) -> list[Standing]:
    """The items' standing on each of the days, of the plans that were in force on it. One statement.

    An item is due from its due date on (not before the day after it is late), unless it was cancelled by then.
    """
    first, *others = (_standing(items, day) for day in days)
    rows = first.union(*others, all=True) if others else first
    return sorted((Standing(**row) for row in rows), key=lambda standing: standing.on)


def _standing(items: QuerySet[ActionItem], day: date) -> QuerySet:
    counted = items.agreed_by(day).with_lateness(day)  # type: ignore[attr-defined]
    return (
        counted.order_by()
        .values(on=Value(day, DateField()))
        .annotate(
            due=Count("pk", filter=Q(due_on__lte=day) & ~Q(status_on_day=Status.CANCELLED)),
            done=Count("pk", filter=Q(status_on_day=Status.DONE)),
            late=Count("pk", filter=Q(is_overdue=True)),
        )
    )


@dataclass(frozen=True)
class VillageCount:
    village: UrbanVillage
    count: int


@dataclass(frozen=True)
class DistrictCount:
    """`count` counts an item once, however many kelurahan of the kecamatan it names."""

    district: District
    count: int
    villages: list[VillageCount]


@dataclass(frozen=True)
class Places:
    """Where items take place: the kecamatan in the order of their codes, and how many items name no kelurahan."""

    districts: list[DistrictCount]
    without_area: int


def places(items: QuerySet[ActionItem]) -> Places:
    """Count the items by the kelurahan they name. Two statements."""
    items_of: dict[int | None, set[int]] = {}
    for item, village in items.order_by().values_list("pk", "areas"):
        items_of.setdefault(village, set()).add(item)
    villages = UrbanVillage.objects.select_related("district").order_by("code")
    districts = []
    for district, group in groupby(villages, key=lambda village: village.district):
        counts = [VillageCount(village, len(items_of.get(village.pk, ()))) for village in group]
        found = set().union(*(items_of.get(one.village.pk, ()) for one in counts))
        districts.append(DistrictCount(district, len(found), counts))
    return Places(districts, len(items_of.get(None, ())))
