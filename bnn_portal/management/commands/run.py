"""`./portal run`: the whole portal on one machine, for the demo and for a look around."""

import contextlib
import errno
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError

from bnn_portal.embedded import STOP_SIGNALS, unblock_signals
from bnn_portal.health import is_worker_up
from bnn_portal.management.commands.seed_demo import LABELS

HOST = "127.0.0.1"
PLACE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS}
READY_SECONDS = 60
STOP_SECONDS = 15
# A process that dies sooner than this after its start, this often, will not live by being started once more.
QUICK_DEATH_SECONDS = 10
QUICK_DEATHS = 3


@dataclass
class Part:
    """One process of the portal, in a session of its own: Ctrl-C reaches it through us, and in our order."""

    label: str
    command: list[str]
    log: Path
    process: subprocess.Popen = field(init=False)
    started_at: float = field(init=False)
    quick_deaths: int = 0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *self.command],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=unblock_signals,
            )
        self.started_at = time.monotonic()

    def kill(self) -> None:
        """Also what it left behind: the children of a worker that was killed outlive it."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            self.process.wait()


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SystemExit(
                    f"Port {port} sedang dipakai program lain. Pakai port lain: ./portal run --port {port + 1}"
                ) from error
            raise SystemExit(
                f"Port {port} tidak dapat dipakai ({error.strerror}). Pakai port lain: ./portal run --port 8000"
            ) from error


def does_web_answer(port: int) -> bool:
    """Whatever it answers: in production that may be a redirect to https, or a host name it does not know."""
    web = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        web.request("GET", "/healthz")
        web.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()
    return True


def read_port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SystemExit(f"Port harus angka 1 sampai 65535, bukan '{text}'. Contoh: ./portal run --port 8001")
    return int(text)


class Command(BaseCommand):
    help = "Menjalankan seluruh Portal di komputer ini: web, pekerja latar, dan penjadwal."
    # The checks come with `migrate`, after the sentences below about what is wrong with the machine.
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", default="8000", help="port web (bawaan: 8000)")
        parser.add_argument("--empty", action="store_true", help="tanpa data contoh")

    def handle(self, *, port: str, empty: bool, **options) -> None:
        # Mails hold links that sign somebody in; another user of the machine reads neither them nor the logs.
        os.umask(0o077)
        number = read_port(port)
        check_port(number)
        # Links in mails, and the codes on the demo's reports, lead to this port, whichever it is.
        settings.PORTAL_URL = os.environ.setdefault("PORTAL_URL", f"http://{HOST}:{number}")
        try:
            accounts = self.prepare(empty=empty)
        except OSError as error:
            if error.errno not in PLACE_ERRORS:
                raise
            raise SystemExit(
                f"Folder {settings.DATA_DIR} tidak dapat ditulisi ({error.strerror}). "
                f"Periksa ruang dan izinnya: df -h {settings.DATA_DIR} && ls -ld {settings.DATA_DIR}"
            ) from error
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise SystemExit(
                f"Basis data menolak ({reason}). "
                "Periksa DATABASE_URL dan ruang kosong (df -h), lalu ulangi: ./portal run"
            ) from error
        except KeyboardInterrupt:
            raise SystemExit("Dihentikan sebelum Portal berjalan.") from None
        self.serve(number, accounts)

    # ------------------------------------------------------------------------------------------ before the start

    def prepare(self, *, empty: bool) -> dict[str, dict[str, str]]:
        """Brings database, static files and demo up to date. Returns the demo's accounts by role."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        self.collect_static()
        if empty or settings.IS_PRODUCTION:
            return {}
        if not Path(settings.SEAL_FILE).exists():
            call_command("make_seal", stdout=StringIO())
        return self.seed()

    def collect_static(self) -> None:
        """Only what changed since the last start: hashing and compressing take most of a start's time."""
        digest = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list([]):
                status = Path(storage.path(path)).stat()
                digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
        collected = settings.DATA_DIR / "static.sha256"
        if not collected.exists() or collected.read_text() != digest.hexdigest():
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            collected.write_text(digest.hexdigest())

    def seed(self) -> dict[str, dict[str, str]]:
        """Seeds on the first start, and again where that was interrupted; never into a database that others filled."""
        unfinished = settings.DATA_DIR / "demo.unfinished"
        facts = settings.DATA_DIR / "demo.json"
        if unfinished.exists() or not get_user_model().objects.exists():
            unfinished.touch()
            self.stdout.write("Menyiapkan data contoh …")
            output = StringIO()
            call_command("seed_demo", json=True, stdout=output)
            facts.touch(mode=0o600)
            facts.write_text(output.getvalue())
            unfinished.unlink()
        return json.loads(facts.read_text())["accounts"] if facts.exists() else {}

    # ------------------------------------------------------------------------------------------------ while it runs

    def parts(self, port: int) -> list[Part]:
        logs = settings.DATA_DIR / "log"
        logs.mkdir(exist_ok=True)
        web = ["gunicorn", "--config=deploy/gunicorn.conf.py", f"--bind={HOST}:{port}", "bnn_portal.wsgi"]
        celery = ["celery", "--app=bnn_portal"]
        worker = [*celery, "worker", "--loglevel=INFO", "-O", "fair"]
        # One worker has no neighbours to greet, which takes a second of every start.
        worker += ["--without-mingle", "--without-gossip"]
        beat = [*celery, "beat", "--loglevel=INFO", "--pidfile="]
        python = [sys.executable, "-m"]
        return [
            Part("Web", [*python, *web], logs / "web.log"),
            # Pages come before reports where both want the processor.
            Part("Pekerja latar", ["nice", "-n", "10", *python, *worker], logs / "worker.log"),
            Part("Penjadwal", [*python, *beat], logs / "beat.log"),
        ]

    def serve(self, port: int, accounts: dict[str, dict[str, str]]) -> None:
        address = f"http://{HOST}:{port}/"
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS | {signal.SIGCHLD})
        parts = self.parts(port)
        for part in parts:
            part.start()
        try:
            if self.wait_until_it_answers(port, parts):
                self.announce(address, accounts)
                self.watch(parts)
        finally:
            self.stop(parts)
        with contextlib.suppress(OSError):  # the terminal may be gone: that is one way to be told to stop
            self.stdout.write("Portal sudah berhenti.")

    def wait_until_it_answers(self, port: int, parts: list[Part]) -> bool:
        """Returns once every part answers; False where we were told to stop meanwhile."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            received = signal.sigtimedwait(STOP_SIGNALS | {signal.SIGCHLD}, 0.2)
            if received and received.si_signo in STOP_SIGNALS:
                return False
            self.revive(parts)
            if does_web_answer(port) and is_worker_up():
                return True
        logs = " ".join(str(part.log) for part in parts)
        raise SystemExit(f"Portal tidak siap dalam {READY_SECONDS} detik. Baca sebabnya: tail -n 30 {logs}")

    def announce(self, address: str, accounts: dict[str, dict[str, str]]) -> None:
        write = self.stdout.write
        write(f"\nPortal KOTAN berjalan di {address}")
        if accounts:
            write("\nAkun contoh (data contoh, jangan dipakai untuk data sungguhan):")
            for role, account in accounts.items():
                write(f"  {LABELS[role]:<26} {account['email']:<40} {account['password']}")
        elif not get_user_model().objects.exists():
            write("Belum ada akun. Buat akun Kepala: ./portal manage invite_leader SUREL NAMA")
        installing = int(os.environ.get("PORTAL_INSTALL_SECONDS", 0))
        started_at = float(os.environ.get("PORTAL_STARTED_AT", time.time()))
        own = max(0, time.time() - started_at - installing)
        write(f"\nUnduhan dan pemasangan: {installing} detik. Menyiapkan dan menjalankan Portal: {own:.0f} detik.")
        write(f"Catatan ada di {settings.DATA_DIR / 'log'}. Tekan Ctrl-C untuk berhenti.")
        self.stdout.flush()

    def watch(self, parts: list[Part]) -> None:
        while signal.sigwait(STOP_SIGNALS | {signal.SIGCHLD}) == signal.SIGCHLD:
            self.revive(parts)

    def revive(self, parts: list[Part]) -> None:
        for part in parts:
            if part.process.poll() is None:
                continue
            part.kill()
            quick = time.monotonic() - part.started_at < QUICK_DEATH_SECONDS
            part.quick_deaths = part.quick_deaths + 1 if quick else 0
            if part.quick_deaths >= QUICK_DEATHS:
                raise SystemExit(
                    f"{part.label} berhenti terus, Portal dihentikan. Baca sebabnya: tail -n 30 {part.log}"
                )
            self.stderr.write(f"{part.label} berhenti (kode {part.process.returncode}) dan dijalankan lagi.")
            part.start()

    def stop(self, parts: list[Part]) -> None:
        for part in parts:
            part.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for part in parts:
            # A report that is cut off is no loss: its lease runs out and another worker takes it.
            with contextlib.suppress(subprocess.TimeoutExpired):
                part.process.wait(max(0.1, deadline - time.monotonic()))
            part.kill()
