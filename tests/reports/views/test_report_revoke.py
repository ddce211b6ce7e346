import pytest

from reports.models import Report


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/cabut/"


def test_the_leader_revokes_with_a_reason(published, leader, signed_in):
    response = signed_in(leader).post(path(published), {"note": "Angka keliru"})
    assert (response.status_code, response.url) == (302, f"/laporan/{published.pk}/")
    published.refresh_from_db()
    assert published.status == Report.Status.REVOKED


def test_it_says_why_it_was_refused(ready, leader, signed_in):
    before = ready.status
    response = signed_in(leader).post(path(ready), {"note": "Angka keliru"}, follow=True)
    assert 'role="alert"' in response.content.decode()
    ready.refresh_from_db()
    assert ready.status == before


@pytest.mark.parametrize("note", ["", "   "])
def test_a_reason_is_needed(published, leader, signed_in, note):
    response = signed_in(leader).post(path(published), {"note": note}, follow=True)
    assert "Tulis alasan pencabutan." in response.content.decode()
    published.refresh_from_db()
    assert published.status == Report.Status.PUBLISHED


@pytest.mark.parametrize("who", ["staff", "official", "contact_person", "coordinator"])
def test_whoever_only_sees_the_report_is_refused(request, who, published, signed_in):
    response = signed_in(request.getfixturevalue(who)).post(path(published), {"note": "alasan"})
    assert response.status_code == 403


def test_it_does_not_exist_for_others(ready, official, signed_in):
    assert signed_in(official).post(path(ready), {"note": "alasan"}).status_code == 404


def test_it_is_only_posted(published, leader, signed_in):
    assert signed_in(leader).get(path(published)).status_code == 405
