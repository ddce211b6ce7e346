"""Whether pages keep their speed while reports render: the same pages, with idle workers and with all of them at work.

    .venv/bin/python -m bnn_portal.embedded --no-fsync .venv/bin/python -m benchmarks.while_rendering

A scratch database with so many items; the worker as `./portal run` starts it, niced and with as many children as the
settings say, each with a report in hand. Pages are asked by Django's test client in this process, which is not niced.
Printed: milliseconds a page (median, 95th percentile) before and meanwhile, and their ratio. On a machine that does
other things too, the ratio of the medians is what to look at.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
from urllib.parse import quote

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.test import Client

from action_plans.models import ActionItem, ReportingPeriod
from bnn_portal import clock
from bnn_portal.management.load import build_load, refresh_statistics
from reports import services
from reports.models import Report
from stakeholders.models import User

PAGES = ("/hari-ini/", "/rencana-aksi/butir/", "/ringkasan/", "/laporan/")
# What is held: the ratio of the medians.
MOST = 1.25
PATIENCE_SECONDS = 120


def start_worker() -> subprocess.Popen:
    home = connection.settings_dict
    folder = quote(home["HOST"] or home["OPTIONS"].get("host", ""), safe="/")
    address = f"postgres://{home['USER']}:{home['PASSWORD']}@/{home['NAME']}?host={folder}"
    command = ["nice", "-n", "10", sys.executable, "-m", "celery", "--app=bnn_portal", "worker", "-O", "fair"]
    return subprocess.Popen(  # noqa: S603
        command,
        env={**os.environ, "DATABASE_URL": address},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def ask(client: Client, path: str) -> float:
    began = time.perf_counter()
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)  # noqa: S101
    return (time.perf_counter() - began) * 1000


def ask_all(client: Client, rounds: int) -> dict[str, list[float]]:
    return {path: [ask(client, path) for _ in range(rounds)] for path in PAGES}


def at_work() -> int:
    return Report.objects.filter(status=Report.Status.RENDERING).count()


def wait_until_at_work(worker: subprocess.Popen, children: int) -> None:
    """Another process begins and tells of it by rows alone: they are looked at until they say so, or it is too late."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while at_work() < children:
        if worker.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("The worker did not begin: no figures.")
        time.sleep(0.2)


def print_table(before: dict[str, list[float]], meanwhile: dict[str, list[float]]) -> None:
    print(f"{'':24}{'idle':>16}{'rendering':>18}{'ratio':>8}")  # noqa: T201
    for path in PAGES:
        idle, busy = before[path], meanwhile[path]
        ratio = statistics.median(busy) / statistics.median(idle)
        figures = [
            f"{statistics.median(one):7.1f} / {statistics.quantiles(one, n=20)[-1]:6.1f}" for one in (idle, busy)
        ]
        print(f"{path:24}{figures[0]:>16}{figures[1]:>18}{ratio:8.2f}{'   not held' if ratio > MOST else ''}")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=5000, help="items in each report (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=40, help="how often each page is asked (default: %(default)s)")
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    home = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "scratch_while_rendering"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    worker = None
    try:
        build_load(workshops=options.items // 50, items=options.items, updates=options.items * 4)
        refresh_statistics()
        staff = User.objects.get(email="beban.staf@contoh.example")
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        ask_all(client, 2)
        before = ask_all(client, options.rounds)

        children = settings.CELERY_WORKER_CONCURRENCY
        worker = start_worker()
        begun = ReportingPeriod.objects.filter(starts_on__lte=clock.today()).order_by("-starts_on")[:children]
        for period in begun:
            services.request_report(period, by=staff)
        wait_until_at_work(worker, children)
        meanwhile = ask_all(client, options.rounds)
        still = at_work()
        print(f"{ActionItem.objects.count():,} items, {children} children of the worker, {os.cpu_count()} cores")  # noqa: T201
        print("milliseconds: median / 95th percentile")  # noqa: T201
        print_table(before, meanwhile)
        if still < children:
            print(f"Only {still} of {children} reports were still rendering at the end: ask for more items.")  # noqa: T201
    finally:
        if worker is not None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        connection.creation.destroy_test_db(home, verbosity=0)


if __name__ == "__main__":
    main()
