"""The words in which the demo's data are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class BeforeReport:
    """Days before the end of the period that the demo's report tells of, so that the report has fresh news in it.

    Where that end is only just over, days before the 45th day before seeding: later news must stay later.
    """

    days: int


# A date, or days counted from the day of the first seeding (negative: ago): what is late or silent today must be so
# whenever the demo is first seeded.
Day = date | int | BeforeReport


@dataclass(frozen=True)
class Office:
    """An institution. `coordinator` is another one's key; `account` says whether its contact person has an account."""

    name: str
    short_name: str
    kind: str
    sector: str = "government"
    region: str = "Kota Malang"
    coordinator: str = ""
    is_forkopimda: bool = False
    account: bool = False
    post: str = ""  # the position whose holder is the PIC of its items


@dataclass(frozen=True)
class Photo:
    """A picture drawn by code: `scene` is a key of `pictures.SCENES`."""

    scene: str
    name: str


@dataclass(frozen=True)
class Told:
    """One update: what an institution tells, and what BNN decides.

    `end` is the status in which it stays. `note` is BNN's word on it, needed where it is returned. `corrects`: it
    replaces the institution's previous one. `sent` is the day of telling, by default the one after `day`. `by` is the
    institution's key, by default the lead's.
    """

    day: Day
    state: str
    text: str
    value: int | None = None
    percent: int | None = None
    obstacle: str = ""
    why: str = ""
    next: str = ""
    photos: tuple[Photo, ...] = ()
    link: str = ""
    end: str = "accepted"
    note: str = ""
    corrects: bool = False
    sent: Day | None = None
    by: str = ""


@dataclass(frozen=True)
class Decided:
    """What BNN does with an item in force: `what` is "cancel" (the leader) or "reopen"."""

    day: Day
    what: str
    reason: str


@dataclass(frozen=True)
class Change:
    """An amendment. `new` are terms; `consented`: every lead asked has consented, so that it is applied."""

    day: Day
    new: Mapping[str, Any]
    reason: str
    consented: bool


@dataclass(frozen=True)
class Asked:
    """A question: `by` is "official" or "leader" (BNN's). The lead answers two days later, if there is an answer."""

    day: Day
    by: str
    text: str
    answer: str = ""


@dataclass(frozen=True)
class Refusal:
    """The first lead declines. `to` is the institution that takes over; none: the item is taken out of the plan."""

    note: str
    reason: str
    to: str = ""


@dataclass(frozen=True)
class Item:
    """An action item; with several `leads` a generic one, offered to each of them."""

    outcome: int  # which of the workshop's outcomes of kind "action" it comes from, counted from 0
    title: str
    leads: tuple[str, ...]
    pillar: str
    topics: tuple[str, ...]
    due: Day
    criteria: str
    indicator: str
    variable: str = ""
    unit: str = ""
    target: int | None = None
    text: str = ""
    supporting: tuple[str, ...] = ()
    starts: date | None = None
    group: str = ""
    funding: str = ""
    areas: tuple[str, ...] = ()
    measures: tuple[tuple[str, str, int | None], ...] = ()  # period, measure, target
    restricted: bool = False
    refusal: Refusal | None = None
    change: Change | None = None
    decided: tuple[Decided, ...] = ()
    asked: tuple[Asked, ...] = ()
    told: tuple[Told, ...] = ()  # of the only lead and its supporters
    told_by: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)  # of the leads of a generic item
