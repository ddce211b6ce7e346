from datetime import timedelta

import pytest

from bnn_portal import clock
from tests.factories import AppointmentFactory


@pytest.fixture
def appointment(dinas):
    return AppointmentFactory(institution=dinas)


def url(appointment):
    return f"/instansi/pejabat/{appointment.pk}/akhiri/"


def test_today_becomes_the_last_day(signed_in, staff, appointment):
    page = signed_in(staff).post(url(appointment), follow=True)
    assert page.redirect_chain == [(f"/instansi/{appointment.institution_id}/", 302)]
    assert "berakhir hari ini" in page.content.decode()
    appointment.refresh_from_db()
    assert appointment.ends_on == clock.today()


def test_one_that_has_not_begun_is_refused_and_says_why(signed_in, staff, dinas):
    appointment = AppointmentFactory(institution=dinas, starts_on=clock.today() + timedelta(days=3))
    page = signed_in(staff).post(url(appointment), follow=True)
    assert "sebelum tanggal mulai" in page.content.decode()


@pytest.mark.parametrize("who", ["contact_person", "outsider", "coordinator", "official"])
def test_for_others_it_does_not_exist(request, signed_in, appointment, who):
    assert signed_in(request.getfixturevalue(who)).post(url(appointment)).status_code == 404


def test_a_missing_one_and_a_get(signed_in, staff, appointment):
    browser = signed_in(staff)
    assert browser.post("/instansi/pejabat/999999/akhiri/").status_code == 404
    assert browser.get(url(appointment)).status_code == 405
