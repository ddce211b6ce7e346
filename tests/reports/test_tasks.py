"""A real worker on a real broker does what the row asks for. What may happen to them is in `tests/faults`."""

import pytest

from reports import services
from reports.models import Report
from tests.reports.conftest import DATED_ON
from tests.worker import CeleryProcess, broker  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

Status = Report.Status


@pytest.fixture
def worker(broker):  # noqa: F811
    broker.start()
    worker = CeleryProcess(broker.url, "worker", "--concurrency=1")
    worker.wait_for("ready.")
    yield worker
    worker.stop()


def test_a_worker_renders_and_publishes_what_is_asked_for(worker, items, period, staff, leader):
    report = services.request_report(period, by=staff)
    worker.wait_for("Task reports.tasks.render_report", "succeeded")
    report.refresh_from_db()
    assert (report.status, report.attempt, report.error) == (Status.READY, 1, "")
    assert report.page_count >= 1

    services.issue_report(report, "B/12/VII/2024", DATED_ON, "ordinary", by=leader)
    worker.wait_for("Task reports.tasks.render_report", "succeeded")
    report.refresh_from_db()
    assert (report.status, report.edition) == (Status.PUBLISHED, 1)
    assert [change.to_status for change in report.status_changes.all()] == [
        Status.RENDERING,
        Status.READY,
        Status.ISSUING,
        Status.PUBLISHED,
    ]
