"""A real worker on a real broker: the request is saved first, and rendered whenever the broker is there."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from kombu import pools

from bnn_portal.celery import app
from bnn_portal.embedded import Broker, Home
from reports import services
from reports.models import Report
from reports.tasks import sweep_reports
from tests.reports.conftest import DATED_ON

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

Status = Report.Status
BASE_DIR = Path(settings.BASE_DIR)


def forget_connections() -> None:
    """Let the next message look up where the broker is."""
    pools.reset()
    app._after_fork()


class OwnBroker:
    """A broker that these tests may stop."""

    def __init__(self, directory: Path):
        self.service = Broker(Home(directory), durable=False)
        self.process = None

    @property
    def url(self) -> str:
        return self.service.environment()["REDIS_URL"]

    def start(self) -> None:
        self.process = self.service.start()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None


class Worker:
    """`celery worker` as the portal starts it, on the tests' database."""

    def __init__(self, broker_url: str):
        database = connection.settings_dict
        address = urlencode({"host": database["HOST"] or database["OPTIONS"].get("host", "")}, safe="/")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?{address}",
            "REDIS_URL": broker_url,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app=bnn_portal", "worker", "--loglevel=INFO", "--concurrency=1"],
            cwd=BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, *words: str, seconds: float = 60) -> None:
        """Returns when the worker has said, after what was waited for before, a line with these words."""
        said: list[str] = []
        deadline = time.monotonic() + seconds
        while not said or not all(word in said[-1] for word in words):
            try:
                said.append(self.lines.get(timeout=max(deadline - time.monotonic(), 0.01)))
            except queue.Empty:
                pytest.fail(f"The worker never said {words}:\n{''.join(said[-30:])}")

    def kill(self) -> None:
        """As a power cut would: parent and children at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.reader.join(timeout=10)
        self.process.stdout.close()


@pytest.fixture
def broker(tmp_path_factory, monkeypatch):
    broker = OwnBroker(tmp_path_factory.mktemp("broker"))
    monkeypatch.setattr(app.conf, "broker_url", broker.url)
    forget_connections()
    yield broker
    broker.stop()
    monkeypatch.undo()
    forget_connections()


@pytest.fixture
def start_worker(broker):
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(Worker(broker.url))
        workers[-1].wait_for("ready.")
        return workers[-1]

    yield start
    for worker in workers:
        worker.stop()


def test_a_worker_renders_and_publishes_what_is_asked_for(broker, start_worker, items, period, staff, leader):
    broker.start()
    worker = start_worker()
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


def test_without_a_broker_the_request_is_saved_and_rendered_once_it_is_back(
    broker, start_worker, items, period, staff, signed_in
):
    broker.start()
    worker = start_worker()
    broker.stop()

    before = time.monotonic()
    response = signed_in(staff).post("/laporan/baru/", {"period": period.pk}, follow=True)
    assert time.monotonic() - before < 3
    assert "Antre" in response.content.decode()
    report = Report.objects.get()
    assert report.status == Status.QUEUED

    broker.start()
    worker.wait_for("Connected to")
    Report.objects.filter(pk=report.pk).update(queued_at=Now() - timedelta(seconds=31))
    forget_connections()
    sweep_reports.delay()
    # The sweep itself, then what it rang for.
    worker.wait_for("Task reports.tasks.sweep_reports")
    worker.wait_for("Task reports.tasks.render_report", "succeeded")
    report.refresh_from_db()
    assert report.status == Status.READY


def test_a_broker_that_hangs_holds_a_page_for_seconds_only(period, staff, signed_in, tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(str(tmp_path / "v.sock"))
        hung.listen()
        monkeypatch.setattr(app.conf, "broker_url", f"redis+socket://{tmp_path}/v.sock?virtual_host=0")
        forget_connections()
        before = time.monotonic()
        response = signed_in(staff).post("/laporan/baru/", {"period": period.pk})
        assert time.monotonic() - before < 4
    monkeypatch.undo()
    forget_connections()
    assert response.status_code == 302
    assert Report.objects.get().status == Status.QUEUED


def test_a_worker_killed_while_rendering_is_replaced(broker, start_worker, items, period, staff):
    broker.start()
    first = start_worker()
    report = services.request_report(period, by=staff)
    first.wait_for(f"Report {report.pk} claimed, attempt 1")
    first.kill()
    # A minute later its lease has run out.
    assert Report.objects.filter(pk=report.pk, status=Status.RENDERING).update(lease_until=Now() - timedelta(seconds=1))

    second = start_worker()
    sweep_reports.delay()
    second.wait_for("Task reports.tasks.render_report", "succeeded")
    report.refresh_from_db()
    assert (report.status, report.attempt) == (Status.READY, 2)
