"""Rows copied from a spreadsheet."""

import csv
import io
from collections.abc import Mapping

from bnn_portal.exceptions import DomainError


def read_rows(text: str, columns: Mapping[str, str], *, most: int) -> list[dict[str, str]]:
    """Tab-separated text as mappings of a column's name to its text; blank lines are left out.

    `columns` gives the name and the label of each, in the order that is expected without a heading. A first line made
    of labels, or of their beginnings ("Nama" for "Nama peserta"), is a heading: it gives the order, and a column that
    it names otherwise is skipped. Raises `DomainError` for what is no table, is too wide, or has more than `most` rows.
    """
    try:
        lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text, newline=""), "excel-tab")]
    except csv.Error as error:
        raise DomainError("Tempelan ini tidak terbaca. Salin lagi sel-selnya dari Excel.") from error
    rows = [line for line in lines if any(line)]
    names: list[str | None] = list(columns)
    if rows and _is_heading(rows[0], columns):
        names = [_named(cell, columns) for cell in rows.pop(0)]
    if not rows:
        raise DomainError("Belum ada baris. Salin sel-selnya dari Excel, lalu tempelkan di sini.")
    if len(rows) > most:
        raise DomainError(f"Tempelkan paling banyak {most} baris sekaligus; ini {len(rows)} baris.")
    for number, row in enumerate(rows, start=1):
        if any(row[len(names) :]):
            raise DomainError(f"Baris {number} berisi lebih dari {len(names)} kolom. Sertakan baris judulnya.")
    return [{name: cell for name, cell in zip(names, row, strict=False) if name} for row in rows]


def _is_heading(cells: list[str], columns: Mapping[str, str]) -> bool:
    """At least half of what it says are labels."""
    said = [cell for cell in cells if cell]
    return 2 * sum(_named(cell, columns) is not None for cell in said) >= len(said)


def _named(cell: str, columns: Mapping[str, str]) -> str | None:
    heading = cell.casefold()
    if len(heading) < 3:
        return None
    return next((name for name, label in columns.items() if label.casefold().startswith(heading)), None)
