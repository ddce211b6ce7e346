import pytest

from action_plans.models import ReportingPeriod


@pytest.fixture
def period(db):
    return ReportingPeriod.objects.get(year=2023, semester="b12")


@pytest.fixture
def url(period):
    return f"/rencana-aksi/periode/{period.pk}/tutup/"


def test_the_leader_closes_a_period_that_is_over(signed_in, leader, period, url):
    answer = signed_in(leader).post(url, follow=True)
    assert answer.redirect_chain == [("/rencana-aksi/periode/", 302)]
    assert "Periode B12 2023 ditutup" in answer.content.decode()
    period.refresh_from_db()
    assert period.status == ReportingPeriod.Status.CLOSED


def test_a_running_period_is_refused(signed_in, leader):
    running = ReportingPeriod.objects.get(year=2024, semester="b06")
    answer = signed_in(leader).post(f"/rencana-aksi/periode/{running.pk}/tutup/", follow=True)
    assert "belum berakhir" in answer.content.decode()


def test_who_may_not(client, signed_in, staff, contact_person, leader, url):
    assert signed_in(staff).post(url).status_code == 403
    assert signed_in(contact_person).post(url).status_code == 403
    assert signed_in(leader).get(url).status_code == 405
    assert signed_in(leader).post("/rencana-aksi/periode/99999999999/tutup/").status_code == 404
    assert client.post(url).status_code == 302
