"""Laporan progres: how far the city's joint action plans are."""

from typing import Any

from reports import figures, photos
from reports.kinds import Kind, Snapshot, facts
from reports.models import Report

# The worst ones stand up front; a reader who wants them all finds them in the tables by institution.
ATTENTION_ROWS = 25


def take_snapshot(report: Report) -> Snapshot:
    """All plans that were in force on that day. Restricted items are counted, and told nowhere else."""
    items = facts.items(report.as_of)
    rows = list(items.order_by("lead_name", "code").values(*figures.FACTS, *facts.DETAILS))
    taken = {"photos": photos.take(items.filter(is_listed=True), report.as_of)} if report.has_photos else {}
    return {**tell(report, rows, facts.office()), **taken}


def tell(report: Report, rows: list[figures.Fact], office: dict[str, Any]) -> Snapshot:
    """What the rows (`figures.FACTS` and `facts.DETAILS` of each item) amount to. Asks the database nothing."""
    overview = figures.count(rows, report.as_of)
    listed = [row for row in rows if row["is_listed"]]
    return {
        "office": office,
        "period": facts.period(report.period),
        "stands_on": report.as_of,
        "is_sample": overview.is_sample,
        "sentence": overview.total.sentence,
        "totals": facts.counts(overview.total),
        "pillars": [{"name": pillar.label, **facts.counts(pillar)} for pillar in overview.pillars],
        **facts.attention([facts.item(row) for row in listed], ATTENTION_ROWS),
        "institutions": _by_institution(listed),
    }


def title(report: Report) -> str:
    return f"Laporan progres Kota Malang {report.period}"


def _by_institution(rows: list[figures.Fact]) -> list[dict[str, Any]]:
    groups: dict[str, list[figures.Fact]] = {}
    for row in rows:
        groups.setdefault(row["lead_name"] or facts.NO_LEAD, []).append(row)
    counted = [figures.count_group(name, {}, groups[name]) for name in sorted(groups, key=str.casefold)]
    return [
        {
            "name": group.label,
            **facts.counts(group),
            "items": [facts.item(row) for row in groups[group.label]],
        }
        for group in counted
    ]


KIND = Kind(
    template="reports/pdf/progress.html",
    scope=Report.Scope.CITY,
    title=title,
    take_snapshot=take_snapshot,
    draw_charts=facts.pillar_bars,
    texts=Report.TEXTS,
    is_compared=True,
    may_have_photos=True,
    list_rows=facts.item_rows,
)
