import pytest

from reports.models import Report


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/batalkan/"


def test_bnn_cancels_a_queued_report(queued, staff, signed_in):
    response = signed_in(staff).post(path(queued))
    assert (response.status_code, response.url) == (302, f"/laporan/{queued.pk}/")
    queued.refresh_from_db()
    assert queued.status == Report.Status.CANCELLED


def test_it_says_why_it_was_refused(ready, staff, signed_in):
    before = ready.status
    response = signed_in(staff).post(path(ready), follow=True)
    assert 'role="alert"' in response.content.decode()
    ready.refresh_from_db()
    assert ready.status == before


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_it_does_not_exist_for_others(request, who, queued, signed_in):
    assert signed_in(request.getfixturevalue(who)).post(path(queued)).status_code == 404


def test_whoever_only_sees_the_report_is_refused(published, official, signed_in):
    assert signed_in(official).post(path(published)).status_code == 403


def test_it_is_only_posted(queued, staff, signed_in):
    assert signed_in(staff).get(path(queued)).status_code == 405
