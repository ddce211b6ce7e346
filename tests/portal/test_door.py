"""The script itself, in a bare folder with no more programs on its path than each test names."""

import shutil
import subprocess

import pytest

from tests.portal.conftest import BASE_DIR

TOOLS = ["sh", "dirname", "date", "id", "cat", "env", "flock", "sha256sum"]


class Machine:
    def __init__(self, folder):
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        for name in TOOLS:
            (self.programs / name).symlink_to(shutil.which(name))
        shutil.copy(BASE_DIR / "portal", folder)
        for name in ("requirements.txt", "requirements-dev.txt"):
            (folder / name).write_text("")

    def install(self, path, script):
        """A program that behaves as the shell script says."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!{shutil.which('sh')}\n{script}\n")
        path.chmod(0o755)

    def portal(self, *words, **environment):
        return subprocess.run(
            [self.folder / "portal", *words],
            env={"PATH": str(self.programs), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
        )


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_without_a_command_it_says_what_there_is(machine):
    done = machine.portal()
    assert done.returncode == 2
    assert "./portal run [--port N] [--empty]" in done.stderr


def test_a_python_that_is_too_old_is_named(machine):
    machine.install(machine.programs / "python3", '[ "$1" = --version ] && echo "Python 3.9.2"; exit 1')
    done = machine.portal("run")
    assert done.returncode == 1
    assert "Python 3.9.2 terlalu lama, Portal memerlukan Python 3.11" in done.stderr


def test_a_missing_python_that_may_not_be_installed_gets_the_line_to_type(machine):
    done = machine.portal("run")
    assert done.returncode == 1
    assert "sudo apt-get update && sudo apt-get install -y python3 python3-venv" in done.stderr


def test_a_missing_system_library_gets_the_line_to_type(machine):
    machine.install(machine.programs / "python3", "exit 0")
    machine.install(machine.folder / ".venv/bin/python", 'case "$*" in *libpango*) exit 1 ;; esac; exit 0')
    done = machine.portal("run")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "Paket sistem belum lengkap. Jalankan: sudo apt-get update && "
        "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_requirements_are_installed_once_until_their_lock_changes(machine):
    machine.install(machine.programs / "python3", "exit 0")
    machine.install(machine.folder / ".venv/bin/python", f'echo "$*" >>{machine.folder}/calls; exit 0')
    calls = machine.folder / "calls"
    machine.portal("manage", "check")
    machine.portal("manage", "check")
    assert calls.read_text().count("pip install") == 1
    (machine.folder / "requirements.txt").write_text("changed")
    machine.portal("manage", "check")
    assert calls.read_text().count("pip install") == 2


def test_a_missing_browser_fails_the_tests_in_ci_and_only_there(machine):
    machine.install(machine.programs / "python3", "exit 0")
    machine.install(machine.folder / ".venv/bin/python", "exit 0")
    assert machine.portal("test").returncode == 0
    done = machine.portal("test", CI="1")
    assert done.returncode == 1
    assert "sudo apt-get install -y chromium" in done.stderr


def test_an_environment_that_cannot_be_made_is_said_with_what_to_look_at(machine):
    machine.install(machine.programs / "python3", 'case "$*" in *"-m venv"*) exit 1 ;; esac; exit 0')
    done = machine.portal("run")
    assert done.returncode == 1
    assert f"Folder {machine.folder}/.venv tidak dapat dibuat" in done.stderr
