"""Reports at every point of their life, over a plan of a few items."""

from datetime import UTC, date, datetime

import pytest

from action_plans.models import ActionItem, ActionPlan, Pillar, ReportingPeriod
from bnn_portal import clock
from reports import services
from reports.models import Report, ReportSchedule
from stakeholders.models import Membership
from tests.factories import ActionItemFactory, ActionPlanFactory, ProgressUpdateFactory
from tests.factories.action_plans import ItemStatusChangeFactory

DATED_ON = date(2024, 7, 8)
# What the review copy of these tests consists of where nobody looks into it.
DOCUMENT = b"%PDF-1.4 uji"


@pytest.fixture
def period(db) -> ReportingPeriod:
    return ReportingPeriod.objects.get(year=2024, semester=ReportingPeriod.Semester.B06)


@pytest.fixture
def plan(db) -> ActionPlan:
    return ActionPlanFactory()


@pytest.fixture
def add_item(plan):
    """`add_item(status, **fields)`: an item of the plan that reached that status on 1 March 2024, reported that day."""

    def add(status: str, *, value: int | None = None, **fields) -> ActionItem:
        fields = {"plan": plan, "status": status, "due_on": date(2024, 5, 31), **fields}
        item = ActionItemFactory(**fields)
        if status != ActionItem.Status.NOT_STARTED:
            ItemStatusChangeFactory(item=item, to_status=status)
        if value is not None:
            ProgressUpdateFactory(item=item, institution=fields["lead"], value=value)
        return item

    return add


@pytest.fixture
def items(add_item, dinas, polresta):
    """Four public items of two institutions and a restricted one: done, late, blocked and late, due later."""
    return {
        "done": add_item("done", lead=dinas, title="Sosialisasi di sekolah", value=10),
        "late": add_item("in_progress", lead=dinas, title="Satgas kelurahan", value=4),
        "blocked": add_item("blocked", lead=polresta, title="Tes urine berkala", value=5, due_on=date(2024, 12, 31)),
        "later": add_item("not_started", lead=polresta, title="Konten kreatif", due_on=date(2024, 12, 31)),
        "restricted": add_item(
            "in_progress", lead=polresta, title="Operasi rahasia", pillar=Pillar.ERADICATION, is_restricted=True
        ),
    }


@pytest.fixture
def queued(period, staff) -> Report:
    return services.request_report(period, by=staff)


@pytest.fixture
def rendering(queued) -> Report:
    return services.claim_report(queued.pk)


def finished(report: Report) -> Report:
    """The report after a worker claimed it and handed in a document."""
    services.finish_render(services.claim_report(report.pk), DOCUMENT, 3, made_with={})
    report.refresh_from_db()
    return report


def issued(report: Report, leader) -> Report:
    """A review copy, issued and published."""
    return finished(services.issue_report(report, "B/12/VII/2024", DATED_ON, "ordinary", by=leader))


@pytest.fixture
def ready(queued) -> Report:
    return finished(queued)


@pytest.fixture
def published(ready, leader) -> Report:
    return issued(ready, leader)


@pytest.fixture
def failed(rendering) -> Report:
    services.fail_render(rendering, "Ruang penyimpanan penuh.")
    rendering.refresh_from_db()
    return rendering


@pytest.fixture
def schedule(official, staff) -> ReportSchedule:
    """Every first Monday, for the official; made a week before 1 July 2024, which is one."""
    with clock.at(datetime(2024, 6, 24, 2, 0, tzinfo=UTC)):
        Membership.objects.filter(user=official).update(starts_on=date(2024, 1, 1))
        return services.create_schedule({"rhythm": ReportSchedule.Rhythm.FIRST_MONDAY}, [official], by=staff)
