"""The portal's machinery, to be killed: broker, worker and scheduler.

Nothing else helps: no test moves a row, rings a bell or tells anybody that something happened.
"""

import os
import random
import time
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from reports import services
from reports.models import OutgoingMail, Report
from tests.reports.conftest import add_item, items, period, plan  # noqa: F401 (fixtures)
from tests.worker import CeleryProcess, OwnBroker, broker  # noqa: F401 (a fixture)

Status = Report.Status
# Far more than it ever takes: what is not over by then never will be.
PATIENCE_SECONDS = 120


@pytest.fixture(scope="session")
def seed() -> int:
    """What the moments are drawn from. The same failure again: FAULT_SEED=… ./portal test tests/faults"""
    return int(os.environ.get("FAULT_SEED") or random.SystemRandom().randrange(1_000_000))


@pytest.fixture
def draw(seed, request, capfd) -> random.Random:
    """Chance, different for each test and the same for each seed."""
    with capfd.disabled():
        print(f"\nFAULT_SEED={seed} {request.node.name}")  # noqa: T201 (it is asked for)
    return random.Random(f"{seed} {request.node.name}")  # noqa: S311 (no secret)


class Machinery:
    """Broker, worker and scheduler. What is killed is started again, as systemd or `./portal run` does."""

    def __init__(self, broker: OwnBroker, folder: Path, media: Path):  # noqa: F811
        self.broker = broker
        self.folder = folder
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "FAULTS_MEDIA_ROOT": str(media),
            "FAULTS_MAIL": str(folder / "mail"),
        }
        self.worker: CeleryProcess | None = None
        self.scheduler: CeleryProcess | None = None

    def start(self) -> None:
        self.broker.start()
        self.start_worker()
        self.scheduler = self.celery("beat", f"--schedule={self.folder / 'beat'}", "--pidfile=")
        self.worker.wait_for("ready.")

    def start_worker(self) -> None:
        self.worker = self.celery("worker", "--concurrency=1", "--without-mingle", "--without-gossip")

    def celery(self, *words: str) -> CeleryProcess:
        return CeleryProcess(self.broker.url, *words, module="tests.faults.quick", more=self.environment)

    def kill_broker(self) -> None:
        """And start it again with what it had on disk."""
        self.broker.process.kill()
        self.broker.process.wait()
        self.broker.start()

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.stop()
        self.start_worker()

    def run_until_over(self, report: Report) -> float:
        """Returns how many seconds it took until nobody works on the report any more."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_SECONDS:
            self.worker.listen(0.1)
            report.refresh_from_db()
            if not report.is_in_work:
                return time.monotonic() - began
        pytest.fail(f"Still {report.status} after {PATIENCE_SECONDS} s:\n{''.join(self.worker.said[-40:])}")

    def mails(self, at_least: int) -> list[Path]:
        """Those that have left, once there are enough or nothing more comes."""
        folder, began = self.folder / "mail", time.monotonic()
        while time.monotonic() - began < PATIENCE_SECONDS:
            found = list(folder.glob("*")) if folder.exists() else []
            if len(found) >= at_least and not OutgoingMail.objects.exists():
                return found
            self.worker.listen(0.1)
        pytest.fail(f"{len(found)} mails have left, not {at_least}")

    def stop(self) -> None:
        for process in (self.scheduler, self.worker):
            if process is not None:
                process.stop()


@pytest.fixture
def media(tmp_path_factory, settings) -> Path:
    folder = tmp_path_factory.mktemp("media")
    settings.MEDIA_ROOT = str(folder)
    return folder


@pytest.fixture
def machinery(broker, tmp_path, media):  # noqa: F811
    machinery = Machinery(broker, tmp_path, media)
    try:
        machinery.start()
        yield machinery
    finally:
        machinery.stop()


def assert_over_once(report: Report, since: int = 0) -> None:
    """It ended once: with the whole document and nothing beside it, or with a reason and no document.

    `since` is how many moves it had made before.
    """
    moves = [change.to_status for change in report.status_changes.all()][since:]
    folder = Path(default_storage.path(f"reports/{report.pk}"))
    found = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if report.status == Status.FAILED:
        assert report.error
        assert (moves, found, report.file.name) == ([Status.RENDERING, Status.FAILED], [], "")
        return
    ended = {Status.READY: [Status.RENDERING, Status.READY], Status.PUBLISHED: [Status.ISSUING, Status.PUBLISHED]}
    if report.status == Status.READY and report.error:
        ended[Status.READY] = [Status.ISSUING, Status.READY]
    assert moves == ended[Status(report.status)]
    document = Path(default_storage.path(report.file.name))
    named = [document, *([Path(default_storage.path(report.first_page.name))] if report.first_page else [])]
    assert found == sorted(path.name for path in named)
    assert sha256(document.read_bytes()).hexdigest() == report.file_sha256
    assert len(PdfReader(document).pages) == report.page_count
    if not report.error:
        # An undisturbed rendering gives the same bytes, so no part is lacking.
        assert services.differences_of(report, services.rerender_report(report).content) == []
