from datetime import date

import pytest

from action_plans.models import ActionItem, ReportingPeriod
from reports import services
from reports.models import Report
from tests.factories import ActionItemFactory, ProgressUpdateFactory
from tests.reports.conftest import finished, issued


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/perubahan/"


@pytest.fixture
def request_again(period, staff):
    return lambda: finished(services.request_report(period, by=staff))


@pytest.fixture
def second(items, published, dinas, polresta, plan, leader, request_again) -> Report:
    """An edition after one item moved, one got another date, one became restricted and one was added."""
    ProgressUpdateFactory(item=items["late"], institution=dinas, value=9, happened_on=date(2024, 6, 1))
    ActionItem.objects.filter(pk=items["later"].pk).update(due_on=date(2025, 3, 31))
    ActionItem.objects.filter(pk=items["blocked"].pk).update(is_restricted=True)
    ActionItemFactory(plan=plan, lead=dinas, title="Posko baru", due_on=date(2024, 12, 31))
    return issued(request_again(), leader)


def shown(browser, report: Report) -> dict[str, list[str]]:
    comparison = browser.get(path(report)).context["comparison"]
    return {group.name: [change.now["title"] for change in group.changes] for group in comparison.groups}


def test_an_official_reads_what_changed_since_the_edition_before(items, published, second, official, signed_in):
    browser = signed_in(official)
    assert shown(browser, second) == {
        "slipped": [],
        "moved": ["Satgas kelurahan"],
        "still": ["Konten kreatif"],
        "new": ["Posko baru"],
        "cancelled": [],
        "settled": ["Sosialisasi di sekolah"],
    }
    page = browser.get(path(second)).content.decode()
    for words in ("B06 2024, edisi 1", "4 dari 10 kegiatan", "9 dari 10 kegiatan", "Tenggat berubah", "31 Maret 2025"):
        assert words in page, words
    assert "1 butir aksi dari edisi sebelumnya tidak dirinci lagi." in page
    assert "Tes urine berkala" not in page


def test_a_review_copy_is_compared_with_the_latest_edition(published, second, request_again, staff, signed_in):
    page = signed_in(staff).get(path(request_again()))
    assert page.context["previous"] == second


def test_a_revoked_edition_is_no_measure(published, second, request_again, staff, leader, signed_in):
    services.revoke_report(second, "Angka keliru", by=leader)
    third = issued(request_again(), leader)
    assert signed_in(staff).get(path(third)).context["previous"] == published


def test_the_first_edition_is_compared_with_the_published_one_of_the_period_before(
    items, second, staff, leader, signed_in
):
    later = ReportingPeriod.objects.get(year=2024, semester=ReportingPeriod.Semester.B12)
    report = finished(services.request_report(later, by=staff))
    browser = signed_in(staff)
    assert browser.get(path(report)).context["previous"] == second
    assert f'href="{path(report)}"' in browser.get(f"/laporan/{report.pk}/").content.decode()


def test_without_an_edition_before_it_says_so(published, official, signed_in):
    page = signed_in(official).get(path(published))
    assert page.context["previous"] is None
    assert "Belum ada edisi sebelumnya" in page.content.decode()


def test_a_review_copy_does_not_exist_for_others(published, second, request_again, official, signed_in):
    assert signed_in(official).get(path(request_again())).status_code == 404


def test_nothing_can_be_posted(second, staff, signed_in):
    assert signed_in(staff).post(path(second)).status_code == 405


def test_many_changes_are_folded_and_cost_no_statement(
    second, published, plan, dinas, leader, request_again, signed_in, count_queries
):
    browser = signed_in(leader)
    few = count_queries(browser, path(second))
    ActionItemFactory.create_batch(50, plan=plan, lead=dinas)
    third = issued(request_again(), leader)
    assert count_queries(browser, path(third)) == few <= 8
    page = browser.get(path(third)).content.decode()
    assert "Lihat 50 butir aksi" in page
    assert 'href="#new"' in page
