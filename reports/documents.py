"""What a document contains: for every kind the snapshot it is made from, its template and its file name.

A snapshot is canonical JSON with everything by value. It is all that a rendering reads, together with what the leader
typed when issuing; an old report shows the old world, whatever changed since.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.text import slugify

from action_plans.models import ActionItem, ReportingPeriod
from reports import figures
from reports.charts import Chart, StatusCounts, stacked_bars
from reports.models import Report
from stakeholders.models import OfficeSettings

Snapshot = dict[str, Any]

# The worst ones stand up front; a reader who wants them all finds them in the tables by institution.
ATTENTION_ROWS = 25
NO_LEAD = "Belum ada penanggung jawab"


@dataclass(frozen=True)
class Kind:
    """One kind of document. `take_snapshot` gets the period and the day whose state is told."""

    template: str
    take_snapshot: Callable[[ReportingPeriod, date], Snapshot]
    draw_charts: Callable[[Snapshot], dict[str, Chart]]
    file_prefix: str


@dataclass(frozen=True)
class Page:
    """What the renderer needs: the page, and the pictures it names as `image:NAME`."""

    html: str
    images: Mapping[str, str]


def take_snapshot(kind: str, period: ReportingPeriod, as_of: date) -> str:
    """The facts of this moment as canonical JSON: sorted keys, decimals as text, ISO dates."""
    snapshot = {"title": Report(kind=kind, period=period).title, **KINDS[kind].take_snapshot(period, as_of)}
    return json.dumps(snapshot, default=_as_text, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_snapshot(text: str) -> Snapshot:
    """The snapshot as templates want it: names that end in `_on` hold dates again."""
    return json.loads(text, object_hook=_with_dates)


def compose(report: Report) -> Page:
    """The report's page, from its snapshot and from what the leader typed. It is a draft until it is being issued."""
    kind = KINDS[report.kind]
    snapshot = read_snapshot(report.snapshot)
    is_draft = report.status not in (Report.Status.ISSUING, *Report.ISSUED_STATUSES)
    marks = [text for text, wanted in (("DRAF", is_draft), ("DATA CONTOH", report.is_sample)) if wanted]
    charts = kind.draw_charts(snapshot)
    images = {
        name: render_to_string(chart.template, {"chart": chart, "name": name, "paper": True})
        for name, chart in charts.items()
    }
    if marks:
        images["watermark"] = render_to_string("reports/pdf/_watermark.svg", {"marks": marks})
    context = {
        "report": report,
        "snapshot": snapshot,
        "charts": charts,
        "is_draft": is_draft,
        "mark": " · ".join(marks),
    }
    return Page(render_to_string(kind.template, context), images)


def file_name(report: Report) -> str:
    """A name that still tells what the file is when it lies in a folder among others."""
    edition = f"edisi-{report.edition}" if report.is_issued else "draf"
    return f"{KINDS[report.kind].file_prefix}-{slugify(str(report.period))}-{edition}.pdf"


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _with_dates(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if value and name.endswith("_on") else value for name, value in values.items()
    }


# ------------------------------------------------------------------------------------------------ laporan progres


def _progress_snapshot(period: ReportingPeriod, as_of: date) -> Snapshot:
    """All plans that were in force on that day. Restricted items are counted, and told nowhere else."""
    items = figures.facts_of(ActionItem.objects.counted_for(AnonymousUser()), as_of)
    rows = list(items.order_by("lead_name", "code").values(*figures.FACTS, *_DETAILS))
    overview = figures.count(rows, as_of)
    listed = [row for row in rows if row["is_listed"]]
    told = [_item(row) for row in listed]
    overdue = sorted((row for row in told if row["is_overdue"]), key=_longest_late_first)
    blocked = [row for row in told if row["status"] == ActionItem.Status.BLOCKED and not row["is_overdue"]]
    return {
        "office": _office(),
        "period": {
            "name": str(period),
            "semester": period.get_semester_display(),
            "starts_on": period.starts_on,
            "ends_on": period.ends_on,
            "is_open": period.status == ReportingPeriod.Status.OPEN,
        },
        "stands_on": as_of,
        "is_sample": overview.is_sample,
        "sentence": overview.total.sentence,
        "totals": _counts(overview.total),
        "pillars": [{"name": pillar.label, **_counts(pillar)} for pillar in overview.pillars],
        "overdue": overdue[:ATTENTION_ROWS],
        "blocked": blocked[:ATTENTION_ROWS],
        "not_shown": len(overdue[ATTENTION_ROWS:]) + len(blocked[ATTENTION_ROWS:]),
        "institutions": _by_institution(listed),
    }


# What the tables tell of an item beside what is counted.
_DETAILS = ("code", "title", "unit", "target", "current_value", "achievement", "due_on", "reported_on")
_STATUS_LABELS = dict(ActionItem.Status.choices)


def _office() -> dict[str, Any]:
    office = OfficeSettings.objects.select_related("institution").get()
    return {
        "name": office.institution.name,
        "letterhead": office.letterhead.splitlines(),
        "contact": " · ".join(filter(None, [office.address, office.phone, office.email])),
        "city": office.city,
        "signatory_title": office.signatory_title,
    }


def _item(row: dict[str, Any]) -> dict[str, Any]:
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


def _counts(group: figures.Figures) -> dict[str, Any]:
    statuses = (*ActionItem.REPORTABLE_STATUSES, ActionItem.Status.CANCELLED)
    return {
        "items": group.total,
        **{status.value: getattr(group, status.value) for status in statuses},
        "overdue": group.overdue,
        "stale": group.stale,
        "restricted": group.unlisted,
        "average": group.average,
    }


def _longest_late_first(item: dict[str, Any]) -> tuple[int, str]:
    return -item["days_late"], item["code"]


def _by_institution(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["lead_name"] or NO_LEAD, []).append(row)
    counted = [figures.count_group(name, {}, groups[name]) for name in sorted(groups, key=str.casefold)]
    return [
        {
            "name": group.label,
            "done": group.done,
            "overdue": group.overdue,
            "items": [_item(row) for row in groups[group.label]],
        }
        for group in counted
    ]


def _progress_charts(snapshot: Snapshot) -> dict[str, Chart]:
    counts = [
        StatusCounts(
            pillar["name"],
            **{name: pillar[name] for name in ("done", "in_progress", "blocked", "not_started", "cancelled")},
            overdue=pillar["overdue"],
            average=pillar["average"],
        )
        for pillar in snapshot["pillars"]
    ]
    return {"pillars": stacked_bars("Bidang", counts, is_wide=True)} if counts else {}


KINDS: dict[str, Kind] = {
    Report.Kind.PROGRESS: Kind(
        template="reports/pdf/progress.html",
        take_snapshot=_progress_snapshot,
        draw_charts=_progress_charts,
        file_prefix="laporan-progres",
    ),
}
