import pytest

from reports.models import Report


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/tarik/"


def test_the_leader_gives_up_waiting_for_the_signature(awaiting, leader, signed_in):
    response = signed_in(leader).post(path(awaiting))
    assert (response.status_code, response.url) == (302, f"/laporan/{awaiting.pk}/")
    awaiting.refresh_from_db()
    assert (awaiting.status, awaiting.edition) == (Report.Status.QUEUED, None)


def test_it_says_why_it_was_refused(ready, leader, signed_in):
    response = signed_in(leader).post(path(ready), follow=True)
    assert "tidak sedang menunggu tanda tangan" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("official", 404), ("contact_person", 404)])
def test_others_are_refused(request, who, status, awaiting, signed_in):
    assert signed_in(request.getfixturevalue(who)).post(path(awaiting)).status_code == status


def test_it_is_only_posted(awaiting, leader, signed_in):
    assert signed_in(leader).get(path(awaiting)).status_code == 405
