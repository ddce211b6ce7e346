import os
import signal

import pytest


def test_a_command_finds_both_services_and_leaves_nothing_running(office):
    assert office.python("print(sql('SELECT current_user'), broker.ping(), host)") == (
        f"kotan True {office.home / 'run'}"
    )
    assert office.processes() == {}


def test_the_sockets_are_closed_to_other_users(office):
    office.python("")
    assert (office.home / "run").stat().st_mode & 0o777 == 0o700
    assert (office.home / "postgres").stat().st_mode & 0o777 == 0o700


def test_the_status_of_the_command_is_passed_on(office):
    assert office.run("sh", "-c", "exit 7").returncode == 7


def test_rows_and_queues_outlive_a_restart(office):
    office.python("sql('CREATE TABLE kept AS SELECT 42 AS n'); broker.set('kept', '42')")
    assert office.python("print(sql('SELECT n FROM kept'), broker.get('kept').decode())") == "42 42"


def test_a_second_command_shares_the_services_and_keeps_them_when_the_first_leaves(office):
    with office.start_waiting() as first, office.start_waiting() as second:
        assert sum("--keep" in command for command in office.processes().values()) == 2
        first.communicate()
        assert first.returncode == 0
        assert office.python("print(sql('SELECT 1'))") == "1"
        second.communicate()
    assert office.processes() == {}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_command_and_its_services(office, how):
    with office.start_waiting() as command:
        command.send_signal(how)
        assert command.wait(20) == 128 + how
    assert office.processes() == {}


def test_ctrl_c_in_a_terminal_stops_the_command_and_its_services(office):
    with office.start_waiting() as command:
        os.killpg(command.pid, signal.SIGINT)
        assert command.wait(20) == 128 + signal.SIGINT
    assert office.processes() == {}


def test_a_script_can_interrupt_what_it_started_in_the_background(office):
    with office.start_waiting(signals="--ignore-signal=INT") as command:
        command.send_signal(signal.SIGINT)
        assert command.wait(20) == 128 + signal.SIGINT
    assert office.processes() == {}


def test_nohup_outlives_its_terminal(office):
    with office.start_waiting(signals="--ignore-signal=HUP") as command:
        command.send_signal(signal.SIGHUP)
        assert command.communicate("still here\n") == ("still here\n", None)
        assert command.returncode == 0


def test_a_killed_command_leaves_nothing_running(office):
    with office.start_waiting() as command:
        command.kill()
        office.wait_for_keepers()
    assert [line for line in office.processes().values() if "--keep" not in line] == []


def test_everything_killed_at_once_starts_again_with_its_rows(office):
    office.python("sql('CREATE TABLE survivor AS SELECT 42 AS n')")
    with office.start_waiting():
        office.kill_everything()
    assert office.python("print(sql('SELECT n FROM survivor'))") == "42"


def test_a_pid_file_that_names_another_process_does_not_stop_the_start(office):
    office.python("")
    (office.home / "postgres/postmaster.pid").write_text(f"{os.getpid()}\n{office.home}/postgres\n")
    (office.home / "run/.s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert office.python("print(sql('SELECT 1'))") == "1"


def test_a_half_made_database_is_made_again(new_office):
    (new_office.home / "postgres.new").mkdir(parents=True)
    (new_office.home / "postgres.new/PG_VERSION").write_text("18\n")
    assert new_office.python("print(sql('SELECT 1'))") == "1"


def test_a_killed_broker_comes_back_with_what_it_held(office):
    code = """
import signal
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError
from redis.retry import Retry
broker.set("kept", "42")
broker.execute_command("WAITAOF", 1, 0, 5000)
os.kill(broker.info("server")["process_id"], signal.SIGKILL)
patient = redis.Redis(
    unix_socket_path=urllib.parse.urlsplit(os.environ["REDIS_URL"]).path,
    retry=Retry(ConstantBackoff(0.1), 100, (ConnectionError, FileNotFoundError)),
)
print(patient.get("kept").decode())
"""
    assert office.python(code) == "42"


def test_a_killed_keeper_is_replaced_while_a_command_runs(office):
    with office.start_waiting() as command:
        keeper = office.pid_of("--keep postgres")
        os.kill(keeper, signal.SIGKILL)
        # Another command waits for the start that the first one has begun, or begins it itself.
        assert office.python("print(sql('SELECT 1'))") == "1"
        command.communicate()
        assert command.returncode == 0


def test_a_long_path_does_not_stop_the_sockets(tmp_path, new_office):
    new_office.data_dir = tmp_path / ("jauh-" * 20) / "var"
    new_office.environment["PORTAL_DATA_DIR"] = str(new_office.data_dir)
    assert new_office.python("print(sql('SELECT 1'), len(host) < 85)") == "1 True"


def test_a_server_of_ones_own_is_used_as_it_is(new_office):
    done = new_office.run("sh", "-c", 'echo "$DATABASE_URL"', DATABASE_URL="postgres://kantor/portal")
    assert done.stdout == "postgres://kantor/portal\n"
    assert not (new_office.home / "postgres").exists()
    assert (new_office.home / "broker").exists()


def test_production_never_starts_the_built_in_services(new_office):
    done = new_office.run("sh", "-c", 'echo "none: $DATABASE_URL$REDIS_URL"', PORTAL_MODE="production")
    assert done.stdout == "none: \n"
    assert not new_office.data_dir.exists()


def test_a_data_directory_that_cannot_be_used_is_named(new_office):
    new_office.data_dir.write_text("a file stands in the way")
    done = new_office.run("echo", "started")
    assert done.returncode == 1
    assert f"Folder {new_office.data_dir} tidak dapat dipakai" in done.stderr
    assert "Traceback" not in done.stderr
