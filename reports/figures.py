"""How many: every count of action items that a page, a chart, a file or a report shows.

The facts of all counted items are read with one statement and then counted group by group, so that the parts of a page
cannot disagree. Each count knows its door: the filters of the item list that show exactly the items it counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.urls import reverse

from action_plans.models import ActionItem, KotanVariable, Pillar, ReportingPeriod
from bnn_portal import clock
from stakeholders.models import Institution, User
from workshops.models import Attendance, Workshop

# What is counted, of each item. `is_listed` is annotated by `counted_for`.
FACTS = (
    "pillar",
    "kotan_variable",
    "lead_id",
    "lead_name",
    "status_on_day",
    "is_overdue",
    "is_due_soon",
    "is_awaiting",
    "is_stale",
    "days_late",
    "achievement",
    "is_listed",
    "plan__workshop__is_sample",
)
Fact = Mapping[str, Any]
Viewer = User | AnonymousUser

# The filters of the item list behind each count, added to those of its group.
DOORS: dict[str, dict[str, str]] = {
    "total": {},
    "not_started": {"status": "not_started"},
    "in_progress": {"status": "in_progress"},
    "blocked": {"status": "blocked"},
    "done": {"status": "done"},
    "open": {"status": "open"},
    "cancelled": {"status": "cancelled"},
    "overdue": {"condition": "is_overdue"},
    "due_soon": {"condition": "is_due_soon"},
    "awaiting": {"condition": "is_awaiting"},
}
HUNDRED = Decimal(100)
NO_VARIABLE = "Belum dikaitkan dengan variabel"


@dataclass(frozen=True)
class Figures:
    """The counts of one group of items.

    `total` counts cancelled ones too, never withdrawn ones. The statuses add up to `total`; the four states after them
    cut across. `unlisted` are restricted items: counted, and shown in no list. `longest_late` is in days, of the
    overdue ones. `average` is in percent, to two decimals: an achievement counts 100 at most, a cancelled item's or an
    unknown one not at all; None while nothing is known.
    """

    label: str
    filters: Mapping[str, str]
    total: int
    not_started: int
    in_progress: int
    blocked: int
    done: int
    cancelled: int
    overdue: int
    due_soon: int
    awaiting: int
    stale: int
    unlisted: int
    longest_late: int
    average: Decimal | None

    @property
    def open(self) -> int:
        """Items of which something is still owed."""
        return self.not_started + self.in_progress + self.blocked

    @property
    def done_percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def queries(self) -> dict[str, str]:
        """The query string behind each count, for a list that takes the item list's filters."""
        return {name: urlencode({"plan": "public", **self.filters, **more}) for name, more in DOORS.items()}

    @property
    def doors(self) -> dict[str, str]:
        """The address of the item list behind each count, for those who are signed in."""
        item_list = reverse("action_plans:item_list")
        return {name: f"{item_list}?{query}" for name, query in self.queries.items()}

    @property
    def sentence(self) -> str:
        """“62 dari 88 butir aksi selesai, 9 terlambat.”"""
        if not self.total:
            return "Belum ada butir aksi yang berlaku."
        late = f"{self.overdue} terlambat" if self.overdue else "tidak ada yang terlambat"
        return f"{self.done} dari {self.total} butir aksi selesai, {late}."


@dataclass(frozen=True)
class Overview:
    """The figures of one account on one day. Groups without items are left out."""

    on: date
    total: Figures
    pillars: list[Figures]
    variables: list[Figures]
    institutions: dict[int, Figures]
    """By the id of the lead; restricted items stand in them only for those who may read these."""
    is_sample: bool


def overview(user: Viewer, on: date | None = None) -> Overview:
    """What the account (or the anonymous public) counts, as of that day (default: today). One statement.

    A past day is told as a report of that day tells it: by what has been accepted since of what had happened by then.
    The doors lead to today's list and fit today's counts alone.
    """
    on = on or clock.today()
    return count(list(facts_of(ActionItem.objects.counted_for(user), on).values(*FACTS)), on)


def overview_before(user: Viewer, day: date) -> tuple[ReportingPeriod, Overview] | None:
    """The last period that had ended before that day, and the figures at its end; None without one. Two statements."""
    period = ReportingPeriod.objects.filter(ends_on__lt=day).order_by("-ends_on").first()
    return None if period is None else (period, overview(user, period.ends_on))


def facts_of(items: Any, on: date) -> Any:
    """The items of plans in force on that day, with all that `FACTS` names but `is_listed`."""
    items = items.agreed_by(on) if on < clock.today() else items
    return items.with_lead().with_progress(until=on).with_lateness(on)


def count(facts: list[Fact], on: date) -> Overview:
    """Count facts that were read already, for a caller that needs the rows as well."""
    variables = [*KotanVariable.choices, ("", NO_VARIABLE)]
    by_lead: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact["is_listed"] and fact["lead_id"]:
            by_lead.setdefault(fact["lead_id"], []).append(fact)
    return Overview(
        on=on,
        total=count_group("Semua butir aksi", {}, facts),
        pillars=_by_value(facts, "pillar", Pillar.choices),
        variables=_by_value(facts, "kotan_variable", variables),
        institutions={
            lead: count_group(rows[0]["lead_name"], lead_filters(lead), rows) for lead, rows in by_lead.items()
        },
        is_sample=any(fact["plan__workshop__is_sample"] for fact in facts),
    )


def lead_filters(institution_id: int) -> dict[str, str]:
    return {"institution": str(institution_id), "role": "lead"}


def count_group(label: str, filters: Mapping[str, str], facts: Iterable[Fact]) -> Figures:
    facts = list(facts)
    statuses = [fact["status_on_day"] for fact in facts]
    known = [
        min(fact["achievement"], HUNDRED)
        for fact in facts
        if fact["achievement"] is not None and fact["status_on_day"] in ActionItem.REPORTABLE_STATUSES
    ]
    return Figures(
        label=label,
        filters=filters,
        total=len(facts),
        **{status: statuses.count(status) for status in _STATUSES},
        **{state: sum(fact[f"is_{state}"] for fact in facts) for state in _STATES},
        unlisted=sum(not fact["is_listed"] for fact in facts),
        longest_late=max((fact["days_late"] for fact in facts if fact["is_overdue"]), default=0),
        average=(sum(known) / len(known)).quantize(Decimal("0.01")) if known else None,
    )


_STATUSES = [status.value for status in (*ActionItem.REPORTABLE_STATUSES, ActionItem.Status.CANCELLED)]
_STATES = ["overdue", "due_soon", "awaiting", "stale"]


def _by_value(facts: list[Fact], name: str, choices: Iterable[tuple[str, str]]) -> list[Figures]:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact[name], []).append(fact)
    return [count_group(label, {name: value or "none"}, groups[value]) for value, label in choices if value in groups]


def led_by(institution: Institution, user: Viewer) -> tuple[Figures, bool]:
    """What one institution leads, and whether sample data are among it. One statement."""
    items = facts_of(ActionItem.objects.counted_for(user), clock.today()).filter(lead_id=institution.pk)
    facts = list(items.filter(is_listed=True).values(*FACTS))
    is_sample = any(fact["plan__workshop__is_sample"] for fact in facts)
    return count_group(institution.short_name, lead_filters(institution.pk), facts), is_sample


def nothing_led_by(institution: Institution) -> Figures:
    return count_group(institution.short_name, lead_filters(institution.pk), [])


def workshops_attended(user: User) -> dict[int, int]:
    """Of the workshops that the account sees, how many each institution came to, by its id. One statement."""
    came = Attendance.objects.came().filter(workshop__in=Workshop.objects.visible_to(user), institution__isnull=False)
    rows = came.order_by().values_list("institution").annotate(total=Count("workshop", distinct=True))
    return dict(rows)
