"""Workers killed at random moments: the report is there or says why not, once, and nobody had to help."""

import pytest

from reports import services
from tests.faults.conftest import assert_over_once
from tests.reports.conftest import DATED_ON

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

KILLS = 4


def test_a_worker_killed_at_any_moment(machinery, draw, items, period, staff, leader):
    first = services.request_report(period, by=staff)
    usual = machinery.run_until_over(first)
    assert_over_once(first)
    ends = 1
    for number in range(KILLS):
        report = first if number % 2 else services.request_report(period, by=staff)
        moves = report.status_changes.count()
        if number % 2:
            services.issue_report(report, f"B/{number}/VII/2024", DATED_ON, "ordinary", by=leader)
            moves = report.status_changes.count() - 1
        machinery.worker.listen(draw.uniform(0, usual))
        if draw.random() < 0.5:
            machinery.kill_worker()
        else:
            machinery.worker.kill_child()
        machinery.run_until_over(report)
        assert_over_once(report, since=moves)
        ends += 1
        first = report
    assert len(machinery.mails(at_least=ends)) >= ends
