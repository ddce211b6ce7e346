import pytest

from reports.models import ReportSchedule


def path(schedule: ReportSchedule) -> str:
    return f"/laporan/jadwal/{schedule.pk}/lanjutkan/"


@pytest.fixture(autouse=True)
def _at_the_start(schedule):
    ReportSchedule.objects.update(status="paused")


def test_it_moves_with_a_reason(schedule, staff, signed_in):
    response = signed_in(staff).post(path(schedule), {"note": "Libur panjang"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(f"/laporan/jadwal/{schedule.pk}/", 302)]
    assert "Berjalan" in page
    assert "Libur panjang" in page
    schedule.refresh_from_db()
    assert schedule.status == "active"


def test_it_says_why_it_was_refused(schedule, staff, signed_in):
    page = signed_in(staff).post(path(schedule), {"note": " "}, follow=True).content.decode()
    assert "Tulis alasan" in page
    schedule.refresh_from_db()
    assert schedule.status == "paused"


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_it_does_not_exist_for_others(request, who, schedule, signed_in):
    assert signed_in(request.getfixturevalue(who)).post(path(schedule), {"note": "x"}).status_code == 404


def test_a_missing_schedule_is_not_found(schedule, staff, signed_in):
    assert signed_in(staff).post(f"/laporan/jadwal/{schedule.pk + 1}/lanjutkan/").status_code == 404


def test_it_is_not_done_by_looking(schedule, staff, signed_in):
    assert signed_in(staff).get(path(schedule)).status_code == 405
