import http.client
import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from tests.portal.conftest import BASE_DIR


def manage_run(*arguments):
    return subprocess.run(
        [sys.executable, "manage.py", "run", *arguments], cwd=BASE_DIR, capture_output=True, text=True, timeout=30
    )


def test_a_busy_port_is_said_in_one_sentence_with_the_command_that_mends_it():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        done = manage_run("--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} sedang dipakai program lain. Pakai port lain: ./portal run --port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["delapan", "0", "70000", "-1", "٨٠"])
def test_a_port_that_is_none_is_refused(port):
    done = manage_run(f"--port={port}")
    assert done.returncode == 1
    assert "Port harus angka 1 sampai 65535" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_refuses_to_start_and_names_every_line_to_set(new_office):
    done = new_office.run(sys.executable, "manage.py", "run", PORTAL_MODE="production")
    assert done.returncode == 1
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS"):
        assert f"  {name}=" in done.stderr
    assert "Traceback" not in done.stderr
    assert not new_office.data_dir.exists()


def test_production_refuses_a_key_that_can_be_guessed():
    office = {
        "PORTAL_MODE": "production",
        "DATABASE_URL": "postgres://portal@/portal",
        "REDIS_URL": "redis://localhost",
        "SECRET_KEY": "rahasia",
        "ALLOWED_HOSTS": "portal.example.go.id",
    }
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=BASE_DIR, env={**os.environ, **office}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "SECRET_KEY kurang dari 50 huruf" in done.stderr
    assert "Traceback" not in done.stderr


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_it_serves_until_ctrl_c_and_leaves_nothing_running(new_office):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with new_office.start(sys.executable, "manage.py", "run", "--empty", "--port", str(port)) as run:
        said = []
        for line in run.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        assert f"Portal KOTAN berjalan di http://127.0.0.1:{port}/\n" in said
        status, body = ask(port, "/readyz")
        assert status == 200
        assert json.loads(body) == {"database": True, "broker": True, "disk": True, "worker": True}
        log = new_office.data_dir / "log"
        assert {path.stat().st_mode & 0o077 for path in (log, *log.iterdir())} == {0}

        os.killpg(run.pid, signal.SIGINT)
        rest, _ = run.communicate(timeout=30)
        assert run.returncode == 0
        assert "Portal sudah berhenti." in rest
    assert new_office.processes() == {}
