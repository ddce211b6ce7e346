import pytest

from reports import services
from reports.models import ReportSchedule
from tests.reports.views.test_schedule_create import fields


def path(schedule: ReportSchedule) -> str:
    return f"/laporan/jadwal/{schedule.pk}/ubah/"


def test_staff_changes_the_time(schedule, official, staff, signed_in):
    response = signed_in(staff).post(path(schedule), fields(official, version=schedule.version))
    assert response.status_code == 302
    schedule.refresh_from_db()
    assert (schedule.rhythm, schedule.day_of_month) == ("monthly", 31)


def test_the_form_shows_what_holds(schedule, official, staff, signed_in):
    page = signed_in(staff).get(path(schedule)).content.decode()
    assert 'value="08:00"' in page
    assert f'value="{official.pk}"' in page
    assert page.count("checked") >= 2


def test_it_says_why_it_was_refused(schedule, official, staff, signed_in):
    response = signed_in(staff).post(path(schedule), fields(official, version=schedule.version, recipients=[]))
    assert response.status_code == 422


def test_a_stale_edit_shows_both_texts(schedule, official, leader, staff, signed_in):
    services.update_schedule(schedule, {"rhythm": "b06"}, [official], by=leader)
    response = signed_in(staff).post(path(schedule), fields(official, version=schedule.version))
    page = response.content.decode()
    assert response.status_code == 409
    assert "B06: setiap Juli" in page
    assert "Setiap bulan" in page


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_it_does_not_exist_for_others(request, who, schedule, signed_in):
    assert signed_in(request.getfixturevalue(who)).get(path(schedule)).status_code == 404


def test_other_methods_are_refused(schedule, staff, signed_in):
    assert signed_in(staff).put(path(schedule)).status_code == 405
