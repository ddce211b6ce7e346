from datetime import UTC, datetime, timedelta

import pytest

from bnn_portal import clock
from reports import services
from reports.models import Report, ReportSchedule, ScheduledRun

DUE_AT = datetime(2024, 7, 1, 1, 0, tzinfo=UTC)


def path(schedule: ReportSchedule) -> str:
    return f"/laporan/jadwal/{schedule.pk}/"


def test_it_tells_when_it_runs_and_for_whom(schedule, official, staff, signed_in):
    page = signed_in(staff).get(path(schedule)).content.decode()
    assert "Setiap Senin pertama, pukul 08.00 WIB" in page
    assert "Senin, 1 Juli 2024, 08.00 WIB" in page
    assert official.name in page
    assert "Jeda jadwal" in page
    assert "Belum ada." in page


def test_it_tells_what_came_of_each_time(schedule, staff, signed_in):
    with clock.at(DUE_AT + timedelta(days=70)):
        services.run_schedules()
    report = Report.objects.get()
    page = signed_in(staff).get(path(schedule)).content.decode()
    assert f'href="/laporan/{report.pk}/"' in page
    assert "Menyusulkan 2 waktu sebelumnya yang terlewat." in page


def test_it_tells_of_failures_and_of_the_next_try(schedule, staff, signed_in):
    with clock.at(DUE_AT):
        services.run_schedules()
        services.fail_render(services.claim_report(Report.objects.get().pk), "Ruang penyimpanan penuh.")
        services.run_schedules()
    page = signed_in(staff).get(path(schedule)).content.decode()
    assert "1 kali gagal berturut-turut" in page
    assert "Ruang penyimpanan penuh. Dicoba lagi pukul 08.30 WIB." in page


def test_a_stopped_schedule_says_why_and_how_to_go_on(schedule, staff, signed_in):
    ReportSchedule.objects.update(status="stopped", failure_count=5)
    schedule.status_changes.create(from_status="active", to_status="stopped", note="Ruang penyimpanan penuh.")
    page = signed_in(staff).get(path(schedule)).content.decode()
    assert "terhenti setelah lima kegagalan" in page
    assert "Jalankan lagi" in page


@pytest.mark.parametrize("rows", [3, 20])
def test_the_page_costs_the_same_with_any_number_of_runs(schedule, staff, signed_in, count_queries, rows):
    client = signed_in(staff)
    ScheduledRun.objects.create(schedule=schedule, due_at=DUE_AT)
    cost = count_queries(client, path(schedule))
    for day in range(1, rows):
        ScheduledRun.objects.create(schedule=schedule, due_at=DUE_AT + timedelta(days=day))
    assert count_queries(client, path(schedule)) == cost
    assert cost <= 8


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_it_does_not_exist_for_others(request, who, schedule, signed_in):
    assert signed_in(request.getfixturevalue(who)).get(path(schedule)).status_code == 404


def test_it_is_only_read(schedule, staff, signed_in):
    assert signed_in(staff).post(path(schedule)).status_code == 405
