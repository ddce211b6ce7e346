import pytest

from reports import services
from reports.models import Report
from tests.reports.conftest import DATED_ON

TYPED = {"number": "B/12/VII/2024", "dated_on": "2024-07-08", "classification": "limited", "signing": "none"}


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/terbitkan/"


def test_the_leader_numbers_and_dates_a_review_copy(ready, leader, signed_in):
    response = signed_in(leader).post(path(ready), {**TYPED, "version": ready.version})
    assert (response.status_code, response.url) == (302, f"/laporan/{ready.pk}/")
    ready.refresh_from_db()
    assert (ready.status, ready.number, ready.dated_on) == (Report.Status.ISSUING, "B/12/VII/2024", DATED_ON)
    assert ready.classification == "limited"


def test_the_form_offers_no_number(ready, leader, signed_in):
    page = signed_in(leader).get(path(ready)).content.decode()
    assert "Portal tidak membuat nomor" in page
    assert 'name="number" value' not in page


def test_after_a_failure_number_and_date_stand_there_again(ready, leader, signed_in):
    services.issue_report(ready, "B/12/VII/2024", DATED_ON, "limited", by=leader)
    services.fail_render(services.claim_report(ready.pk), "gagal")
    page = signed_in(leader).get(path(ready)).content.decode()
    assert 'value="B/12/VII/2024"' in page
    assert 'value="2024-07-08"' in page


def test_the_leader_corrects_the_grounds_before_they_are_final(ready, leader, signed_in):
    Report.objects.filter(pk=ready.pk).update(legal_basis="Dasar lama")
    assert "Dasar lama" in signed_in(leader).get(path(ready)).content.decode()
    signed_in(leader).post(path(ready), {**TYPED, "version": ready.version, "legal_basis": "Dasar baru"})
    ready.refresh_from_db()
    assert (ready.status, ready.legal_basis) == (Report.Status.ISSUING, "Dasar baru")


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"number": "x" * 81},
        {"number": "a\x00b"},
        {"dated_on": ""},
        {"dated_on": "kemarin"},
        {"dated_on": "2024-06-29"},
        {"dated_on": "2999-01-01"},
        {"classification": "nonsens"},
        {"version": "abc"},
    ],
)
def test_it_says_why_it_was_refused_and_keeps_what_was_typed(ready, leader, signed_in, wrong):
    response = signed_in(leader).post(path(ready), {**TYPED, "version": ready.version, **wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    if "number" not in wrong:
        assert 'value="B/12/VII/2024"' in page
    ready.refresh_from_db()
    assert (ready.status, ready.number) == (Report.Status.READY, "")


def test_a_stale_page_is_answered_with_both_texts(ready, leader, signed_in):
    services.issue_report(ready, "B/99", DATED_ON, "ordinary", by=leader)
    services.fail_render(services.claim_report(ready.pk), "gagal")
    response = signed_in(leader).post(path(ready), {**TYPED, "version": ready.version})
    page = response.content.decode()
    assert response.status_code == 409
    assert "B/99" in page
    assert "B/12/VII/2024" in page


def test_what_is_not_a_review_copy_cannot_be_issued(published, leader, signed_in):
    assert signed_in(leader).get(path(published)).status_code == 200
    response = signed_in(leader).post(path(published), {**TYPED, "version": published.version})
    assert response.status_code == 422


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("official", 404), ("contact_person", 404)])
def test_others_are_refused(request, who, status, ready, signed_in):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(path(ready)).status_code == status
    assert client.post(path(ready), {**TYPED, "version": ready.version}).status_code == status


def test_a_published_report_is_seen_but_not_issued_by_others(published, official, signed_in):
    assert signed_in(official).post(path(published), TYPED).status_code == 403


def test_other_methods_are_refused(ready, leader, signed_in):
    assert signed_in(leader).delete(path(ready)).status_code == 405
