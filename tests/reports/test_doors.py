"""Numbers are doors: what a figure says is what stands behind it, for whoever reads it.

For every count of every group and for each role's scope: the figure, the card, the rows of the list at its address, the
rows of the file, the bar of the chart, and what is written on the paper.
"""

import csv
import re
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from action_plans.models import ActionItem, KotanVariable, Pillar
from bnn_portal import clock
from reports import documents, figures, pdf, services
from reports.models import Report
from tests.factories import ActionItemFactory, ActionPlanFactory, MembershipFactory, ProgressUpdateFactory
from tests.factories.action_plans import WIB, ItemStatusChangeFactory

CAST = ["staff", "contact_person", "coordinator", "official", "both"]
CITYWIDE = ["staff", "official", "both"]
Status = ActionItem.Status
STATUSES = ("done", "in_progress", "blocked", "not_started", "cancelled")
# Where a chart's table tells each count.
COLUMNS = {"total": 0, "done": 1, "in_progress": 2, "blocked": 3, "not_started": 4, "cancelled": 5, "overdue": 6}


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
    # No two statuses are equally frequent: a figure that stands for another shows.
    for extra, status in enumerate(Status):
        for item in ActionItemFactory.create_batch(
            extra, plan=plan, lead=dinas, status=status, due_on=date(2024, 12, 31)
        ):
            ItemStatusChangeFactory(item=item, to_status=status)


def rows_behind(browser, address: str) -> tuple[int, list[str]]:
    """How many the page at that address says there are, and the numbers of the items that prove it.

    Restricted items that the account may not read are counted, and shown in no row.
    """
    page = browser.get(address)
    assert page.status_code == 200
    shown = list(page.context["items"])
    while page.context["page_obj"].has_next():
        page = browser.get(f"{address}&page={page.context['page_obj'].next_page_number()}")
        shown += page.context["items"]
    assert page.context["count"] == len(shown) + page.context["unlisted_count"]
    return page.context["count"], sorted(item.code for item in shown)


def rows_of_file(browser, address: str) -> list[dict[str, str]]:
    text = b"".join(browser.get(address.replace("/butir/?", "/butir/unduh/?"))).decode()
    return list(csv.DictReader(StringIO(text[1:], newline=""), delimiter=";"))


def text_of_paper(report: Report) -> str:
    page = documents.compose(report)
    document = pdf.render(page.html, images=page.images, on_progress=lambda step, percent: None)
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(document.content)).pages).split())


def groups_of(overview: figures.Overview) -> list[figures.Figures]:
    return [overview.total, *overview.pillars, *overview.variables, *overview.institutions.values()]


@pytest.mark.parametrize("who", CAST)
def test_every_count_is_the_number_of_rows_behind_it_and_in_its_file(request, city, signed_in, who):
    user = request.getfixturevalue(who)
    browser = signed_in(user)
    wrong = []
    for number, group in enumerate(groups_of(figures.overview(user))):
        # A group adds its own filter to the doors: all of them are tried once, then two of each group.
        for name in group.doors if number == 0 else ("total", "overdue"):
            address = group.doors[name]
            counted, (listed, codes) = getattr(group, name), rows_behind(browser, address)
            if counted != listed:
                wrong.append(f"{group.label}, {name}: {counted} counted, {listed} listed at {address}")
            in_file = sorted(row["Nomor"] for row in rows_of_file(browser, address))
            if in_file != codes:
                wrong.append(f"{group.label}, {name}: {len(codes)} shown, {len(in_file)} in the file of {address}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", CAST)
def test_the_file_holds_what_is_counted_but_for_what_is_told_nowhere(request, city, signed_in, who):
    user = request.getfixturevalue(who)
    browser = signed_in(user)
    overview = figures.overview(user)
    for group in (overview.total, overview.pillars[0], overview.variables[-1], *overview.institutions.values()):
        assert len(rows_of_file(browser, group.doors["total"])) == group.total - group.unlisted


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
        for bar, group in zip(chart.bars, groups, strict=True):
            assert bar.told.startswith(f"{group.done} dari {group.total} selesai")
            drawn = {part.look: part.number for part in bar.segments if part.number}
            assert drawn == {look: str(getattr(group, look)) for look in drawn}
            assert {part.look for part in bar.segments} == {look for look in STATUSES if getattr(group, look)}
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
    text = documents.take_snapshot(Report(kind=Report.Kind.PROGRESS, period=period, as_of=clock.today()))
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


@pytest.mark.parametrize("who", ["staff", "coordinator", "official", "both"])
def test_the_charts_of_how_things_came_along_say_what_the_cards_say(request, city, signed_in, who):
    user = request.getfixturevalue(who)
    overview = figures.overview(user)
    page = signed_in(user).get("/ringkasan/perkembangan/")
    chart = page.context["institutions"]
    by_label = {group.label: group for group in overview.institutions.values()}
    assert [row.label for row in chart.table.rows] == [bar.label for bar in chart.bars]
    assert {row.label: row.cells[0].value for row in chart.table.rows} == {
        label: group.total for label, group in by_label.items()
    }
    assert {row.label: row.cells[6].value for row in chart.table.rows} == {
        label: group.overdue for label, group in by_label.items()
    }
    (today,) = [row for row in page.context["months"].table.rows if row.label == "30 Juni 2024"]
    assert [cell.value for cell in today.cells][1:] == [overview.total.done, overview.total.overdue]


@pytest.mark.parametrize("who", CITYWIDE)
def test_card_list_chart_file_and_paper_say_one_number(request, city, signed_in, staff, period, who):
    user = request.getfixturevalue(who)
    browser = signed_in(user)
    paper = text_of_paper(services.request_report(period, by=staff))
    summary = browser.get("/ringkasan/")
    card, pillars = summary.context["now"].total, summary.context["pillars"]
    assert card.sentence in paper
    told = re.search(r"(\d+)selesai (\d+)berjalan (\d+)terkendala (\d+)belum dimulai (\d+)terlambat ", paper)
    for name, number in zip(("done", "in_progress", "blocked", "not_started", "overdue"), told.groups(), strict=True):
        listed, codes = rows_behind(browser, card.doors[name])
        charted = sum(row.cells[COLUMNS[name]].value for row in pillars.table.rows)
        assert int(number) == getattr(card, name) == listed == charted, name
        assert sorted(row["Nomor"] for row in rows_of_file(browser, card.doors[name])) == codes
    for row in pillars.table.rows:
        numbers = " ".join(str(cell.value) for cell in row.cells[:7])
        assert f"{row.label} {numbers}" in paper


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("staff", ["dinas", "polresta"]),
        ("contact_person", ["dinas"]),
        ("coordinator", ["dinas"]),
        ("official", ["dinas", "polresta"]),
        ("both", ["dinas", "polresta"]),
    ],
)
def test_the_paper_says_of_an_institution_what_those_who_answer_for_it_count(
    request, city, signed_in, staff, period, who, names
):
    """The paper is for everybody: restricted items are in the scope of some roles and never in its tables."""
    browser = signed_in(request.getfixturevalue(who))
    paper = text_of_paper(services.request_report(period, by=staff))
    for name in names:
        institution = request.getfixturevalue(name)
        rows = rows_of_file(browser, f"/rencana-aksi/butir/?plan=public&institution={institution.pk}&role=lead")
        told = [row for row in rows if "Terbatas" not in row["Keadaan"]]
        done = sum(row["Status"] == "Selesai" for row in told)
        late = sum("Terlambat" in row["Keadaan"] for row in told)
        heading = f"{told[0]['Penanggung jawab']} {done} dari {len(told)} butir aksi selesai, {late} terlambat"
        assert heading in paper
        assert all(row["Nomor"] in paper for row in told)
