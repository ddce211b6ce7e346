import pytest

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from reports.models import Report

PATH = "/laporan/baru/"


def test_staff_asks_for_a_period_and_follows_the_work(items, period, staff, signed_in):
    response = signed_in(staff).post(PATH, {"period": period.pk})
    report = Report.objects.get()
    assert response.status_code == 302
    assert response.url == f"/laporan/{report.pk}/"
    assert (report.status, report.requested_by) == (Report.Status.QUEUED, staff)


def test_a_second_request_joins_the_first_and_says_so(queued, period, leader, signed_in):
    response = signed_in(leader).post(PATH, {"period": period.pk}, follow=True)
    assert response.redirect_chain == [(f"/laporan/{queued.pk}/", 302)]
    page = response.content.decode()
    assert "Staf P2M Uji sudah meminta laporan yang sama" in page
    assert "Ikut meminta" in page
    assert Report.objects.count() == 1


def test_only_periods_that_have_begun_are_offered(staff, signed_in):
    page = signed_in(staff).get(PATH).content.decode()
    assert "B06 (Januari–Juni) 2024, terbuka" in page
    assert f"{clock.today().year + 1}, terbuka" not in page


@pytest.mark.parametrize("value", ["", "0", "abc", "99999999999999999999", "\x00"])
def test_it_says_why_it_was_refused(staff, signed_in, value):
    response = signed_in(staff).post(PATH, {"period": value})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Report.objects.exists()


def test_a_period_of_the_future_is_refused(staff, signed_in):
    future = ReportingPeriod.objects.filter(starts_on__gt=clock.today()).first()
    assert signed_in(staff).post(PATH, {"period": future.pk}).status_code == 422


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_others_are_refused(request, who, period, signed_in):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, {"period": period.pk}).status_code == 403


def test_other_methods_are_refused(staff, signed_in):
    assert signed_in(staff).put(PATH).status_code == 405
