import pytest

from bnn_portal import clock
from reports import services
from reports.models import ReportSchedule

PATH = "/laporan/jadwal/"


def test_it_tells_what_runs_when_and_for_how_many(schedule, staff, signed_in):
    page = signed_in(staff).get(PATH).content.decode()
    assert f'href="/laporan/jadwal/{schedule.pk}/"' in page
    assert "Setiap Senin pertama, pukul 08.00 WIB" in page
    assert "Berjalan" in page


def test_a_paused_schedule_has_no_next_time(schedule, leader, signed_in):
    services.pause_schedule(schedule, "Libur", by=leader)
    page = signed_in(leader).get(PATH).content.decode()
    assert "Dijeda" in page
    assert '<td data-label="Berikutnya">–</td>' in page


def test_an_empty_list_says_what_comes_next(staff, signed_in):
    assert "Belum ada jadwal" in signed_in(staff).get(PATH).content.decode()


@pytest.mark.parametrize("rows", [3, 50])
def test_the_list_costs_the_same_with_any_number_of_rows(schedule, official, staff, signed_in, count_queries, rows):
    client = signed_in(staff)
    cost = count_queries(client, PATH)
    ReportSchedule.objects.bulk_create(ReportSchedule(created_by=staff, next_at=clock.now()) for _ in range(rows - 1))
    assert count_queries(client, PATH) == cost
    assert cost <= 8


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_others_are_refused(request, who, signed_in):
    assert signed_in(request.getfixturevalue(who)).get(PATH).status_code == 403


def test_the_list_is_only_read(staff, signed_in):
    assert signed_in(staff).post(PATH).status_code == 405
