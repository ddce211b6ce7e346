"""A disk that is full: the report says so, nothing half-written stays, and after making room it comes about."""

import os
import resource
import subprocess
from pathlib import Path

import pytest

from reports import services
from reports.models import Report
from reports.services.rendering import NO_SPACE
from tests.faults.conftest import assert_over_once
from tests.reports.conftest import DATED_ON

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

Status = Report.Status


class SmallDisk:
    """A file system of one megabyte; for whoever may not mount one, a limit on what the worker's child may write."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.is_mounted = os.geteuid() == 0 and self.mount()
        self.filler = folder / "filler"

    def mount(self) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(self.folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def fill(self, child: int) -> None:
        if not self.is_mounted:
            resource.prlimit(child, resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
            return
        with self.filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return

    def make_room(self, child: int) -> None:
        if self.is_mounted:
            self.filler.unlink()
        else:
            resource.prlimit(child, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def unmount(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@pytest.fixture
def disk(media):
    disk = SmallDisk(media)
    yield disk
    disk.unmount()


def test_a_disk_that_is_full(disk, machinery, items, period, staff, leader):
    child = machinery.worker.child()
    disk.fill(child)
    report = services.request_report(period, by=staff)
    machinery.run_until_over(report)
    assert (report.status, report.error) == (Status.FAILED, NO_SPACE)
    assert_over_once(report)

    disk.make_room(child)
    moves = report.status_changes.count()
    services.retry_report(report, by=staff)
    machinery.run_until_over(report)
    assert report.status == Status.READY
    assert_over_once(report, since=moves + 1)

    # While it is issued: a review copy again, number and date kept, and the copy is still whole.
    copy = report.file_sha256
    disk.fill(child)
    moves = report.status_changes.count()
    services.issue_report(report, "B/1/VII/2024", DATED_ON, "ordinary", by=leader)
    machinery.run_until_over(report)
    assert (report.status, report.error, report.number, report.file_sha256) == (
        Status.READY,
        NO_SPACE,
        "B/1/VII/2024",
        copy,
    )
    assert_over_once(report, since=moves)

    disk.make_room(child)
    services.issue_report(report, report.number, DATED_ON, "ordinary", by=leader)
    machinery.run_until_over(report)
    assert report.status == Status.PUBLISHED
