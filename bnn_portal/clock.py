"""The clock that services ask for "now", so that a demo or a replay can live in another time.

Leases, tokens and sessions use real time (`django.utils.timezone`) instead: they guard the running machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware; inside `at(moment)` that moment."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The date of `now()` in the portal's own time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` say `moment` (aware) within the block, in this thread or task only."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
