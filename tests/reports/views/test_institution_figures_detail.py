from datetime import datetime

import pytest

from bnn_portal import clock
from tests.factories import ActionItemFactory, ActionPlanFactory, AttendanceFactory, WorkshopFactory
from tests.factories.action_plans import WIB


@pytest.fixture(autouse=True)
def summer_of_2024():
    with clock.at(datetime(2024, 7, 10, 9, tzinfo=WIB)):
        yield


def url(institution) -> str:
    return f"/ringkasan/instansi/{institution.pk}/"


@pytest.mark.parametrize("who", ["staff", "coordinator", "official"])
def test_it_tells_what_the_institution_leads_and_where_it_was(request, signed_in, items, dinas, who):
    workshop = WorkshopFactory(is_public=True, theme="Workshop lintas instansi")
    AttendanceFactory.create_batch(2, workshop=workshop, institution=dinas)
    AttendanceFactory(workshop=WorkshopFactory(is_public=True, theme="Tanpa mereka"))
    page = signed_in(request.getfixturevalue(who)).get(url(dinas))
    text = page.content.decode()
    assert "1 dari 2 butir aksi selesai, 1 terlambat." in text
    assert [item.pk for item in page.context["late"]] == [items["late"].pk]
    assert "1 workshop" in text
    assert "Workshop lintas instansi" in text
    assert "Tanpa mereka" not in text


def test_restricted_items_are_told_to_those_who_may_read_them(signed_in, items, official, staff, polresta):
    assert signed_in(official).get(url(polresta)).context["figures"].total == 2
    page = signed_in(staff).get(url(polresta))
    assert page.context["figures"].total == 3
    assert "Operasi rahasia" in page.content.decode()
    assert "Operasi rahasia" not in signed_in(official).get(url(polresta)).content.decode()


def test_an_institution_that_leads_nothing_has_a_page(db, signed_in, official, dinas):
    page = signed_in(official).get(url(dinas)).content.decode()
    assert "Belum ada butir aksi yang berlaku." in page
    assert "Belum ada workshop yang dihadiri." in page


def test_nothing_can_be_edited_here(signed_in, items, leader, dinas):
    page = signed_in(leader).get(url(dinas)).content.decode()
    assert 'method="post"' not in page.split("<main")[1].split("</main>")[0]


def test_sample_data_are_marked(signed_in, staff, dinas):
    ActionItemFactory(plan=ActionPlanFactory(workshop=WorkshopFactory(is_sample=True)), lead=dinas)
    assert "bukan data nyata" in signed_in(staff).get(url(dinas)).content.decode()


def test_to_whoever_does_not_oversee_it_it_does_not_exist(signed_in, coordinator, contact_person, official, polresta):
    assert signed_in(coordinator).get(url(polresta)).status_code == 404
    assert signed_in(contact_person).get(url(polresta)).status_code == 404
    assert signed_in(official).get("/ringkasan/instansi/999999/").status_code == 404


@pytest.mark.parametrize("who", ["staff", "coordinator", "official"])
def test_the_number_of_statements_is_constant(request, signed_in, count_queries, items, dinas, who):
    browser = signed_in(request.getfixturevalue(who))

    def add(count):
        for _ in range(count):
            ActionItemFactory(lead=dinas)
            AttendanceFactory(workshop=WorkshopFactory(is_public=True), institution=dinas)

    add(1)
    one = count_queries(browser, url(dinas))
    assert one <= 8
    add(2)
    assert count_queries(browser, url(dinas)) == one
    add(47)
    assert count_queries(browser, url(dinas)) == one


def test_signing_in_comes_first_and_it_only_looks(client, signed_in, staff, dinas):
    assert client.get(url(dinas)).url == f"/masuk/?next={url(dinas)}"
    assert signed_in(staff).post(url(dinas)).status_code == 405
