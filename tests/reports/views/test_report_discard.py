import pytest

from reports.models import Report


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/buang/"


def test_bnn_discards_a_review_copy(ready, staff, signed_in):
    response = signed_in(staff).post(path(ready))
    assert (response.status_code, response.url) == (302, f"/laporan/{ready.pk}/")
    ready.refresh_from_db()
    assert ready.status == Report.Status.DISCARDED


def test_it_says_why_it_was_refused(published, staff, signed_in):
    before = published.status
    response = signed_in(staff).post(path(published), follow=True)
    assert 'role="alert"' in response.content.decode()
    published.refresh_from_db()
    assert published.status == before


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_it_does_not_exist_for_others(request, who, ready, signed_in):
    assert signed_in(request.getfixturevalue(who)).post(path(ready)).status_code == 404


def test_whoever_only_sees_the_report_is_refused(published, official, signed_in):
    assert signed_in(official).post(path(published)).status_code == 403


def test_it_is_only_posted(ready, staff, signed_in):
    assert signed_in(staff).get(path(ready)).status_code == 405
