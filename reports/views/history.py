"""What became of a row, as its timeline tells it."""

from typing import Any


def moves_of(row: Any) -> list[dict[str, Any]]:
    """The status changes of a report or a schedule, newest first; what no person did is the portal's. One statement."""
    labels = dict(row.Status.choices)
    return [
        {
            "at": change.at,
            "by": change.by.name if change.by else "Portal",
            "title": labels[change.to_status],
            "note": change.note,
        }
        for change in row.status_changes.select_related("by").order_by("-at", "-pk")
    ]
