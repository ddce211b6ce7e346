"""The page Perkembangan: its charts, their doors, and whom they count for."""

import re
from datetime import date, datetime

import pytest

from action_plans.models import ActionItem, ActionPlan, PlanStatusChange
from bnn_portal import clock
from stakeholders.models import UrbanVillage
from tests.factories import ActionItemFactory, ActionPlanFactory
from tests.factories.action_plans import WIB

PATH = "/ringkasan/perkembangan/"
# Two weeks after the items of these tests were reported and due.
TODAY = datetime(2024, 6, 14, 9, tzinfo=WIB)


@pytest.fixture(autouse=True)
def _in_june_2024():
    with clock.at(TODAY):
        yield


@pytest.fixture
def villages(db):
    return {village.name: village for village in UrbanVillage.objects.filter(district__name="Klojen")}


@pytest.fixture
def placed(items, villages):
    items["done"].areas.set([villages["Kauman"], villages["Kasin"]])
    items["late"].areas.set([villages["Kauman"]])
    items["restricted"].areas.set([villages["Bareng"]])
    return items


def page_of(client) -> str:
    response = client.get(PATH)
    assert response.status_code == 200
    return response.content.decode()


def row(page: str, label: str) -> list[str]:
    """The figures of a row of one of the page's tables."""
    found = re.search(rf'<th scope="row">(?:<a [^>]*>)?{re.escape(label)}(?:</a>)?</th>(.*?)</tr>', page, re.S)
    assert found, label
    return re.findall(r'class="number">([^<]*)<', found[1])


def test_it_shows_the_months_the_institutions_and_the_places(placed, staff, signed_in):
    page = page_of(signed_in(staff))
    assert "Perkembangan" in page
    assert row(page, "14 Juni 2024") == ["3", "1", "2"]
    assert row(page, "Dinas Pendidikan") == ["2", "1", "1", "0", "0", "0", "1", "70"]
    assert row(page, "Kauman, Klojen") == ["2"]
    assert row(page, "Seluruh kota") == ["2"]


def test_a_month_before_the_plan_came_into_force_counts_nothing(placed, staff, signed_in):
    page = page_of(signed_in(staff))
    assert row(page, "31 Maret 2024") == ["0", "1", "0"]
    assert "31 Desember 2023" not in page


def test_the_last_month_tells_what_the_item_list_tells(placed, staff, signed_in):
    client = signed_in(staff)
    url = re.search(r'<a href="([^"]*)">14 Juni 2024</a>', page_of(client))[1].replace("&amp;", "&")
    listed = client.get(url).context["count"]
    assert str(listed) == row(page_of(client), "14 Juni 2024")[2] == "2"


def test_every_tile_leads_to_exactly_the_items_it_counts(placed, staff, signed_in):
    client = signed_in(staff)
    tiles = re.findall(
        r'<a href="([^"]*)" class="chart-link"><g [^>]*><title>Kelurahan ([^:]*): (\d+)', page_of(client)
    )
    assert [(name, count) for _, name, count in tiles] == [("Kasin", "1"), ("Kauman", "2"), ("Bareng", "1")]
    for url, name, count in tiles:
        answer = client.get(url.replace("&amp;", "&"))
        assert answer.context["count"] == int(count)
        assert f"Lokasi: Kelurahan {name}." in answer.content.decode()


def test_kecamatan_and_the_whole_city_have_doors_too(placed, staff, signed_in):
    client = signed_in(staff)
    page = page_of(client)
    district = re.search(r'<a href="([^"]*)">Klojen</a> <small>3 butir aksi', page)[1].replace("&amp;", "&")
    assert client.get(district).context["count"] == 3
    everywhere = re.search(r'<a href="([^"]*)">Seluruh kota: 2 butir aksi', page)[1].replace("&amp;", "&")
    assert client.get(everywhere).context["count"] == 2


def test_every_bar_leads_to_exactly_the_items_it_counts(placed, staff, signed_in):
    client = signed_in(staff)
    page = page_of(client)
    for name, count in (("Dinas Pendidikan", 2), ("Polresta", 3)):
        url = re.search(rf'<a href="([^"]*)">{name}</a></th>', page)[1].replace("&amp;", "&")
        assert client.get(url).context["count"] == count == int(row(page, name)[0])


def test_the_place_of_a_restricted_item_is_not_told_to_those_who_may_not_read_it(
    placed, staff, official, coordinator, signed_in
):
    assert row(page_of(signed_in(staff)), "Bareng, Klojen") == ["1"]
    placed["restricted"].commitments.all().delete()
    for user in (official, coordinator):
        page = page_of(signed_in(user))
        assert "Bareng, Klojen" not in page
        assert "Kelurahan Bareng: belum ada butir aksi" in page


def test_a_coordinator_counts_the_institutions_that_it_coordinates(placed, coordinator, signed_in):
    page = page_of(signed_in(coordinator))
    assert row(page, "14 Juni 2024") == ["2", "1", "1"]
    assert "Polresta" not in page


def test_the_whole_city_is_counted_for_forkopimda(placed, official, signed_in):
    page = page_of(signed_in(official))
    assert row(page, "14 Juni 2024") == ["3", "1", "2"]
    assert row(page, "Dinas Pendidikan")[0] == "2"


def test_what_is_not_promised_is_not_counted(placed, staff, signed_in):
    ActionItemFactory(plan=ActionPlanFactory(status=ActionPlan.Status.DRAFT), due_on=date(2024, 5, 1))
    ActionItem.objects.filter(pk=placed["late"].pk).update(status=ActionItem.Status.CANCELLED)
    assert row(page_of(signed_in(staff)), "14 Juni 2024") == ["2", "1", "1"]


def test_a_plan_agreed_later_was_not_late_before(placed, plan, staff, signed_in):
    PlanStatusChange.objects.filter(plan=plan).update(at=datetime(2024, 6, 10, 8, tzinfo=WIB))
    page = page_of(signed_in(staff))
    assert row(page, "14 Juni 2024") == ["3", "1", "2"]
    assert "31 Mei 2024" not in page


def test_invented_data_is_marked(items, plan, staff, signed_in):
    plan.workshop.is_sample = True
    plan.workshop.save()
    assert "bukan data nyata" in page_of(signed_in(staff))


def test_an_empty_page_says_what_comes_next(staff, signed_in):
    page = page_of(signed_in(staff))
    assert "Belum ada butir aksi yang berlaku" in page
    assert "chart-drawing" not in page


@pytest.mark.parametrize("rows", [3, 50])
def test_it_costs_the_same_with_any_number_of_items(
    placed, plan, dinas, villages, rows, staff, signed_in, count_queries
):
    client = signed_in(staff)
    cost = count_queries(client, PATH)
    assert cost <= 8
    for item in ActionItemFactory.create_batch(rows, plan=plan, lead=dinas):
        item.areas.set(villages.values())
    assert count_queries(client, PATH) == cost


def test_a_contact_person_has_no_business_here(contact_person, signed_in):
    assert signed_in(contact_person).get(PATH).status_code == 403


def test_signing_in_comes_first(client, db):
    assert client.get(PATH).status_code == 302


def test_the_page_is_only_read(staff, signed_in):
    assert signed_in(staff).post(PATH).status_code == 405
