"""A broker that is away, hangs or forgets: the row waits, pages answer, and the work is done once it is back."""

import signal
import time

import pytest
import redis

from reports import services
from reports.models import Report
from tests.faults.conftest import assert_over_once
from tests.worker import forget_connections

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# A page that rings a bell nobody hears may take no longer than this on an idle machine: twice the socket's timeout.
LONGEST_PAGE_SECONDS = 4


@pytest.fixture
def ask(period, staff, signed_in):
    """`ask()`: somebody asks for a report on the page; returns it, and says that the page answered in time."""
    browser = signed_in(staff)
    browser.get("/laporan/baru/")

    def ask() -> Report:
        forget_connections()
        before = time.monotonic()
        response = browser.post("/laporan/baru/", {"period": period.pk})
        assert time.monotonic() - before < LONGEST_PAGE_SECONDS
        assert response.status_code == 302
        return Report.objects.latest("pk")

    return ask


def test_a_broker_that_is_away_when_somebody_asks(machinery, ask, items):
    machinery.broker.stop()
    report = ask()
    assert report.status == Report.Status.QUEUED
    machinery.broker.start()
    machinery.run_until_over(report)
    assert_over_once(report)

    # Hangs: it takes the connection and never answers.
    machinery.broker.send(signal.SIGSTOP)
    report = ask()
    assert report.status == Report.Status.QUEUED
    machinery.broker.send(signal.SIGCONT)
    machinery.run_until_over(report)
    assert_over_once(report)

    # Forgets: the message lies in it, and then it is empty.
    machinery.worker.send(signal.SIGSTOP)
    report = ask()
    redis.Redis(unix_socket_path=str(machinery.broker.service.socket)).flushall()
    machinery.worker.send(signal.SIGCONT)
    machinery.run_until_over(report)
    assert_over_once(report)


def test_a_broker_that_fails_at_any_moment(machinery, draw, items, period, staff):
    usual = machinery.run_until_over(services.request_report(period, by=staff))

    def hang() -> None:
        machinery.broker.send(signal.SIGSTOP)
        machinery.worker.listen(usual)
        machinery.broker.send(signal.SIGCONT)

    def forget() -> None:
        redis.Redis(unix_socket_path=str(machinery.broker.service.socket)).flushall()

    faults = [machinery.kill_broker, hang, forget]
    draw.shuffle(faults)
    for fault in faults:
        forget_connections()
        report = services.request_report(period, by=staff)
        machinery.worker.listen(draw.uniform(0, usual))
        fault()
        machinery.run_until_over(report)
        assert_over_once(report)
