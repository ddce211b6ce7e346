import pytest

from reports import services
from reports.models import Report
from tests.reports.conftest import finished, issued

PATH = "/laporan/"


def test_an_official_sees_issued_reports_only(published, period, staff, official, signed_in):
    review_copy = finished(services.request_report(period, by=staff))
    page = signed_in(official).get(PATH).content.decode()
    assert f"/laporan/{published.pk}/" in page
    assert "8 Juli 2024" in page
    assert f"/laporan/{review_copy.pk}/" not in page
    assert "Minta laporan" not in page


def test_bnn_sees_every_report_and_may_ask_for_one(queued, staff, signed_in):
    page = signed_in(staff).get(PATH).content.decode()
    assert f"/laporan/{queued.pk}/" in page
    assert "Antre" in page
    assert "Minta laporan" in page


def test_the_newest_stands_first(published, period, staff, leader, signed_in):
    second = issued(finished(services.request_report(period, by=staff)), leader)
    page = signed_in(staff).get(PATH).content.decode()
    assert page.index(f"/laporan/{second.pk}/") < page.index(f"/laporan/{published.pk}/")


def test_invented_data_is_marked(queued, staff, signed_in):
    Report.objects.update(is_sample=True)
    assert "Data contoh" in signed_in(staff).get(PATH).content.decode()


def test_an_empty_list_says_what_comes_next(staff, official, signed_in):
    assert "Belum ada laporan" in signed_in(staff).get(PATH).content.decode()
    assert "Belum ada laporan yang terbit" in signed_in(official).get(PATH).content.decode()


def test_the_list_is_narrowed_by_status_and_period(published, period, staff, signed_in):
    services.request_report(period, by=staff)
    page = signed_in(staff).get(PATH, {"status": "queued", "period": period.pk}).content.decode()
    assert "1 laporan" in page
    assert f"/laporan/{published.pk}/" not in page


@pytest.mark.parametrize("query", ["?status=nonsens", "?period=abc", "?period=99999999999999999999", "?period=%00"])
def test_a_filter_that_makes_no_sense_breaks_nothing(published, staff, signed_in, query):
    assert signed_in(staff).get(PATH + query).status_code == 200


@pytest.mark.parametrize("page", ["99", "0", "abc"])
def test_a_page_that_is_not_there_is_404(published, staff, signed_in, page):
    assert signed_in(staff).get(PATH, {"page": page}).status_code == 404


@pytest.mark.parametrize("rows", [3, 50])
def test_the_list_costs_the_same_with_any_number_of_rows(period, staff, signed_in, count_queries, rows):
    client = signed_in(staff)
    finished(services.request_report(period, by=staff))
    cost = count_queries(client, PATH)
    for _ in range(min(rows, 19) - 1):
        finished(services.request_report(period, by=staff))
    for report in Report.objects.all()[: max(0, rows - 19)]:
        report.pk, report.code = None, f"{report.code[:-4]}{rows:04d}"
        report.save(force_insert=True)
    assert count_queries(client, PATH) == cost


def test_signing_in_comes_first(client, db):
    assert client.get(PATH).status_code == 302


def test_the_list_is_only_read(staff, signed_in):
    assert signed_in(staff).post(PATH).status_code == 405
