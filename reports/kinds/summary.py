"""Ringkasan satu halaman: for leaders who have one minute. Everything in it is bounded, so that it stays one sheet."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import Truncator

from action_plans.models import ActionItem
from reports import figures
from reports.kinds import Kind, Snapshot, facts
from reports.models import Report

LATE_ROWS = 4
# About one line of the table; what is wider still, the style sheet cuts.
TITLE_LENGTH = 70
LEAD_LENGTH = 30
# How many institutions a request names.
NAMES = 2


def title(report: Report) -> str:
    return f"Ringkasan progres Kota Malang {report.period}"


def take_snapshot(report: Report) -> Snapshot:
    items = facts.items(report.as_of)
    rows = list(items.order_by("code").values(*figures.FACTS, *facts.DETAILS))
    overview = figures.count(rows, report.as_of)
    told = [facts.item(row) for row in rows if row["is_listed"]]
    late = facts.attention(told, LATE_ROWS)["overdue"]
    return {
        "office": facts.office(),
        "period": facts.period(report.period),
        "stands_on": report.as_of,
        "is_sample": overview.is_sample,
        "sentence": overview.total.sentence,
        "totals": facts.counts(overview.total),
        "pillars": [{"name": pillar.label, **facts.counts(pillar)} for pillar in overview.pillars],
        "overdue": [{**item, "title": _short(item["title"], TITLE_LENGTH), "lead": _lead(item)} for item in late],
        "asks": _asks(told),
    }


def _short(text: str, length: int) -> str:
    return Truncator(text).chars(length)


def _lead(item: dict[str, Any]) -> str:
    return _short(item["lead"], LEAD_LENGTH)


def _asks(items: list[dict[str, Any]]) -> list[str]:
    """What only leaders can do, as far as the figures tell it; empty: nothing is asked of them."""
    late = [item for item in items if item["is_overdue"]]
    blocked = [item for item in items if item["status"] == ActionItem.Status.BLOCKED]
    stale = [item for item in items if item["is_stale"]]
    lacking = [item for item in items if item["lead"] == facts.NO_LEAD and item["status"] in ActionItem.OPEN_STATUSES]
    asks = [
        (late, "Minta penuntasan {number} butir aksi yang terlambat: {names}."),
        (blocked, "Putuskan jalan keluar untuk {number} butir aksi yang terkendala: {names}."),
        (stale, "Minta kabar {number} butir aksi yang lama tanpa kabar: {names}."),
        (lacking, "Tetapkan penanggung jawab untuk {number} butir aksi."),
    ]
    return [text.format(number=len(rows), names=_names(rows)) for rows, text in asks if rows]


def _names(items: list[dict[str, Any]]) -> str:
    """The institutions with the most of these items, by name as far as they fit."""
    counts: dict[str, int] = {}
    for item in items:
        counts[_lead(item)] = counts.get(_lead(item), 0) + 1
    names = sorted(counts, key=lambda name: (-counts[name], name.casefold()))
    named, more = names[:NAMES], len(names[NAMES:])
    return f"{', '.join(named)}, dan {more} instansi lain" if more else " dan ".join(named)


def pillar_rows(snapshot: Snapshot) -> list[Sequence[Any]]:
    """The figures of each pillar and of all together; empty where there is no item."""
    head = ["Bidang", "Butir aksi", "Selesai", "Berjalan", "Terkendala", "Belum dimulai", "Dibatalkan", "Terlambat"]
    names = ("items", "done", "in_progress", "blocked", "not_started", "cancelled", "overdue")
    groups = [*snapshot["pillars"], {"name": "Semua bidang", **snapshot["totals"]}]
    rows = [
        [
            group["name"],
            *(group[name] for name in names),
            None if group["average"] is None else Decimal(group["average"]),
        ]
        for group in groups
    ]
    return [[*head, "Rata-rata capaian (%)"], *rows] if snapshot["pillars"] else []


KIND = Kind(
    template="reports/pdf/summary.html",
    scope=Report.Scope.CITY,
    title=title,
    take_snapshot=take_snapshot,
    draw_charts=facts.pillar_bars,
    list_rows=pillar_rows,
)
