"""What each kind of document tells: one module a kind, each with its `KIND`, registered in `reports.documents`.

A kind reads the database once, when the report is asked for; `facts` holds what more than one kind tells. Nothing here
knows how a document is made of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.charts import Chart

if TYPE_CHECKING:
    from reports.models import Report

Snapshot = dict[str, Any]


def no_charts(snapshot: Snapshot) -> dict[str, Chart]:
    return {}


def no_rows(snapshot: Snapshot) -> list[Sequence[Any]]:
    return []


@dataclass(frozen=True)
class Kind:
    """One kind of document.

    `title` and `take_snapshot` get the report that is asked for, not saved yet: of what, as of when. `texts` are those
    of `Report.TEXTS` that it shows. `is_compared` says that its snapshot lists items as `reports.changes` reads them.
    """

    template: str
    scope: str
    title: Callable[["Report"], str]
    take_snapshot: Callable[["Report"], Snapshot]
    draw_charts: Callable[[Snapshot], dict[str, Chart]] = no_charts
    texts: tuple[str, ...] = ()
    is_compared: bool = False
    # Whether pictures of the evidence may be asked for; then the snapshot lists them as `photos` (reports.photos).
    may_have_photos: bool = False
    # The table that travels inside the document as CSV, its head first; empty: none does.
    list_rows: Callable[[Snapshot], list[Sequence[Any]]] = no_rows
