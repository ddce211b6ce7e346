"""Numbers are doors: what a figure says is what stands behind it, for whoever reads it.

For every count of every group: the figure, the rows of the list at its address, the rows of the file, the bar of the
chart; for the whole city also the report.
"""

import csv
from datetime import date, datetime
from io import StringIO

import pytest

from action_plans.models import ActionItem, KotanVariable, Pillar
from bnn_portal import clock
from reports import documents, figures
from reports.models import Report
from tests.factories import ActionItemFactory, ActionPlanFactory, MembershipFactory, ProgressUpdateFactory
from tests.factories.action_plans import WIB, ItemStatusChangeFactory

CAST = ["staff", "contact_person", "coordinator", "official", "both"]
Status = ActionItem.Status


@pytest.fixture(autouse=True)
def end_of_june():
    with clock.at(datetime(2024, 6, 30, 9, tzinfo=WIB)):
        yield


@pytest.fixture
def both(polresta):
    """A member of Forkopimda that is also the contact person of Polresta."""
    user = MembershipFactory(institution=polresta, capacity="official").user
    MembershipFactory(institution=polresta, user=user)
    return user


@pytest.fixture
def city(dinas, polresta):
    """Items of every status, state, pillar and sight."""
    plan, draft = ActionPlanFactory(), ActionPlanFactory(status="draft")
    pillars, variables = list(Pillar), [*KotanVariable, ""]
    number = 0
    for lead, other in ((dinas, polresta), (polresta, dinas)):
        for status in Status:
            for due_on in (date(2024, 5, 1), date(2024, 7, 3), date(2024, 12, 31)):
                for is_restricted in (False, True):
                    item = ActionItemFactory(
                        plan=plan,
                        lead=lead,
                        supporting=[other] if number % 5 == 0 else [],
                        status=status,
                        due_on=due_on,
                        is_restricted=is_restricted and number % 3 == 0,
                        pillar=pillars[number % len(pillars)],
                        kotan_variable=variables[number % len(variables)],
                    )
                    if status != Status.NOT_STARTED:
                        ItemStatusChangeFactory(item=item, to_status=status)
                    if status in (Status.IN_PROGRESS, Status.DONE):
                        ProgressUpdateFactory(item=item, institution=lead, item_status=status, value=number % 14)
                    number += 1
        waiting = ActionItemFactory(plan=plan, lead=lead, due_on=date(2024, 6, 1), status=Status.IN_PROGRESS)
        ItemStatusChangeFactory(item=waiting)
        ProgressUpdateFactory(
            item=waiting, institution=lead, status="submitted", item_status="done", happened_on=date(2024, 5, 20)
        )
        ActionItemFactory(plan=draft, lead=lead)


def rows_behind(browser, address: str) -> int:
    """How many the page at that address says there are, and proves by its rows."""
    page = browser.get(address)
    assert page.status_code == 200
    shown = list(page.context["items"])
    while page.context["page_obj"].has_next():
        page = browser.get(f"{address}&page={page.context['page_obj'].next_page_number()}")
        shown += page.context["items"]
    assert page.context["count"] == len(shown) + page.context["unlisted_count"]
    return page.context["count"]


def rows_of_file(browser, address: str) -> int:
    text = b"".join(browser.get(address.replace("/butir/?", "/butir/unduh/?"))).decode()
    return len(list(csv.DictReader(StringIO(text[1:], newline=""), delimiter=";")))


def groups_of(overview: figures.Overview) -> list[figures.Figures]:
    return [overview.total, *overview.pillars, *overview.variables, *overview.institutions.values()]


@pytest.mark.parametrize("who", CAST)
def test_every_count_is_the_number_of_rows_behind_it(request, city, signed_in, who):
    user = request.getfixturevalue(who)
    browser = signed_in(user)
    wrong = []
    for number, group in enumerate(groups_of(figures.overview(user))):
        # A group adds its own filter to the doors: all of them are tried once, then two of each group.
        for name in group.doors if number == 0 else ("total", "overdue"):
            address = group.doors[name]
            counted, listed = getattr(group, name), rows_behind(browser, address)
            if counted != listed:
                wrong.append(f"{group.label}, {name}: {counted} counted, {listed} listed at {address}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", CAST)
def test_the_file_holds_what_is_counted_but_for_what_is_told_nowhere(request, city, signed_in, who):
    user = request.getfixturevalue(who)
    browser = signed_in(user)
    overview = figures.overview(user)
    for group in (overview.total, overview.pillars[0], overview.variables[-1], *overview.institutions.values()):
        assert rows_of_file(browser, group.doors["total"]) == group.total - group.unlisted


@pytest.mark.parametrize("who", ["staff", "coordinator", "official", "both"])
def test_cards_bars_and_rows_of_the_pages_say_the_same(request, city, signed_in, who):
    user = request.getfixturevalue(who)
    browser = signed_in(user)
    overview = figures.overview(user)
    page = browser.get("/ringkasan/")
    text = page.content.decode()
    assert overview.total.sentence in text
    for name in ("overdue", "done", "in_progress", "blocked", "not_started", "due_soon"):
        door = overview.total.doors[name].replace("&", "&amp;")
        assert f'href="{door}"><strong>{getattr(overview.total, name)}</strong>' in text
    for chart, groups in ((page.context["pillars"], overview.pillars), (page.context["variables"], overview.variables)):
        assert [(bar.label, bar.url) for bar in chart.bars] == [(group.label, group.doors["total"]) for group in groups]
        for row, group in zip(chart.table.rows, groups, strict=True):
            assert [cell.value for cell in row.cells][:7] == [
                group.total,
                group.done,
                group.in_progress,
                group.blocked,
                group.not_started,
                group.cancelled,
                group.overdue,
            ]
    rows = {row["institution"].pk: row["figures"] for row in browser.get("/ringkasan/instansi/").context["rows"]}
    assert rows == {pk: group for pk, group in overview.institutions.items() if pk in rows}
    for pk, group in rows.items():
        assert browser.get(f"/ringkasan/instansi/{pk}/").context["figures"] == group


def test_the_report_of_today_says_what_forkopimda_reads(city, official, period):
    text = documents.take_snapshot(Report.Kind.PROGRESS, period, clock.today())
    snapshot = documents.read_snapshot(text)
    overview = figures.overview(official)
    names = {"items": "total", "restricted": "unlisted"}
    for told, counted in [
        (snapshot["totals"], overview.total),
        *zip(snapshot["pillars"], overview.pillars, strict=True),
    ]:
        for name in ("items", "not_started", "in_progress", "blocked", "done", "cancelled", "overdue", "restricted"):
            assert told[name] == getattr(counted, names.get(name, name))
    assert snapshot["sentence"] == overview.total.sentence
    by_name = {
        group["name"]: (len(group["items"]), group["done"], group["overdue"]) for group in snapshot["institutions"]
    }
    assert by_name == {
        group.label: (group.total, group.done, group.overdue) for group in overview.institutions.values()
    }
