"""Workers struck at random moments: the report is there or says why not, once, and nobody had to help."""

import pytest
from django.db import connection

from reports import services
from tests.faults.conftest import assert_over_once
from tests.reports.conftest import DATED_ON

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def cut_connections() -> None:
    """As a restart of the database does to whoever is connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_worker_struck_at_any_moment(machinery, draw, items, period, staff, leader):
    """Killed with its children, one child killed, cut off from the database: in any order, while it renders a review
    copy and while it issues."""
    report = services.request_report(period, by=staff)
    usual = machinery.run_until_over(report)
    assert_over_once(report)
    strikes = [machinery.kill_worker, lambda: machinery.worker.kill_child(), cut_connections]
    strikes.append(draw.choice(strikes))
    draw.shuffle(strikes)
    for number, strike in enumerate(strikes):
        if number % 2:
            moves = report.status_changes.count()
            services.issue_report(report, f"B/{number}/VII/2024", DATED_ON, "ordinary", by=leader)
        else:
            moves = 0
            report = services.request_report(period, by=staff)
        machinery.worker.listen(draw.uniform(0, usual))
        strike()
        machinery.run_until_over(report)
        assert_over_once(report, since=moves)
    ends = 1 + len(strikes)
    assert len(machinery.mails(at_least=ends)) >= ends
