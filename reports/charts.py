"""Charts as geometry: figures in; bars, lines and tiles out. Knows no row of the database and no mark-up.

Lengths across are percent of the picture's width and lengths down are pixels, so that a picture grows with the page
while its letters keep their size. Each chart carries its finding in words and the table of its figures; the templates
`reports/charts/*.svg` draw it for the screen and, as an image, for the paper.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from textwrap import wrap

from bnn_portal.templatetags.portal import number_id

# The narrowest drawing: a panel on a screen of 320 px. Whatever is written must find room on it.
NARROWEST = 254
# About what a letter of a label takes, and one of the small numbers in a bar.
LETTER, DIGIT = 7.6, 7.5


@dataclass(frozen=True)
class Cell:
    head: str
    value: int | str | Decimal | None


@dataclass(frozen=True)
class Row:
    """A row of a chart's table. `url` leads to the list that its figures count; empty: there is none."""

    label: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """The figures that a chart shows. `head` names the columns, that of the rows' labels first."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class LegendEntry:
    look: str
    label: str
    x: int
    y: int


def _table(head: Sequence[str], rows: Iterable[tuple[str, str, Sequence]]) -> Table:
    """`rows` are (label, url, values); the values in the order of the columns behind the first."""
    return Table(
        tuple(head),
        tuple(
            Row(label, tuple(Cell(*pair) for pair in zip(head[1:], values, strict=True)), url)
            for label, url, values in rows
        ),
    )


def _legend(entries: Sequence[tuple[str, str]], columns: int, top: int) -> tuple[LegendEntry, ...]:
    """(look, label) side by side in columns wide enough for the name of a status."""
    return tuple(
        LegendEntry(look, label, position % columns * 122, top + position // columns * 22)
        for position, (look, label) in enumerate(entries)
    )


def _legend_height(entries: Sequence[LegendEntry]) -> int:
    return 22 * len({entry.y for entry in entries})


def _spread(shares: Sequence[int], total: int) -> list[tuple[float, float]]:
    """Where each share begins and how wide it is, in percent. Together they fill the whole, however they round."""
    edges, sum_so_far = [0.0], 0
    for share in shares:
        sum_so_far += share
        edges.append(round(sum_so_far * 100 / total, 2))
    return [(start, round(end - start, 2)) for start, end in pairwise(edges)]


def _items(count: int) -> str:
    return f"{number_id(count)} butir aksi"


# ------------------------------------------------------------------------------------------------- bars of statuses

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
    legend = _legend(entries, columns=5 if is_wide else 2, top=top + 4)
    if previous and any(bar.previous is not None for bar in bars):
        # Too long for a column.
        below = top + 4 + _legend_height(legend)
        legend += _legend([("previous", f"Selesai pada {previous}")], columns=1, top=below)
    return StackedBars(
        _finding_of_many(head, counts) if keep else _finding_of_bars(counts),
        tuple(bars),
        legend,
        top + 4 + _legend_height(legend),
        _table_of_bars(head, counts, previous),
        is_wide,
    )


def _bar(one: StatusCounts, top: int, is_wide: bool) -> Bar:
    lines = wrap(one.label, 60 if is_wide else int(NARROWEST / LETTER)) or [""]
    told_y = 14 if is_wide else 14 + LINE_HEIGHT * len(lines)
    bar_y = max(told_y, 14 + LINE_HEIGHT * (len(lines) - 1)) + 8
    parts = _spread([getattr(one, name) for name, _ in STATUSES], one.items) if one.items else []
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
    late = f" {_items(overdue)} terlambat." if overdue else " Tidak ada yang terlambat."
    if len(known) == 1:
        return f"{known[0].label}: {number_id(done)} dari {_items(known[0].items)} selesai.{late}"
    if not done:
        return f"Belum ada butir aksi yang selesai.{late}"
    # Among equals the larger one says more.
    ranked = sorted(known, key=lambda one: (one.done / one.items, one.items))
    last, first = ranked[0], ranked[-1]
    if first.done * last.items == last.done * first.items:
        return f"Kemajuan di semua bagian sama. {number_id(done)} butir aksi selesai.{late}"
    return (
        f"{first.label} paling maju: {number_id(first.done)} dari {_items(first.items)} selesai. "
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
        f"{worst.label} ({_items(worst.overdue)})."
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

    return _table(columns, ((one.label, one.url, values(one)) for one in counts))


# -------------------------------------------------------------------------------------------------- items over time

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

    places = _spread([1] * len(moments), len(moments)) if moments else []
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
    legend = _legend(entries, columns=1, top=bottom + 46)
    rows = [(one.title, one.url, (one.due, one.done, one.late)) for one in reversed(moments)]
    return TimeSeries(
        _finding_of_time(moments),
        columns,
        series,
        ticks,
        legend,
        bottom + 46 + _legend_height(legend),
        _table([head, *(label for _, label in SERIES)], rows),
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
        f"{_items(moment.due)} harus sudah selesai, {number_id(moment.done)} selesai, "
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


# --------------------------------------------------------------------------------------- kecamatan and kelurahan

TILES_ACROSS = 3
TILE_HEIGHT, TILE_GAP = 52, 5
GAP_ACROSS = 1.55
DARKEST = 4


@dataclass(frozen=True)
class Place:
    """A kelurahan and how many items take place there."""

    label: str
    count: int
    url: str = ""


@dataclass(frozen=True)
class District:
    """A kecamatan. `count` counts an item once, in however many of its kelurahan it takes place."""

    label: str
    count: int
    places: Sequence[Place]
    url: str = ""
    position: str = ""


@dataclass(frozen=True)
class Tile:
    """`shade` runs from 0 (none) to `DARKEST`; the number in the tile says the same."""

    place: Place
    told: str
    x: float
    width: float
    middle: float
    y: int
    shade: int


@dataclass(frozen=True)
class DistrictTiles:
    """One kecamatan's picture; `position` says where it lies in the city ("north-west")."""

    district: District
    finding: str
    tiles: tuple[Tile, ...]
    height: int
    template: str = field(default="reports/charts/area_grid.svg", init=False)


@dataclass(frozen=True)
class AreaGrid:
    """The city as one picture a kecamatan. Items without a place are counted apart, as the whole city's."""

    finding: str
    parts: tuple[DistrictTiles, ...]
    everywhere: Place
    table: Table


def area_grid(districts: Sequence[District], everywhere: Place) -> AreaGrid:
    """A tile a kelurahan, the darker the more items take place there."""
    most = max((place.count for district in districts for place in district.places), default=0)
    places = [(place, district) for district in districts for place in district.places]
    rows = [
        (f"{place.label}, {district.label}", place.url, (place.count,)) for place, district in places if place.count
    ]
    if others := len(places) - len(rows):
        rows.append((f"{others} kelurahan {'lainnya' if rows else ''}".strip(), "", (0,)))
    return AreaGrid(
        _finding_of_areas(districts, everywhere),
        tuple(_district_tiles(district, most) for district in districts),
        everywhere,
        _table(
            ["Kelurahan, kecamatan", "Butir aksi"], [(everywhere.label, everywhere.url, (everywhere.count,)), *rows]
        ),
    )


def _district_tiles(district: District, most: int) -> DistrictTiles:
    width = (100 - GAP_ACROSS * (TILES_ACROSS - 1)) / TILES_ACROSS
    tiles = []
    for position, place in enumerate(district.places):
        row, column = divmod(position, TILES_ACROSS)
        x = round(column * (width + GAP_ACROSS), 2)
        tiles.append(
            Tile(
                place=place,
                told=f"Kelurahan {place.label}: {_items(place.count) if place.count else 'belum ada butir aksi'}",
                x=x,
                width=round(width, 2),
                middle=round(x + width / 2, 2),
                y=row * (TILE_HEIGHT + TILE_GAP),
                shade=_shade(place.count, most),
            )
        )
    rows = -(-len(tiles) // TILES_ACROSS)
    told = f"Kecamatan {district.label}: {_items(district.count) if district.count else 'belum ada butir aksi'}"
    return DistrictTiles(district, told, tuple(tiles), max(rows * (TILE_HEIGHT + TILE_GAP) - TILE_GAP, 0))


def _shade(count: int, most: int) -> int:
    """None at all is a shade of its own; the others share the rest evenly."""
    return 0 if not count else max(1, -(-count * DARKEST // most))


def _finding_of_areas(districts: Sequence[District], everywhere: Place) -> str:
    places = [place for district in districts for place in district.places]
    reached = [place for place in places if place.count]
    city = f" {_items(everywhere.count)} berlaku untuk seluruh kota." if everywhere.count else ""
    if not reached:
        return f"Belum ada butir aksi yang menyebut kelurahan.{city}"
    top = max(reached, key=lambda place: place.count)
    return (
        f"Aksi berlangsung di {len(reached)} dari {len(places)} kelurahan, paling banyak di {top.label} "
        f"({_items(top.count)}).{city}"
    )


# What is drawn as one picture.
Chart = StackedBars | TimeSeries | DistrictTiles
