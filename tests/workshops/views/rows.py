"""What a browser sends for a page of rows."""

from typing import Any


def posted(prefix: str, rows: list[dict[str, Any]], *, version: Any, initial: int = 0) -> dict[str, Any]:
    """The first `initial` rows are those that the page was opened with."""
    data = {"version": version, f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data
