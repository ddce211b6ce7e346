"""Laporan progres per instansi: what one institution leads and supports, by the facts that everybody may read."""

from typing import cast

from action_plans.models import Commitment
from reports import figures, photos
from reports.kinds import Kind, Snapshot, facts
from reports.models import Report
from stakeholders.models import Institution

ATTENTION_ROWS = 25


def title(report: Report) -> str:
    return f"Laporan progres {report.institution} {report.period}"


def take_snapshot(report: Report) -> Snapshot:
    """Restricted items are left out altogether: even their number would say which institution has some."""
    office = cast(Institution, report.institution)
    items = facts.items(report.as_of).filter(is_listed=True)
    supports = Commitment.objects.open().filter(institution=office, role=Commitment.Role.SUPPORTING)
    led = list(items.filter(lead_id=office.pk).order_by("code").values(*figures.FACTS, *facts.DETAILS))
    supported = items.filter(pk__in=supports.values("item")).order_by("code")
    supported_rows = list(supported.values(*figures.FACTS, *facts.DETAILS))
    overview = figures.count(led, report.as_of)
    told = [facts.item(row) for row in led]
    taken = {"photos": photos.take(items.filter(lead_id=office.pk), report.as_of)} if report.has_photos else {}
    return {
        "office": facts.office(),
        "institution": {"name": office.name, "short_name": office.short_name},
        "period": facts.period(report.period),
        "stands_on": report.as_of,
        "is_sample": overview.is_sample or any(row["plan__workshop__is_sample"] for row in supported_rows),
        "sentence": overview.total.sentence,
        "totals": facts.counts(overview.total),
        "pillars": [{"name": pillar.label, **facts.counts(pillar)} for pillar in overview.pillars],
        **facts.attention(told, ATTENTION_ROWS),
        # The same shape as in the report of the city, so that editions compare alike.
        "institutions": [
            {
                "name": office.short_name,
                "done": overview.total.done,
                "overdue": overview.total.overdue,
                "items": told,
            }
        ],
        "supported": [facts.item(row) for row in supported_rows],
        **taken,
    }


KIND = Kind(
    template="reports/pdf/institution.html",
    scope=Report.Scope.INSTITUTION,
    title=title,
    take_snapshot=take_snapshot,
    draw_charts=facts.pillar_bars,
    texts=Report.TEXTS,
    is_compared=True,
    may_have_photos=True,
    list_rows=facts.item_rows,
)
