"""Runs the door's programs as an operator would: real processes, real services, a data directory of their own."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bnn_portal.embedded import ACCOUNT_HOME, find_home

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class Office:
    """One data directory and the processes that live on it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        given = {"DATABASE_URL", "REDIS_URL", "PORTAL_MODE", "PORTAL_INSTALL_SECONDS", "PORTAL_STARTED_AT"}
        self.environment = {name: value for name, value in os.environ.items() if name not in given}
        self.environment["PORTAL_DATA_DIR"] = str(data_dir)

    @property
    def home(self) -> Path:
        """Where the services keep their files: elsewhere, where their account cannot enter pytest's folder."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PORTAL_DATA_DIR", str(self.data_dir))
            return find_home().root

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-P", str(BASE_DIR / "bnn_portal/embedded.py"), "--no-fsync", *words]

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command with the services up, to its end."""
        return subprocess.run(
            self.command(*words),
            env={**self.environment, **environment},
            cwd=BASE_DIR,
            capture_output=True,
            text=True,
            timeout=50,
        )

    def python(self, code: str) -> str:
        done = self.run(sys.executable, "-c", CONNECT + code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *words: str, signals: str = "--default-signal=HUP,INT") -> subprocess.Popen[str]:
        """A command with the services up, with the process group and signals that a terminal would give it."""
        return subprocess.Popen(
            ["env", signals, *self.command(*words)],
            env=self.environment,
            cwd=BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    def start_waiting(self, **options: str) -> subprocess.Popen[str]:
        """A command that has its services and waits until its input is closed."""
        process = self.start("sh", "-c", "echo up; exec cat", **options)
        assert process.stdout.readline() == "up\n"
        return process

    def processes(self) -> dict[int, str]:
        """Every living process of this data directory, whoever its parent is now."""
        mark = f"PORTAL_DATA_DIR={self.data_dir}".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) != os.getpid():
                try:
                    has_mark = mark in (folder / "environ").read_bytes().split(b"\0")
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    # Empty once it has exited, which it may do between the two readings.
                    if has_mark and command:
                        found[int(folder.name)] = command
                except OSError:
                    continue
        return found

    def pid_of(self, word: str) -> int:
        return next(pid for pid, command in self.processes().items() if word in command)

    def wait_for_keepers(self) -> None:
        """Returns when no keeper is left: each holds its lock until its service has stopped."""
        for name in ("postgres", "broker"):
            with (self.data_dir / "services" / f"{name}.keeper").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)

    def kill_everything(self) -> None:
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)

    def clear(self) -> None:
        """pytest removes its own folder by itself."""
        if self.data_dir.is_dir() and self.home.parent == ACCOUNT_HOME:
            shutil.rmtree(self.home, ignore_errors=True)


# What a command does first to reach its services: `sql(…)` returns the first column of the first row.
CONNECT = """
import os, urllib.parse, psycopg2, redis
url = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
host = urllib.parse.parse_qs(url.query)["host"][0]
database = psycopg2.connect(host=host, user=url.username, dbname=url.path[1:])
database.autocommit = True
broker = redis.Redis(unix_socket_path=urllib.parse.urlsplit(os.environ["REDIS_URL"]).path)
def sql(text):
    cursor = database.cursor()
    cursor.execute(text)
    return cursor.fetchone()[0] if cursor.description else None
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office") / "var"
    yield folder
    Office(folder).clear()


@pytest.fixture
def office(data_dir):
    """An office that the tests of one file share, as its data survives each of them."""
    office = Office(data_dir)
    yield office
    office.kill_everything()


@pytest.fixture
def new_office(tmp_path):
    office = Office(tmp_path / "var")
    yield office
    office.kill_everything()
    office.clear()
