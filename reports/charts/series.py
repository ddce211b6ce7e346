"""Items over time: promised, done, late."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bnn_portal.templatetags.portal import number_id
from reports.charts.parts import LegendEntry, Table, in_words, legend_height, legend_of, spread, table_of

SERIES = (("due", "Harus sudah selesai"), ("done", "Selesai"), ("late", "Terlambat"))
PLOT_TOP, PLOT_HEIGHT = 18, 150
# More labels than this collide on a narrow screen.
MONTHS_NAMED = 6


@dataclass(frozen=True)
class Moment:
    """Where things stood at the end of a day: how many items were due by then, were done, and were late.

    `label` is short ("Nov"), `note` stands below it ("2026"), `title` is the day in full. `url` leads to the list of
    the items that are late, where there is one.
    """

    label: str
    title: str
    due: int
    done: int
    late: int
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Series:
    look: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """One moment: `height` is that of what was done; `label` is empty where it would touch its neighbour."""

    x: float
    width: float
    label_x: float
    label_anchor: str
    y: float
    height: float
    label: str
    note: str
    told: str


@dataclass(frozen=True)
class Tick:
    y: float
    label_y: float
    label: str


@dataclass(frozen=True)
class TimeSeries:
    finding: str
    columns: tuple[Column, ...]
    series: tuple[Series, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[LegendEntry, ...]
    height: int
    table: Table
    bottom: int = PLOT_TOP + PLOT_HEIGHT
    template: str = field(default="reports/charts/time_series.svg", init=False)


def time_series(head: str, moments: Sequence[Moment]) -> TimeSeries:
    """What was due, done and late from moment to moment, as steps. `head` names the moments ("Akhir bulan")."""
    highest = _ceiling(max((max(moment.due, moment.done, moment.late) for moment in moments), default=0))

    def y(value: int) -> float:
        return round(PLOT_TOP + PLOT_HEIGHT * (1 - value / highest), 1)

    places = spread([1] * len(moments), len(moments)) if moments else []
    named = _named(moments)
    columns = tuple(
        Column(
            x=x,
            width=width,
            # The last label would not fit around the middle of a narrow column.
            label_x=100 if moment is moments[-1] else round(x + width / 2, 2),
            label_anchor="end" if moment is moments[-1] else "middle",
            y=y(moment.done),
            height=round(PLOT_TOP + PLOT_HEIGHT - y(moment.done), 1),
            label=label,
            note=note,
            told=f"{moment.title}: {_told_of(moment)}",
        )
        for moment, (label, note), (x, width) in zip(moments, named, places, strict=True)
    )
    series = tuple(Series(name, _steps([y(getattr(one, name)) for one in moments], places)) for name, _ in SERIES)
    ticks = tuple(
        Tick(y(value), y(value) - 4, number_id(value) if value else "") for value in (0, highest // 2, highest)
    )
    entries = [(name, f"{label}: {number_id(getattr(moments[-1], name))}") for name, label in SERIES if moments]
    bottom = PLOT_TOP + PLOT_HEIGHT
    legend = legend_of(entries, columns=1, top=bottom + 46)
    rows = [(one.title, one.url, (one.due, one.done, one.late)) for one in reversed(moments)]
    return TimeSeries(
        _finding_of_time(moments),
        columns,
        series,
        ticks,
        legend,
        bottom + 46 + legend_height(legend),
        table_of([head, *(label for _, label in SERIES)], rows),
    )


def _named(moments: Sequence[Moment]) -> list[tuple[str, str]]:
    """The label and the note that each moment bears: none where they would touch, the note only where it changes."""
    every = -(-len(moments) // MONTHS_NAMED)
    named: list[tuple[str, str]] = []
    note = ""
    for position, moment in enumerate(moments, start=1):
        if (len(moments) - position) % every:
            named.append(("", ""))
            continue
        named.append((moment.label, moment.note if moment.note != note else ""))
        note = moment.note
    return named


def _told_of(moment: Moment) -> str:
    return (
        f"{in_words(moment.due)} harus sudah selesai, {number_id(moment.done)} selesai, "
        f"{number_id(moment.late)} terlambat"
    )


def _ceiling(value: int) -> int:
    """The next even number with one leading digit, so that half of it is a whole number too."""
    if value <= 2:
        return 2
    magnitude = 10 ** (len(str(value)) - 1)
    ceiling = -(-value // magnitude) * magnitude
    return ceiling + ceiling % 2


def _steps(heights: Sequence[float], places: Sequence[tuple[float, float]]) -> tuple[Line, ...]:
    lines: list[Line] = []
    before: float | None = None
    for height, (x, width) in zip(heights, places, strict=True):
        if before is not None and before != height:
            lines.append(Line(x, before, x, height))
        lines.append(Line(x, height, round(x + width, 2), height))
        before = height
    return tuple(lines)


def _finding_of_time(moments: Sequence[Moment]) -> str:
    if not moments or not any(moment.due or moment.done or moment.late for moment in moments):
        return "Belum ada butir aksi yang jatuh tempo atau selesai."
    first, last = moments[0], moments[-1]
    now = f"Sampai {last.title}, {_told_of(last)}."
    if len(moments) == 1:
        return now
    return (
        f"{now} Sejak {first.title}, yang selesai {_change(last.done - first.done)} "
        f"dan yang terlambat {_change(last.late - first.late)}."
    )


def _change(difference: int) -> str:
    if not difference:
        return "tetap"
    return f"{'bertambah' if difference > 0 else 'berkurang'} {number_id(abs(difference))}"
