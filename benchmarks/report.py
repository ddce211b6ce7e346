"""How fast a report is drawn, how that grows with its items, and against the plainest document that says as much.

    .venv/bin/python -m benchmarks.report --items 100 1000 5000

The report is that of `manage render_sample`, drawn by the real template. The plainest document is one table of as many
cells with the same words in columns of the same width, and nothing else. Each is measured in a process of its own, in
turn with the others; the best of the rounds counts, so that a busy machine disturbs all alike. Printed: seconds of CPU
from rows to file, pages, KB, the process's peak memory in MB and what it held before the first row, KB an item, growth
(the exponent of CPU over items, from the size before), and the ratio to the plainest document. Nothing asks the
database.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROUNDS = 3
REPORT, PLAIN = "report", "plain"
CELL = re.compile(r"<t[dh][ >]")

# The columns of the items' table, in static/css/document.css.
COLUMNS = ("22mm", "auto", "42mm", "17mm", "52mm", "24mm")

# What must hold: size and ratio from that many items on, for a short report is mostly fonts and letterhead.
ASKED = 1000
MOST_GROWTH = 1.05
MOST_KB_PER_ITEM = 0.8
MOST_TIMES_PLAIN = 1.15
BASE_MB, MB_PER_ITEM = 80, 0.2

# The page and the letters of static/css/document.css, and no other rule.
PLAIN_STYLE = """
@page { size: 297mm 210mm; margin: 22mm 20mm 25mm 30mm }
body { margin: 0; font: 8.5pt/1.3 Arimo }
table { width: 100%; table-layout: fixed }
"""


@dataclass(frozen=True)
class Measure:
    cpu_seconds: float
    pages: int
    bytes: int
    peak_mb: float
    rest_mb: float


def measure_here(what: str, items: int, *, is_tagged: bool) -> Measure:
    """Draw once in this process. Imports are not counted: a worker has them behind it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    for name, nowhere in (("DATABASE_URL", "postgres://nobody@/nothing"), ("REDIS_URL", "redis://localhost")):
        os.environ.setdefault(name, nowhere)
    import django

    django.setup()
    from reports import pdf
    from reports.management.commands.render_sample import compose_sample

    compose_sample(1)  # templates are compiled once in a worker's life
    rest = peak_mb()
    began = time.process_time()
    page = compose_sample(items)
    html, images = page.html, page.images
    if what == PLAIN:
        html, images = plain(page.html, items), {}
        began = time.process_time()
    document = pdf.render(html, images=images, on_progress=lambda step, percent: None, is_tagged=is_tagged)
    seconds = time.process_time() - began
    return Measure(seconds, document.page_count, len(document.content), peak_mb(), rest)


def peak_mb() -> float:
    """The most memory that this process has held so far, in MB."""
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(peak) / 1024


def plain(report: str, items: int) -> str:
    """One table of as many cells as the report has, filled with the words of its items, again and again."""
    from reports.management.commands.render_sample import sample_rows

    rows = [
        (
            row["code"],
            row["title"],
            f"{row['current_value']} dari {row['target']} {row['unit']}",
            f"{row['achievement']}%",
            row["status_on_day"],
            f"{row['due_on']:%d %b %Y}",
        )
        for row in sample_rows(items)
    ]
    wanted = round(len(CELL.findall(report)) / len(rows[0]))
    table = "".join(f"<tr>{''.join(f'<td>{word}' for word in rows[number % len(rows)])}" for number in range(wanted))
    columns = "".join(f'<col style="width: {width}">' for width in COLUMNS)
    return f'<!doctype html><html lang="id"><title>x</title><style>{PLAIN_STYLE}</style><table>{columns}{table}</table>'


def measure(what: str, items: int, *, is_tagged: bool) -> Measure:
    """Draw once in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.report", "--measure", what, str(items), str(int(is_tagged))]
    return Measure(**json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))  # noqa: S603


def best(measures: list[Measure]) -> Measure:
    return min(measures, key=lambda one: one.cpu_seconds)


def print_table(sizes: list[int], taken: dict[tuple[str, int, bool], list[Measure]]) -> list[str]:
    """Prints a line a size and manner; returns what does not hold."""
    missed = []
    print(" items  tags   CPU s  pages     KB     MB  at rest  KB/item  growth  ratio")  # noqa: T201
    for is_tagged in (True, False):
        before: tuple[int, Measure] | None = None
        for items in sizes:
            report = best(taken[REPORT, items, is_tagged])
            ratio = report.cpu_seconds / best(taken[PLAIN, items, is_tagged]).cpu_seconds
            growth = None
            if before:
                growth = math.log(report.cpu_seconds / before[1].cpu_seconds) / math.log(items / before[0])
            before = items, report
            kb = report.bytes / 1024
            print(  # noqa: T201
                f"{items:>6} {'yes' if is_tagged else 'no':>5} {report.cpu_seconds:>7.2f} {report.pages:>6} "
                f"{kb:>6.0f} {report.peak_mb:>6.0f} {report.rest_mb:>8.0f} {kb / items:>8.2f} "
                f"{growth or math.nan:>7.2f} {ratio:>6.2f}"
            )
            held = {
                f"growth {growth or 0:.2f} > {MOST_GROWTH}": (growth or 0) <= MOST_GROWTH,
                f"{kb / items:.2f} KB an item > {MOST_KB_PER_ITEM}": kb / items <= MOST_KB_PER_ITEM or items < ASKED,
                f"{ratio:.2f} times the plainest > {MOST_TIMES_PLAIN}": ratio <= MOST_TIMES_PLAIN or items != ASKED,
                f"{report.peak_mb:.0f} MB > {BASE_MB + MB_PER_ITEM * items:.0f}": report.peak_mb
                <= BASE_MB + MB_PER_ITEM * items,
            }
            missed += [f"{items} items: {words}" for words, is_held in held.items() if not is_held]
    return missed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, nargs="+", default=[100, 1000, 5000], help="sizes, the smallest first")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is drawn (default: %(default)s)")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        what, items, is_tagged = options.measure
        print(json.dumps(asdict(measure_here(what, int(items), is_tagged=is_tagged == "1"))))  # noqa: T201
        return
    taken: dict[tuple[str, int, bool], list[Measure]] = {}
    for _ in range(options.rounds):
        for items in options.items:
            for is_tagged in (True, False):
                for what in (REPORT, PLAIN):
                    taken.setdefault((what, items, is_tagged), []).append(measure(what, items, is_tagged=is_tagged))
    for line in print_table(options.items, taken):
        print(f"NOT HELD  {line}")  # noqa: T201


if __name__ == "__main__":
    main()
