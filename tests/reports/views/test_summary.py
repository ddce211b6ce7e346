from datetime import date, datetime

import pytest

from bnn_portal import clock
from reports.models import Report
from reports.views.summary import LATE_ROWS
from tests.factories import ActionItemFactory, ActionPlanFactory, WorkshopFactory
from tests.factories.action_plans import WIB

URL = "/ringkasan/"


@pytest.fixture(autouse=True)
def summer_of_2024():
    with clock.at(datetime(2024, 7, 10, 9, tzinfo=WIB)):
        yield


@pytest.mark.parametrize("who", ["staff", "leader", "coordinator", "official"])
def test_it_says_in_one_sentence_where_things_stand(request, signed_in, items, who):
    page = signed_in(request.getfixturevalue(who)).get(URL)
    assert page.context["now"].total.sentence in page.content.decode()
    assert "<h1>Ringkasan</h1>" in page.content.decode()


def test_it_compares_with_the_end_of_the_last_period(signed_in, items, staff):
    page = signed_in(staff).get(URL).content.decode()
    assert "Pada akhir B06 2024: 1 dari 5 selesai" in page
    assert "Selesai pada B06 2024" in page


def test_the_report_in_force_is_offered_first(signed_in, published, official):
    page = signed_in(official).get(URL).content.decode()
    assert f"/laporan/{published.pk}/unduh/" in page
    assert "B06 2024, edisi 1 · 3 halaman" in " ".join(page.split())


@pytest.mark.parametrize(("who", "is_door"), [("official", True), ("staff", True), ("coordinator", False)])
def test_the_figures_of_then_lead_to_the_report_of_then(request, signed_in, items, published, who, is_door):
    """A coordinator's are not those of the report, which tells of the whole city."""
    page = signed_in(request.getfixturevalue(who)).get(URL).content.decode()
    assert "Pada akhir B06 2024" in page
    assert (f'<a href="/laporan/{published.pk}/">' in page) == is_door


def test_without_a_published_report_none_is_offered(signed_in, ready, staff):
    assert Report.objects.exists()
    assert "Unduh laporan" not in signed_in(staff).get(URL).content.decode()


def test_those_late_longest_come_first_and_the_door_leads_to_all(signed_in, add_item, official, dinas):
    for number in range(LATE_ROWS + 2):
        add_item("in_progress", lead=dinas, due_on=date(2024, 5, 1 + number))
    page = signed_in(official).get(URL)
    days = [item.days_late for item in page.context["late"]]
    assert days == sorted(days, reverse=True)
    assert (len(days), days[0]) == (LATE_ROWS, 70)
    assert f"Lihat semua {LATE_ROWS + 2} yang terlambat" in page.content.decode()


def test_restricted_items_are_counted_and_not_named_to_forkopimda(signed_in, items, official, staff):
    page = signed_in(official).get(URL).content.decode()
    assert "Operasi rahasia" not in page
    assert "1 butir aksi bersifat terbatas" in page
    assert "Operasi rahasia" in signed_in(staff).get(URL).content.decode()


def test_an_official_is_led_to_facts_and_a_coordinator_to_the_working_page(signed_in, items, official, coordinator):
    late = items["late"]
    assert f"/rencana-aksi/butir/{late.pk}/fakta/" in signed_in(official).get(URL).content.decode()
    assert f'/rencana-aksi/butir/{late.pk}/"' in signed_in(coordinator).get(URL).content.decode()


def test_it_is_the_first_page_of_an_official(signed_in, official):
    browser = signed_in(official)
    assert browser.get("/").url == URL
    page = browser.get(URL).content.decode()
    assert page.index(f'href="{URL}"') < page.index('href="/laporan/"') < page.index('href="/ringkasan/instansi/"')


def test_a_coordinator_starts_with_the_institutions_it_coordinates(signed_in, items, coordinator, staff, official):
    browser = signed_in(coordinator)
    assert browser.get("/").url == URL
    page = browser.get(URL)
    assert [(bar.label, bar.told) for bar in page.context["institutions"].bars] == [
        ("Dinas Pendidikan", "1 dari 2 selesai, 1 terlambat")
    ]
    assert "Per instansi yang Anda koordinasikan" in page.content.decode()
    for user in (staff, official):
        assert "Per instansi yang Anda koordinasikan" not in signed_in(user).get(URL).content.decode()


def test_sample_data_are_marked(signed_in, staff):
    ActionItemFactory(plan=ActionPlanFactory(workshop=WorkshopFactory(is_sample=True)))
    assert "bukan data nyata" in signed_in(staff).get(URL).content.decode()


def test_an_empty_city_says_what_to_do_next(db, signed_in, official):
    assert "Belum ada butir aksi yang berlaku" in signed_in(official).get(URL).content.decode()


@pytest.mark.parametrize("who", ["staff", "coordinator", "official"])
def test_the_number_of_statements_is_constant(request, signed_in, count_queries, published, items, dinas, who):
    browser = signed_in(request.getfixturevalue(who))
    one = count_queries(browser, URL)
    assert one <= 8
    ActionItemFactory.create_batch(2, lead=dinas)
    assert count_queries(browser, URL) == one
    ActionItemFactory.create_batch(47, lead=dinas)
    assert count_queries(browser, URL) == one


def test_signing_in_comes_first_it_is_for_overseers_and_only_looks(client, signed_in, contact_person, staff):
    assert client.get(URL).url == f"/masuk/?next={URL}"
    assert signed_in(contact_person).get(URL).status_code == 403
    assert signed_in(staff).post(URL).status_code == 405
