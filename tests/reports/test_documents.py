"""What a progress report tells, and what it never tells."""

import json
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from action_plans.models import ActionPlan, PlanStatusChange, ReportingPeriod
from bnn_portal import clock
from reports import documents, services
from reports.kinds import progress
from reports.models import Report
from tests.factories import ActionItemFactory, ActionPlanFactory, ProgressUpdateFactory
from tests.factories.action_plans import WIB
from tests.reports.conftest import issued


def taken(period: ReportingPeriod, as_of: date) -> str:
    return documents.take_snapshot(Report(kind=Report.Kind.PROGRESS, period=period, as_of=as_of))


@pytest.fixture
def snapshot(items, period):
    return documents.read_snapshot(taken(period, period.ends_on))


def codes(rows: list[dict]) -> list[str]:
    return [row["code"] for row in rows]


def test_the_totals_count_every_item_restricted_ones_too(snapshot):
    totals = snapshot["totals"]
    assert (totals["items"], totals["done"], totals["in_progress"]) == (5, 1, 2)
    assert (totals["blocked"], totals["not_started"], totals["overdue"], totals["restricted"]) == (1, 1, 2, 1)
    assert snapshot["sentence"] == "1 dari 5 butir aksi selesai, 2 terlambat."


def test_the_average_is_the_one_of_the_plans(snapshot, items):
    assert snapshot["totals"]["average"][:5] == "63.33"  # 100, 40 and 50; two items have no figure


def test_restricted_items_are_counted_and_named_nowhere(snapshot):
    assert "Operasi rahasia" not in json.dumps(snapshot, default=str)
    assert [pillar["items"] for pillar in snapshot["pillars"]] == [4, 1]


def test_late_and_blocked_items_come_first(snapshot, items):
    assert codes(snapshot["overdue"]) == [items["late"].code]
    assert snapshot["overdue"][0]["days_late"] == 30
    assert codes(snapshot["blocked"]) == [items["blocked"].code]


def test_items_stand_under_their_lead(snapshot, items, dinas, polresta):
    groups = {group["name"]: codes(group["items"]) for group in snapshot["institutions"]}
    assert groups == {
        dinas.short_name: [items["done"].code, items["late"].code],
        polresta.short_name: [items["blocked"].code, items["later"].code],
    }


def test_figures_are_those_accepted_by_the_end_of_the_period(items, period, dinas):
    ProgressUpdateFactory(item=items["late"], institution=dinas, value=9, happened_on=date(2024, 7, 1))
    text = taken(period, period.ends_on)
    (late,) = documents.read_snapshot(text)["overdue"]
    assert (late["value"], late["target"], late["achievement"], late["unit"]) == ("4", "10", "40", "kegiatan")


def test_nothing_but_public_facts_enters_the_snapshot(items, period, contact_person):
    update = items["late"].updates.get()
    update.narrative, update.obstacle_note, update.next_step = "ceritanya", "kendalanya", "rencananya"
    update.save()
    text = taken(period, period.ends_on)
    for private in ("ceritanya", "kendalanya", "rencananya", contact_person.name, contact_person.email):
        assert private not in text


@pytest.mark.parametrize("status", [ActionPlan.Status.DRAFT, ActionPlan.Status.OFFERED])
def test_a_plan_that_is_not_in_force_is_not_reported(items, period, status):
    ActionItemFactory(plan=ActionPlanFactory(status=status))
    text = taken(period, period.ends_on)
    assert documents.read_snapshot(text)["totals"]["items"] == 5


def test_a_plan_agreed_later_is_not_in_an_earlier_report(items, period):
    later = ActionItemFactory().plan
    PlanStatusChange.objects.filter(plan=later).update(at=datetime(2024, 7, 1, 8, tzinfo=WIB))
    text = taken(period, period.ends_on)
    assert documents.read_snapshot(text)["totals"]["items"] == 5
    text = taken(period, date(2024, 7, 1))
    assert documents.read_snapshot(text)["totals"]["items"] == 6


def test_a_closed_plan_is_still_reported(items, period, plan):
    ActionPlan.objects.filter(pk=plan.pk).update(status=ActionPlan.Status.CLOSED)
    text = taken(period, period.ends_on)
    assert documents.read_snapshot(text)["totals"]["items"] == 5


def test_one_sample_workshop_marks_the_whole_report(queued, plan, period, staff):
    assert not queued.is_sample
    services.cancel_report(queued, by=staff)
    plan.workshop.is_sample = True
    plan.workshop.save()
    ActionItemFactory(plan=plan)
    assert services.request_report(period, by=staff).is_sample


def test_a_report_without_items_says_so(period):
    snapshot = documents.read_snapshot(taken(period, period.ends_on))
    assert snapshot["sentence"] == "Belum ada butir aksi yang berlaku."
    assert snapshot["totals"]["average"] is None


def test_the_snapshot_is_canonical(items, period):
    first = taken(period, period.ends_on)
    assert first == taken(period, period.ends_on)
    assert first == json.dumps(json.loads(first), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_a_snapshot_costs_the_same_number_of_queries_for_any_number_of_items(items, period, plan, dinas):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            taken(period, period.ends_on)
        return len(queries)

    before = cost()
    ActionItemFactory.create_batch(50, plan=plan, lead=dinas)
    assert cost() == before


def test_the_attention_list_is_bounded(add_item, dinas, period):
    for number in range(progress.ATTENTION_ROWS + 5):
        add_item("in_progress", lead=dinas, due_on=date(2024, 4, 1 + number % 28))
    snapshot = documents.read_snapshot(taken(period, period.ends_on))
    assert len(snapshot["overdue"]) == progress.ATTENTION_ROWS
    assert snapshot["not_shown"] == 5
    days = [row["days_late"] for row in snapshot["overdue"]]
    assert days == sorted(days, reverse=True)


def test_file_names_speak(ready, leader):
    assert documents.file_name(ready) == "laporan-progres-kota-malang-b06-2024-draf.pdf"
    assert documents.file_name(issued(ready, leader)) == "laporan-progres-kota-malang-b06-2024-edisi-1.pdf"


def test_every_kind_of_report_has_an_entry():
    assert set(documents.KINDS) == set(Report.Kind)


def test_an_open_period_is_called_open(staff):
    today = clock.today()
    period = ReportingPeriod.objects.get(starts_on__lte=today, ends_on__gte=today)
    report = services.request_report(period, by=staff)
    assert "periode belum ditutup" in documents.compose(report).html
