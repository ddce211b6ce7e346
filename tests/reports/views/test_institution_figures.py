from datetime import date, datetime

import pytest

from bnn_portal import clock
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    AttendanceFactory,
    InstitutionFactory,
    MembershipFactory,
    WorkshopFactory,
)
from tests.factories.action_plans import WIB

URL = "/ringkasan/instansi/"


@pytest.fixture(autouse=True)
def summer_of_2024():
    with clock.at(datetime(2024, 7, 10, 9, tzinfo=WIB)):
        yield


def names(page) -> list[str]:
    return [row["institution"].short_name for row in page.context["rows"]]


@pytest.mark.parametrize("who", ["staff", "official"])
def test_it_lists_whoever_leads_something_or_came_to_a_workshop(request, signed_in, items, who):
    guest = InstitutionFactory(name="Tamu Uji")
    InstitutionFactory(name="Tak Terlibat")
    AttendanceFactory(workshop=WorkshopFactory(is_public=True), institution=guest)
    page = signed_in(request.getfixturevalue(who)).get(URL)
    assert set(names(page)) == {"Dinas Pendidikan", "Polresta", "Tamu Uji"}
    rows = {row["institution"].short_name: row for row in page.context["rows"]}
    assert (rows["Tamu Uji"]["figures"].total, rows["Tamu Uji"]["workshop_count"]) == (0, 1)


def test_a_coordinator_reads_those_it_coordinates(signed_in, items, coordinator):
    assert names(signed_in(coordinator).get(URL)) == ["Dinas Pendidikan"]


def test_it_is_sorted_and_searched(signed_in, add_item, staff, dinas, polresta):
    add_item("in_progress", lead=dinas, due_on=date(2024, 7, 1))
    add_item("done", lead=dinas)
    for _ in range(2):
        add_item("in_progress", lead=polresta, due_on=date(2024, 12, 31))
    for _ in range(2):
        AttendanceFactory(institution=polresta)
    browser = signed_in(staff)
    assert names(browser.get(URL)) == ["Dinas Pendidikan", "Polresta"]
    assert names(browser.get(URL + "?sort=done")) == ["Dinas Pendidikan", "Polresta"]
    assert names(browser.get(URL + "?sort=open")) == ["Polresta", "Dinas Pendidikan"]
    assert names(browser.get(URL + "?sort=workshops")) == ["Polresta", "Dinas Pendidikan"]
    assert names(browser.get(URL + "?sort=name")) == ["Dinas Pendidikan", "Polresta"]
    assert names(browser.get(URL + "?q=polres")) == ["Polresta"]
    assert "Hapus saringan" in browser.get(URL + "?q=tidakada").content.decode()
    assert names(browser.get(URL + "?sort=-x")) == ["Dinas Pendidikan", "Polresta"]


def test_nothing_can_be_edited_here(signed_in, items, leader):
    page = signed_in(leader).get(URL).content.decode()
    assert "Ubah" not in page
    assert 'method="post"' not in page.split("<main")[1].split("</main>")[0]


def test_sample_data_are_marked(signed_in, staff, dinas):
    ActionItemFactory(plan=ActionPlanFactory(workshop=WorkshopFactory(is_sample=True)), lead=dinas)
    assert "bukan data nyata" in signed_in(staff).get(URL).content.decode()


def test_an_empty_list_says_what_to_do_next(db, signed_in, official):
    assert "Belum ada kemajuan instansi" in signed_in(official).get(URL).content.decode()


@pytest.mark.parametrize("who", ["staff", "coordinator", "official"])
def test_the_number_of_statements_is_the_same_for_many_institutions(
    request, signed_in, count_queries, bakesbangpol, who
):
    browser = signed_in(request.getfixturevalue(who))
    plan = ActionPlanFactory()

    def add(count):
        for _ in range(count):
            institution = InstitutionFactory(coordinated_by=bakesbangpol)
            ActionItemFactory(plan=plan, lead=institution)
            AttendanceFactory(workshop=plan.workshop, institution=institution)

    add(1)
    one = count_queries(browser, URL)
    assert one <= 8
    add(2)
    assert count_queries(browser, URL) == one
    add(47)
    assert count_queries(browser, URL) == one
    add(1)
    assert "Halaman 1 dari 2" in browser.get(URL).content.decode()


def test_signing_in_comes_first_it_is_for_overseers_and_only_looks(client, signed_in, contact_person, staff):
    assert client.get(URL).url == f"/masuk/?next={URL}"
    assert signed_in(contact_person).get(URL).status_code == 403
    assert signed_in(staff).post(URL).status_code == 405


def test_someone_who_is_both_reads_as_an_official(signed_in, items, contact_person, polresta):
    MembershipFactory(user=contact_person, institution=polresta, capacity="official")
    assert set(names(signed_in(contact_person).get(URL))) == {"Dinas Pendidikan", "Polresta"}
