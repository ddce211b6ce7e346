"""What all charts are made of: tables, legends, shares of a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

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


def table_of(head: Sequence[str], rows: Iterable[tuple[str, str, Sequence]]) -> Table:
    """`rows` are (label, url, values); the values in the order of the columns behind the first."""
    return Table(
        tuple(head),
        tuple(
            Row(label, tuple(Cell(*pair) for pair in zip(head[1:], values, strict=True)), url)
            for label, url, values in rows
        ),
    )


def legend_of(entries: Sequence[tuple[str, str]], columns: int, top: int) -> tuple[LegendEntry, ...]:
    """(look, label) side by side in columns wide enough for the name of a status."""
    return tuple(
        LegendEntry(look, label, position % columns * 122, top + position // columns * 22)
        for position, (look, label) in enumerate(entries)
    )


def legend_height(entries: Sequence[LegendEntry]) -> int:
    return 22 * len({entry.y for entry in entries})


def spread(shares: Sequence[int], total: int) -> list[tuple[float, float]]:
    """Where each share begins and how wide it is, in percent. Together they fill the whole, however they round."""
    edges, sum_so_far = [0.0], 0
    for share in shares:
        sum_so_far += share
        edges.append(round(sum_so_far * 100 / total, 2))
    return [(start, round(end - start, 2)) for start, end in pairwise(edges)]


def in_words(count: int) -> str:
    return f"{number_id(count)} butir aksi"
