"""What more than one kind of document tells, as plain values with everything by value."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser

from action_plans.models import ActionItem, ReportingPeriod
from reports import figures
from reports.charts import Chart, StatusCounts, stacked_bars
from reports.kinds import Snapshot
from stakeholders.models import OfficeSettings

NO_LEAD = "Belum ada penanggung jawab"
# What the tables tell of an item beside what is counted.
DETAILS = ("code", "title", "unit", "target", "current_value", "due_on", "reported_on")
_STATUS_LABELS = dict(ActionItem.Status.choices)


def office() -> dict[str, Any]:
    office = OfficeSettings.objects.select_related("institution").get()
    return {
        "name": office.institution.name,
        "letterhead": office.letterhead.splitlines(),
        "contact": " · ".join(filter(None, [office.address, office.phone, office.email])),
        "city": office.city,
        "signatory_title": office.signatory_title,
        "logo": b64encode(office.logo).decode(),
        "good_from": office.good_from,
        "fair_from": office.fair_from,
    }


def period(period: ReportingPeriod) -> dict[str, Any]:
    return {
        "name": str(period),
        "semester": period.get_semester_display(),
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "is_open": period.status == ReportingPeriod.Status.OPEN,
    }


def items(on: date) -> Any:
    """The items of all plans that were in force on that day, to be read as `values(*figures.FACTS, *DETAILS)`.

    Restricted ones are not `is_listed`: they may be counted, and are told nowhere.
    """
    return figures.facts_of(ActionItem.objects.counted_for(AnonymousUser()), on)


def item(row: figures.Fact) -> dict[str, Any]:
    """One item, from a row of `figures.FACTS` and `DETAILS`."""
    return {
        "code": row["code"],
        "title": row["title"],
        "lead": row["lead_name"] or NO_LEAD,
        "unit": row["unit"],
        "target": row["target"],
        "value": row["current_value"],
        "achievement": row["achievement"],
        "status": row["status_on_day"],
        "status_label": _STATUS_LABELS[row["status_on_day"]],
        "due_on": row["due_on"],
        "reported_on": row["reported_on"],
        "is_overdue": row["is_overdue"],
        "is_awaiting": row["is_awaiting"],
        "is_stale": row["is_stale"],
        "days_late": row["days_late"],
    }


def counts(group: figures.Figures) -> dict[str, Any]:
    statuses = (*ActionItem.REPORTABLE_STATUSES, ActionItem.Status.CANCELLED)
    return {
        "items": group.total,
        **{status.value: getattr(group, status.value) for status in statuses},
        "overdue": group.overdue,
        "stale": group.stale,
        "restricted": group.unlisted,
        "average": group.average,
    }


def attention(items: list[dict[str, Any]], rows: int) -> dict[str, Any]:
    """What stands up front: at most that many late items, the longest late first, and as many blocked ones."""
    overdue = sorted((item for item in items if item["is_overdue"]), key=_longest_late_first)
    blocked = [item for item in items if item["status"] == ActionItem.Status.BLOCKED and not item["is_overdue"]]
    return {
        "overdue": overdue[:rows],
        "blocked": blocked[:rows],
        "not_shown": len(overdue[rows:]) + len(blocked[rows:]),
    }


def _longest_late_first(item: dict[str, Any]) -> tuple[int, str]:
    return -item["days_late"], item["code"]


def pillar_bars(snapshot: Snapshot) -> dict[str, Chart]:
    """The chart `pillars`, where there are any."""
    groups = [
        StatusCounts(
            pillar["name"],
            **{name: pillar[name] for name in ("done", "in_progress", "blocked", "not_started", "cancelled")},
            overdue=pillar["overdue"],
            average=pillar["average"],
        )
        for pillar in snapshot["pillars"]
    ]
    return {"pillars": stacked_bars("Bidang", groups, is_wide=True)} if groups else {}


def item_rows(snapshot: Snapshot) -> list[Sequence[Any]]:
    """The items that a snapshot lists by institution, and those that one supports, as a table, its head first."""
    led = (one for institution in snapshot["institutions"] for one in institution["items"])
    head = ["Nomor", "Aksi", "Penanggung jawab", "Satuan", "Target", "Realisasi", "Capaian (%)", "Status", "Tenggat"]
    rows = [
        [
            *(item[name] for name in ("code", "title", "lead", "unit")),
            *(None if item[name] is None else Decimal(item[name]) for name in ("target", "value", "achievement")),
            item["status_label"],
            item["due_on"],
            item["days_late"] if item["is_overdue"] else 0,
            item["reported_on"],
        ]
        for item in (*led, *snapshot.get("supported", ()))
    ]
    return [[*head, "Hari terlambat", "Laporan terakhir"], *rows]
