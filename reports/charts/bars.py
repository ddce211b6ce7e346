"""Bars of statuses: how many items of each group stand where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from textwrap import wrap

from bnn_portal.templatetags.portal import number_id
from reports.charts.parts import (
    DIGIT,
    LETTER,
    NARROWEST,
    LegendEntry,
    Table,
    in_words,
    legend_height,
    legend_of,
    spread,
    table_of,
)

STATUSES = (
    ("done", "Selesai"),
    ("in_progress", "Berjalan"),
    ("blocked", "Terkendala"),
    ("not_started", "Belum dimulai"),
    ("cancelled", "Dibatalkan"),
)
BAR_HEIGHT = 20
LINE_HEIGHT = 18


@dataclass(frozen=True)
class StatusCounts:
    """What one bar shows: how many items have each status. `overdue` ones are among the open, not besides them.

    `url` leads to the list of exactly these items. `previous` is the share of items done when the previous period
    ended, in percent; `average` the average achievement, in percent; None: unknown.
    """

    label: str
    done: int
    in_progress: int
    blocked: int
    not_started: int
    cancelled: int
    overdue: int
    url: str = ""
    previous: int | None = None
    average: Decimal | str | None = None

    @property
    def items(self) -> int:
        return self.done + self.in_progress + self.blocked + self.not_started + self.cancelled

    @property
    def told(self) -> str:
        """“4 dari 15 selesai, 2 terlambat”."""
        if not self.items:
            return "belum ada butir aksi"
        late = f", {number_id(self.overdue)} terlambat" if self.overdue else ""
        return f"{number_id(self.done)} dari {number_id(self.items)} selesai{late}"


@dataclass(frozen=True)
class Segment:
    """A part of a bar. `number` is empty where the part has no room for it."""

    look: str
    x: float
    width: float
    middle: float
    number: str


@dataclass(frozen=True)
class Bar:
    """`lines` is the label as it is broken; all `y` are measured from the top of the row."""

    label: str
    lines: tuple[tuple[int, str], ...]
    told: str
    told_y: int
    url: str
    y: int
    bar_y: int
    height: int
    segments: tuple[Segment, ...]
    previous: float | None


@dataclass(frozen=True)
class StackedBars:
    finding: str
    bars: tuple[Bar, ...]
    legend: tuple[LegendEntry, ...]
    height: int
    table: Table
    is_wide: bool
    template: str = field(default="reports/charts/stacked_bars.svg", init=False)


def stacked_bars(
    head: str, counts: Sequence[StatusCounts], *, previous: str = "", keep: int = 0, is_wide: bool = False
) -> StackedBars:
    """One bar a group, its parts the statuses.

    `head` names the groups ("Bidang"), `previous` the period that `StatusCounts.previous` tells of. `keep` is for many
    groups, the largest first: so many get a bar of their own and the others share one; the table names all. `is_wide`
    is for paper: the words stand beside the label instead of below.
    """
    if keep:
        counts = sorted(counts, key=lambda one: (-one.items, one.label.casefold()))
    drawn = _largest(counts, keep) if keep else counts
    bars: list[Bar] = []
    top = 0
    for one in drawn:
        bar = _bar(one, top, is_wide)
        bars.append(bar)
        top += bar.height
    entries = [(name, label) for name, label in STATUSES if any(getattr(one, name) for one in drawn)]
    legend = legend_of(entries, columns=5 if is_wide else 2, top=top + 4)
    if previous and any(bar.previous is not None for bar in bars):
        # Too long for a column.
        below = top + 4 + legend_height(legend)
        legend += legend_of([("previous", f"Selesai pada {previous}")], columns=1, top=below)
    return StackedBars(
        _finding_of_many(head, counts) if keep else _finding_of_bars(counts),
        tuple(bars),
        legend,
        top + 4 + legend_height(legend),
        _table_of_bars(head, counts, previous),
        is_wide,
    )


def _bar(one: StatusCounts, top: int, is_wide: bool) -> Bar:
    lines = wrap(one.label, 60 if is_wide else int(NARROWEST / LETTER)) or [""]
    told_y = 14 if is_wide else 14 + LINE_HEIGHT * len(lines)
    bar_y = max(told_y, 14 + LINE_HEIGHT * (len(lines) - 1)) + 8
    parts = spread([getattr(one, name) for name, _ in STATUSES], one.items) if one.items else []
    return Bar(
        label=one.label,
        lines=tuple((14 + LINE_HEIGHT * number, line) for number, line in enumerate(lines)),
        told=one.told,
        told_y=told_y,
        url=one.url,
        y=top,
        bar_y=bar_y,
        height=bar_y + BAR_HEIGHT + (8 if is_wide else 14),
        segments=tuple(
            Segment(name, x, width, round(x + width / 2, 2), _number(getattr(one, name), width))
            for (name, _), (x, width) in zip(STATUSES, parts, strict=False)
            if width
        ),
        previous=None if one.previous is None else min(max(one.previous, 0), 100),
    )


def _number(count: int, width: float) -> str:
    """The number of a part, if it fits into it even on the narrowest screen."""
    text = number_id(count)
    return text if width / 100 * NARROWEST >= len(text) * DIGIT + 6 else ""


def _largest(counts: Sequence[StatusCounts], keep: int) -> Sequence[StatusCounts]:
    # One alone gains nothing from a bar called "others".
    if len(counts) <= keep + 1:
        return counts
    rest = counts[keep:]
    names = [name for name, _ in STATUSES]
    others = StatusCounts(
        f"{len(rest)} lainnya",
        **{name: sum(getattr(one, name) for one in rest) for name in (*names, "overdue")},
    )
    return [*counts[:keep], others]


def _finding_of_bars(counts: Sequence[StatusCounts]) -> str:
    known = [one for one in counts if one.items]
    if not known:
        return "Belum ada butir aksi."
    done, overdue = sum(one.done for one in known), sum(one.overdue for one in known)
    late = f" {in_words(overdue)} terlambat." if overdue else " Tidak ada yang terlambat."
    if len(known) == 1:
        return f"{known[0].label}: {number_id(done)} dari {in_words(known[0].items)} selesai.{late}"
    if not done:
        return f"Belum ada butir aksi yang selesai.{late}"
    # Among equals the larger one says more.
    ranked = sorted(known, key=lambda one: (one.done / one.items, one.items))
    last, first = ranked[0], ranked[-1]
    if first.done * last.items == last.done * first.items:
        return f"Kemajuan di semua bagian sama. {number_id(done)} butir aksi selesai.{late}"
    return (
        f"{first.label} paling maju: {number_id(first.done)} dari {in_words(first.items)} selesai. "
        f"{last.label} tertinggal: {number_id(last.done)} dari {number_id(last.items)}.{late}"
    )


def _finding_of_many(head: str, counts: Sequence[StatusCounts]) -> str:
    """Calls nobody last: who leads a single item that is not yet due would be."""
    known = [one for one in counts if one.items]
    if not known:
        return "Belum ada butir aksi."
    finished = sum(one.done == one.items for one in known)
    late = [one for one in known if one.overdue]
    groups = f"Dari {number_id(len(known))} {head.lower()}, {number_id(finished) if finished else 'belum ada yang'}"
    if not late:
        return f"{groups} menyelesaikan semua butir aksinya. Tidak ada yang terlambat."
    worst = max(late, key=lambda one: one.overdue)
    return (
        f"{groups} menyelesaikan semua butir aksinya. {number_id(len(late))} punya yang terlambat, terbanyak "
        f"{worst.label} ({in_words(worst.overdue)})."
    )


def _table_of_bars(head: str, counts: Sequence[StatusCounts], previous: str) -> Table:
    has_average = any(one.average is not None for one in counts)
    has_previous = bool(previous) and any(one.previous is not None for one in counts)
    columns = [head, "Butir aksi", *(label for _, label in STATUSES), "Terlambat"]
    columns += ["Capaian (%)"] if has_average else []
    columns += [f"Selesai pada {previous} (%)"] if has_previous else []

    def values(one: StatusCounts) -> list:
        return [
            one.items,
            *(getattr(one, name) for name, _ in STATUSES),
            one.overdue,
            *([one.average] if has_average else []),
            *([one.previous] if has_previous else []),
        ]

    return table_of(columns, ((one.label, one.url, values(one)) for one in counts))
