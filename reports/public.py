"""What everybody may know: the one source of the public pages.

Only the columns named here leave the database, and templates get plain values, never a row. What is not named cannot
leak: no update's text, no evidence, no obstacle, no note, and no person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from action_plans.models import ActionItem, ActionPlan, Commitment, ItemStatusChange, Pillar, ProgressUpdate
from bnn_portal import clock
from stakeholders.models import Institution
from workshops.models import Attendance, Outcome, Session, Workshop

Row = dict[str, Any]
Status = ActionItem.Status

ITEM_FIELDS = (
    "code",
    "title",
    "lead",
    "pillar",
    "due_on",
    "status",
    "is_overdue",
    "is_awaiting",
    "days_late",
    "unit",
    "target",
    "current_value",
    "achievement",
    "reported_on",
    "plan__workshop__is_sample",
)
WORKSHOP_FIELDS = (
    "pk",
    "theme",
    "kind",
    "status",
    "held_on",
    "start_time",
    "end_time",
    "venue",
    "organiser__name",
    "target_sector",
    "is_sample",
)
NO_INSTITUTION = "Tanpa instansi"


# ------------------------------------------------------------------------------------------------------ action items


@dataclass(frozen=True)
class PublicItem:
    """One promise: what, by whom, by when, and how far it came by accepted reports."""

    code: str
    title: str
    lead: str
    pillar: str
    due_on: date
    status: str
    status_label: str
    is_open: bool
    is_overdue: bool
    is_awaiting: bool
    days_late: int
    unit: str
    target: Decimal | None
    current_value: Decimal | None
    achievement: Decimal | None
    reported_on: date | None
    is_sample: bool
    url: str


@dataclass(frozen=True)
class HistoryEntry:
    """One accepted state: from which day it holds, and the figure that came with it."""

    day: date
    status: str
    label: str
    value: Decimal | None = None
    percent: Decimal | None = None


def item_rows() -> QuerySet:
    """The items that everybody may read about, to be narrowed, sorted and then told by `tell_items`."""
    lead = Commitment.objects.leading().filter(item=OuterRef("pk")).order_by().values("institution__name")
    items = ActionItem.objects.public_facts().annotate(lead=Subquery(lead[:1]))
    return items.with_progress().with_lateness(clock.today())


def tell_items(items: QuerySet[ActionItem]) -> QuerySet:
    """The same items as rows of the named columns; a page of them goes to `told_items`."""
    return items.values(*ITEM_FIELDS)


def told_items(rows: Iterable[Row]) -> list[PublicItem]:
    """What to show of rows of `tell_items`."""
    base = reverse("reports:public_progress")
    return [
        PublicItem(
            code=row["code"],
            title=row["title"],
            lead=row["lead"] or "Belum ada penanggung jawab",
            pillar=Pillar(row["pillar"]).label,
            due_on=row["due_on"],
            status=row["status"],
            status_label=Status(row["status"]).label,
            is_open=row["status"] in ActionItem.OPEN_STATUSES,
            is_overdue=row["is_overdue"],
            is_awaiting=row["is_awaiting"],
            # While a claim waits, its day is the institution's word alone and not yet public.
            days_late=0 if row["is_awaiting"] else row["days_late"],
            unit=row["unit"],
            target=row["target"],
            current_value=row["current_value"],
            achievement=row["achievement"],
            reported_on=row["reported_on"],
            is_sample=row["plan__workshop__is_sample"],
            url=f"{base}{row['code']}/",
        )
        for row in rows
    ]


def find_item(code: str) -> PublicItem | None:
    """The item with that number, if everybody may read about it."""
    return next(iter(told_items(tell_items(item_rows().filter(code=code))[:1])), None)


def supporters(code: str) -> list[str]:
    """Names of the institutions that support the item."""
    rows = Commitment.objects.open().filter(item__code=code, role=Commitment.Role.SUPPORTING)
    return list(rows.order_by("institution__name").values_list("institution__name", flat=True))


def plan_of(code: str) -> Row:
    """`title` of the item's plan, and `workshop` and `theme` of where it was agreed (None unless public)."""
    row = ActionPlan.objects.filter(items__code=code).values(
        "title", "workshop", "workshop__theme", "workshop__is_public"
    )[0]
    is_public = row["workshop__is_public"]
    return {
        "title": row["title"],
        "workshop": row["workshop"] if is_public else None,
        "theme": row["workshop__theme"] if is_public else None,
    }


def history(code: str) -> list[HistoryEntry]:
    """The accepted states of an item, newest first: what the lead's accepted reports say, and what BNN decided."""
    reports = ProgressUpdate.objects.counted().filter(item__code=code).order_by("-happened_on", "-submitted_at")
    entries = [
        HistoryEntry(day, status, Status(status).label, value, percent)
        for day, status, value, percent in reports.values_list("happened_on", "item_status", "value", "percent")
    ]
    reported = {(entry.day, entry.status) for entry in entries}
    changes = ItemStatusChange.objects.filter(item__code=code).order_by("-effective_on", "-at", "-pk")
    entries += [
        HistoryEntry(day, status, Status(status).label)
        for day, status in changes.values_list("effective_on", "to_status")
        if (day, status) not in reported
    ]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def restricted_rows() -> QuerySet[ActionItem]:
    """Items of public plans that are told nowhere: to be narrowed by what is no hint at whose they are, and counted."""
    return ActionItem.objects.in_public_plans().filter(is_restricted=True).with_lateness(clock.today())


def latest_items(count: int) -> list[PublicItem]:
    """The items whose accepted reports tell of the latest days."""
    reported = item_rows().filter(reported_on__isnull=False).order_by("-reported_on", "code")
    return told_items(tell_items(reported)[:count])


def institutions() -> QuerySet[Institution]:
    """Institutions that lead or support something that is told, for a list of choices."""
    working = Commitment.objects.open().filter(item__in=ActionItem.objects.public_facts())
    return Institution.objects.filter(pk__in=working.values("institution"))


def workshops_with_items() -> QuerySet[Workshop]:
    """Public events whose plan is told, for a list of choices."""
    return Workshop.objects.public().filter(action_plan__in=ActionPlan.objects.public())


# --------------------------------------------------------------------------------------------------------- workshops


@dataclass(frozen=True)
class PublicWorkshop:
    """A public event, without a single name of a person."""

    pk: int
    theme: str
    kind: str
    status: str
    status_label: str
    held_on: date
    start_time: time | None
    end_time: time | None
    venue: str
    organiser: str
    is_sample: bool
    url: str


@dataclass(frozen=True)
class AgendaRow:
    """One row of the agenda: the office that spoke, never who."""

    start_time: time | None
    title: str
    paper_title: str
    office: str


def workshop_rows() -> QuerySet:
    """The public events as rows of the named columns, newest first."""
    return Workshop.objects.public().order_by("-held_on", "-pk").values(*WORKSHOP_FIELDS)


def told_workshops(rows: Iterable[Row]) -> list[PublicWorkshop]:
    return [
        PublicWorkshop(
            pk=row["pk"],
            theme=row["theme"],
            kind=Workshop.Kind(row["kind"]).label,
            status=row["status"],
            status_label=Workshop.Status(row["status"]).label,
            held_on=row["held_on"],
            start_time=row["start_time"],
            end_time=row["end_time"],
            venue=row["venue"],
            organiser=row["organiser__name"],
            is_sample=row["is_sample"],
            url=reverse("reports:public_workshop", args=[row["pk"]]),
        )
        for row in rows
    ]


def find_workshop(pk: int) -> PublicWorkshop | None:
    """The event, if it is public."""
    return next(iter(told_workshops(workshop_rows().filter(pk=pk))), None)


def partners(workshop: int) -> list[str]:
    """Names of the institutions that organised the event together with its organiser."""
    rows = Institution.objects.filter(partnered_workshops=workshop).order_by("name")
    return list(rows.values_list("name", flat=True))


def agenda(workshop: int) -> list[AgendaRow]:
    rows = Session.objects.filter(workshop=workshop).order_by("position", "pk")
    return [
        AgendaRow(start_time, title, paper_title, ", ".join(filter(None, [position, institution])))
        for start_time, title, paper_title, position, institution in rows.values_list(
            "start_time", "title", "paper_title", "speaker_position", "speaker_institution__name"
        )
    ]


def head_counts(workshop: int) -> list[tuple[str, int]]:
    """(institution, how many came), the largest first."""
    rows = Attendance.objects.filter(workshop=workshop).head_counts()
    return [(name or NO_INSTITUTION, total) for name, total in rows]


def outcomes(workshop: int) -> list[tuple[str, str]]:
    """(kind, text) of what the event told, decided or agreed to do."""
    rows = (
        Outcome.objects.visible_to(AnonymousUser())
        .filter(workshop=workshop)
        .order_by("position", "pk")
        .values_list("kind", "text")
    )
    return [(Outcome.Kind(kind).label, text) for kind, text in rows]


def plan_url(workshop: int) -> str:
    """The list of what the event's plan promised; empty while the plan is not public."""
    has_plan = ActionPlan.objects.public().filter(workshop=workshop).exists()
    return f"{reverse('reports:public_progress')}?workshop={workshop}" if has_plan else ""
