from action_plans.models import ReportingPeriod
from tests.factories import ProgressUpdateFactory

URL = "/rencana-aksi/periode/"


def test_staff_see_every_period_and_what_waits_in_it(signed_in, staff, leader, in_force, dinas):
    ProgressUpdateFactory(item=in_force, institution=dinas, status="submitted")
    page = signed_in(staff).get(URL)
    assert {row.waiting_count for row in page.context["periods"] if str(row) == "B06 2024"} == {1}
    assert "/tutup/" not in page.content.decode()


def test_the_leader_closes_only_what_is_over(signed_in, leader):
    over = ReportingPeriod.objects.get(year=2023, semester="b12")
    running = ReportingPeriod.objects.get(year=2024, semester="b06")
    page = signed_in(leader).get(URL).content.decode()
    assert f"/rencana-aksi/periode/{over.pk}/tutup/" in page
    assert f"/rencana-aksi/periode/{running.pk}/tutup/" not in page


def test_it_is_for_bnn(client, signed_in, staff, contact_person, official):
    assert signed_in(contact_person).get(URL).status_code == 403
    assert signed_in(official).get(URL).status_code == 403
    assert signed_in(staff).post(URL).status_code == 405
    assert client.get(URL).url == f"/masuk/?next={URL}"


def test_the_number_of_statements_is_constant(signed_in, leader, count_queries):
    browser = signed_in(leader)
    periods = ReportingPeriod.objects.order_by("pk")
    before = count_queries(browser, URL)
    ReportingPeriod.objects.exclude(pk=periods[0].pk).delete()
    assert count_queries(browser, URL) == before
