from datetime import time

import pytest

from reports.models import ReportSchedule

PATH = "/laporan/jadwal/baru/"


def fields(official, **changed) -> dict:
    return {
        "kind": "progress",
        "rhythm": "monthly",
        "day_of_month": "31",
        "time_of_day": "07:30",
        "time_zone": "Asia/Jakarta",
        "recipients": [official.pk],
        **changed,
    }


def test_staff_makes_a_schedule(staff, official, signed_in):
    response = signed_in(staff).post(PATH, fields(official))
    schedule = ReportSchedule.objects.get()
    assert response.status_code == 302
    assert response.url == f"/laporan/jadwal/{schedule.pk}/"
    assert (schedule.rhythm, schedule.day_of_month, schedule.time_of_day) == ("monthly", 31, time(7, 30))
    assert (schedule.created_by, list(schedule.recipients.all())) == (staff, [official])


def test_only_officials_are_offered(staff, official, contact_person, signed_in):
    page = signed_in(staff).get(PATH).content.decode()
    assert "Pejabat Forkopimda Uji, Polresta" in page
    assert contact_person.name not in page


@pytest.mark.parametrize(
    "changed",
    [
        {"recipients": []},
        {"recipients": ["0"]},
        {"day_of_month": "0"},
        {"day_of_month": "32"},
        {"time_of_day": "25:00"},
        {"time_zone": "Mars/Olympus"},
        {"rhythm": "\x00"},
    ],
)
def test_it_says_why_it_was_refused(staff, official, signed_in, changed):
    response = signed_in(staff).post(PATH, fields(official, **changed))
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not ReportSchedule.objects.exists()


def test_somebody_who_is_no_official_is_refused(staff, official, contact_person, signed_in):
    assert signed_in(staff).post(PATH, fields(contact_person)).status_code == 422


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_others_are_refused(request, who, official, signed_in):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, fields(official)).status_code == 403


def test_other_methods_are_refused(staff, signed_in):
    assert signed_in(staff).put(PATH).status_code == 405
