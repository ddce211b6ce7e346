"""A real worker on a real broker, for the tests that may stop and kill them."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from kombu import pools

from bnn_portal.celery import app
from bnn_portal.embedded import Broker, Home

BASE_DIR = Path(settings.BASE_DIR)


def forget_connections() -> None:
    """Let the next message look up where the broker is."""
    pools.reset()
    app._after_fork()


class OwnBroker:
    """A broker that only these tests use."""

    def __init__(self, directory: Path):
        self.service = Broker(Home(directory), durable=False)
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return self.service.environment()["REDIS_URL"]

    def start(self) -> None:
        self.process = self.service.start()

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None


class CeleryProcess:
    """`celery worker` or `celery beat`, on the tests' database, in a session of its own."""

    def __init__(self, broker_url: str, *words: str, module: str = "bnn_portal", more: Mapping[str, str] | None = None):
        database = connection.settings_dict
        address = urlencode({"host": database["HOST"] or database["OPTIONS"].get("host", "")}, safe="/")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?{address}",
            "REDIS_URL": broker_url,
            **(more or {}),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", f"--app={module}", *words, "--loglevel=INFO"],
            cwd=BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.said: list[str] = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)

    def listen(self, seconds: float) -> None:
        """Let it work for a while, and hear what it says."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                self.said.append(self.lines.get(timeout=left))
            except queue.Empty:
                return

    def wait_for(self, *words: str, seconds: float = 60) -> None:
        """Returns when it has said, after what was waited for before, a line with these words."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.said.append(self.lines.get(timeout=max(deadline - time.monotonic(), 0.01)))
            except queue.Empty:
                pytest.fail(f"The process never said {words}:\n{''.join(self.said[-30:])}")
            if all(word in self.said[-1] for word in words):
                return

    def send(self, number: signal.Signals) -> None:
        """Parent and children at once, as a power cut would."""
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        self.process.wait()

    def child(self) -> int | None:
        """The process id of the one that renders, if it is alive."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else None

    def kill_child(self) -> None:
        """As the kernel does where memory runs out."""
        if child := self.child():
            os.kill(child, signal.SIGKILL)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.send(signal.SIGCONT)
            self.send(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        self.reader.join(timeout=10)
        self.process.stdout.close()


@pytest.fixture
def broker(tmp_path_factory, monkeypatch):
    """One that is not started yet; the tests' own messages go to it."""
    broker = OwnBroker(tmp_path_factory.mktemp("broker"))
    monkeypatch.setattr(app.conf, "broker_url", broker.url)
    forget_connections()
    yield broker
    broker.stop()
    monkeypatch.undo()
    forget_connections()
