"""What changed from one edition to a later one, told by their snapshots alone."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from action_plans.models import ActionItem
from reports.kinds import Snapshot

Item = dict[str, Any]
Status = ActionItem.Status

# How far a status is on the way; a cancelled item left it.
STEPS = {Status.NOT_STARTED: 0, Status.IN_PROGRESS: 1, Status.BLOCKED: 1, Status.DONE: 2, Status.CANCELLED: 0}


@dataclass(frozen=True)
class Change:
    """One item in both editions; `before` is None where the earlier one does not tell of it."""

    before: Item | None
    now: Item

    @property
    def is_redated(self) -> bool:
        return self.before is not None and self.before["due_on"] != self.now["due_on"]


@dataclass(frozen=True)
class Group:
    """The changes of one class."""

    name: str
    label: str
    tone: str
    changes: list[Change]


@dataclass(frozen=True)
class Comparison:
    """`groups` hold each item of the later edition once; `redated` cuts across them.

    `vanished` are items that only the earlier edition tells of. They are counted, never named: they may have become
    restricted since.
    """

    groups: list[Group]
    redated: list[Change]
    vanished: int


def compare(before: Snapshot, now: Snapshot) -> Comparison:
    """Compare two snapshots item by item; an item is known by its code."""
    earlier, later = _items(before), _items(now)
    changes = [Change(earlier.get(code), item) for code, item in later.items()]
    by_class: dict[str, list[Change]] = {name: [] for name in LABELS}
    for change in changes:
        by_class[class_of(change)].append(change)
    return Comparison(
        groups=[Group(name, label, tone, by_class[name]) for name, (label, tone) in LABELS.items()],
        redated=[change for change in changes if change.is_redated],
        vanished=len(earlier.keys() - later.keys()),
    )


def class_of(change: Change) -> str:
    """The first class that fits."""
    if change.before is None:
        return "new"
    return next(name for name, fits in CLASSES if fits(change.before, change.now))


def _items(snapshot: Snapshot) -> dict[str, Item]:
    return {item["code"]: item for institution in snapshot["institutions"] for item in institution["items"]}


def _became(status: str, before: Item, now: Item) -> bool:
    return now["status"] == status and before["status"] != status


def _was_cancelled(before: Item, now: Item) -> bool:
    return _became(Status.CANCELLED, before, now)


def _slipped(before: Item, now: Item) -> bool:
    """Went back, met an obstacle, or is late since."""
    went_back = STEPS[now["status"]] < STEPS[before["status"]] or _advance(before, now) < 0
    became_late = now["is_overdue"] and not before["is_overdue"]
    return went_back or became_late or _became(Status.BLOCKED, before, now)


def _moved(before: Item, now: Item) -> bool:
    return now["status"] != before["status"] or _advance(before, now) > 0


def _stood_still(before: Item, now: Item) -> bool:
    return now["status"] not in (Status.DONE, Status.CANCELLED)


def _was_settled(before: Item, now: Item) -> bool:
    return True


def _advance(before: Item, now: Item) -> Decimal:
    """By how much the value rose, while target and unit are the same; else the achievement. No figure yet is none."""
    is_same_measure = now["target"] is not None and all(now[name] == before[name] for name in ("target", "unit"))
    name = "value" if is_same_measure else "achievement"
    return Decimal(now[name] or 0) - Decimal(before[name] or 0)


# Of items that both editions tell of, tried in this order.
CLASSES: tuple[tuple[str, Callable[[Item, Item], bool]], ...] = (
    ("cancelled", _was_cancelled),
    ("slipped", _slipped),
    ("moved", _moved),
    ("still", _stood_still),
    ("settled", _was_settled),
)
# The order of the page: what asks for attention stands up front.
LABELS = {
    "slipped": ("Mundur", "negative"),
    "moved": ("Maju", "positive"),
    "still": ("Belum bergerak", "warning"),
    "new": ("Baru", "info"),
    "cancelled": ("Dibatalkan", "neutral"),
    "settled": ("Sudah tuntas sebelumnya", "neutral"),
}
