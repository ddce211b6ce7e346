import pytest

from reports import services
from reports.models import Report
from tests.reports.conftest import DATED_ON, finished, issued


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/"


def test_an_official_reads_the_facts_and_gets_the_file(items, published, official, signed_in):
    page = signed_in(official).get(path(published)).content.decode()
    for words in ("B/12/VII/2024", "8 Juli 2024", "Edisi 1", "Unduh PDF (3 halaman, 12 B)"):
        assert words in page, words
    for others in ("Terbitkan", "Cabut laporan", "Riwayat", "Unduhan"):
        assert others not in page, others


def test_the_summary_is_on_the_page(items, queued, staff, signed_in):
    assert "1 dari 5 butir aksi selesai, 2 terlambat." in signed_in(staff).get(path(queued)).content.decode()


def test_a_report_in_work_is_followed_and_can_be_cancelled(rendering, staff, signed_in):
    services.renew_lease(rendering, step="menata halaman 7", percent=40)
    page = signed_in(staff).get(path(rendering)).content.decode()
    assert "menata halaman 7 (40%)" in page
    assert 'value="40"' in page
    assert 'hx-trigger="every 2s"' in page
    assert "boleh ditutup" in page
    assert "Batalkan permintaan" in page


def test_a_review_copy_is_issued_by_the_leader_only(ready, staff, leader, signed_in):
    assert f"{path(ready)}terbitkan/" in signed_in(leader).get(path(ready)).content.decode()
    page = signed_in(staff).get(path(ready)).content.decode()
    assert f"{path(ready)}terbitkan/" not in page
    assert "Unduh draf" in page
    assert "Buang draf" in page


def test_a_failure_says_why_and_offers_another_try(failed, staff, signed_in):
    page = signed_in(staff).get(path(failed)).content.decode()
    assert "Ruang penyimpanan penuh." in page
    assert "Coba lagi" in page


def test_a_failed_issue_says_so(ready, leader, signed_in):
    services.issue_report(ready, "B/1", DATED_ON, "ordinary", by=leader)
    services.fail_render(services.claim_report(ready.pk), "Ruang penyimpanan penuh.")
    assert "Laporan belum terbit. Ruang penyimpanan penuh." in signed_in(leader).get(path(ready)).content.decode()


def test_a_superseded_edition_leads_to_the_current_one_and_back(published, period, staff, leader, official, signed_in):
    second = issued(finished(services.request_report(period, by=staff)), leader)
    client = signed_in(official)
    old = client.get(path(published)).content.decode()
    assert f'Digantikan <a href="{path(second)}">edisi 2</a>' in old
    new = client.get(path(second)).content.decode()
    assert f'Menggantikan <a href="{path(published)}">edisi 1</a>' in new
    assert f'href="{path(second)}perubahan/"' in new
    assert "Apa yang berubah" not in old


def test_an_edition_after_a_revoked_one_replaces_none(published, period, staff, leader, signed_in):
    services.revoke_report(published, "Angka keliru", by=leader)
    second = issued(finished(services.request_report(period, by=staff)), leader)
    browser = signed_in(staff)
    assert "Menggantikan" not in browser.get(path(second)).content.decode()
    assert "Digantikan" not in browser.get(path(published)).content.decode()


def test_a_revoked_edition_says_why(published, leader, official, signed_in):
    services.revoke_report(published, "Angka keliru", by=leader)
    page = signed_in(official).get(path(published)).content.decode()
    assert "dicabut pada" in page
    assert "Angka keliru" in page


def test_bnn_sees_who_downloaded_it(published, official, staff, signed_in):
    services.record_download(published, by=official)
    page = signed_in(staff).get(path(published)).content.decode()
    assert "Diunduh 1 kali" in page
    assert official.name in page


def test_invented_data_is_marked(queued, staff, signed_in):
    Report.objects.update(is_sample=True)
    assert "bukan data nyata" in signed_in(staff).get(path(queued)).content.decode()


@pytest.mark.parametrize("status", Report.Status)
def test_no_status_breaks_the_page(queued, leader, signed_in, status):
    Report.objects.update(status=status, number="1", dated_on=DATED_ON, edition=1)
    response = signed_in(leader).get(path(queued))
    assert response.status_code == 200
    assert Report.Status(status).label in response.content.decode()


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_a_review_copy_does_not_exist_for_others(request, who, ready, signed_in):
    assert signed_in(request.getfixturevalue(who)).get(path(ready)).status_code == 404


@pytest.mark.parametrize("number", ["0", "987654", "9" * 18, "9" * 40])
def test_a_missing_report_is_404(staff, signed_in, number):
    assert signed_in(staff).get(f"/laporan/{number}/").status_code == 404


def test_the_page_costs_the_same_with_any_number_of_rows(
    published, period, staff, leader, official, signed_in, count_queries
):
    client = signed_in(leader)
    cost = count_queries(client, path(published))
    assert cost <= 8
    for _ in range(3):
        services.record_download(published, by=official)
        issued(finished(services.request_report(period, by=staff)), leader)
    assert count_queries(client, path(published)) == cost


def test_other_methods_are_refused(published, staff, signed_in):
    assert signed_in(staff).post(path(published)).status_code == 405
