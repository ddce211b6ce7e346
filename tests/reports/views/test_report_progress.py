from datetime import timedelta

import pytest
from django.utils import timezone

from reports import services
from reports.models import Report
from tests.reports.conftest import DATED_ON

HTMX = {"HX-Request": "true"}


def path(report: Report) -> str:
    return f"/laporan/{report.pk}/kemajuan/"


def test_it_tells_the_step_and_goes_on_asking(rendering, staff, signed_in):
    services.renew_lease(rendering, step="menggambar halaman 2 dari 5", percent=71)
    response = signed_in(staff).get(path(rendering), headers=HTMX)
    page = response.content.decode()
    assert "menggambar halaman 2 dari 5 (71%)" in page
    assert f'hx-get="{path(rendering)}"' in page
    assert "HX-Refresh" not in response
    assert "<html" not in page


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (None, None),
        (400, "Kira-kira 7 menit lagi."),
        (40, "Kurang dari satu menit lagi."),
        (0.01, "Lebih lama daripada"),
    ],
)
def test_it_tells_how_long_it_still_takes_if_anybody_knows(rendering, staff, signed_in, expected, text):
    Report.objects.filter(pk=rendering.pk).update(expected_seconds=expected)
    page = signed_in(staff).get(path(rendering), headers=HTMX).content.decode()
    if text is None:
        assert "lagi" not in page
    else:
        assert text in page


def test_a_queued_report_has_no_percentage(queued, staff, signed_in):
    page = signed_in(staff).get(path(queued), headers=HTMX).content.decode()
    assert "Antre: menunggu giliran" in page
    assert "value=" not in page


def test_a_long_wait_is_explained_and_ends_with_the_claim(queued, staff, signed_in):
    Report.objects.filter(pk=queued.pk).update(queued_at=timezone.now() - timedelta(minutes=3))
    words = "Pekerja latar sedang sibuk atau tidak berjalan."
    assert words in signed_in(staff).get(path(queued), headers=HTMX).content.decode()
    services.claim_report(queued.pk)
    assert words not in signed_in(staff).get(path(queued), headers=HTMX).content.decode()


def test_an_issue_that_waits_tells_nothing_of_the_rendering_before(ready, leader, signed_in):
    Report.objects.filter(pk=ready.pk).update(expected_seconds=0.01)
    services.issue_report(ready, "B/1", DATED_ON, "ordinary", by=leader)
    assert "Lebih lama" not in signed_in(leader).get(path(ready), headers=HTMX).content.decode()


def test_it_stops_asking_once_the_work_is_over(ready, staff, signed_in):
    response = signed_in(staff).get(path(ready), headers=HTMX)
    assert response["HX-Refresh"] == "true"
    assert "hx-get" not in response.content.decode()


def test_without_javascript_it_is_a_plain_answer(ready, staff, signed_in):
    response = signed_in(staff).get(path(ready))
    assert response.status_code == 200
    assert "HX-Refresh" not in response


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_work_does_not_exist_for_others(request, who, rendering, signed_in):
    assert signed_in(request.getfixturevalue(who)).get(path(rendering)).status_code == 404


def test_other_methods_are_refused(rendering, staff, signed_in):
    assert signed_in(staff).post(path(rendering)).status_code == 405
