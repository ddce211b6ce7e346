"""Who has to be called, and about what: all that each institution owes an answer or news to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery, TextChoices
from django.utils.formats import date_format
from django.utils.text import Truncator

from action_plans.models import ActionItem, ActionPlan, Amendment, AmendmentConsent, Commitment, Question
from bnn_portal.templatetags.portal import relative_day

PlanStatus = ActionPlan.Status


class Kind(TextChoices):
    """What is owed, by the name of its look. The first three are states of an item, the others wait for a word."""

    OVERDUE = "overdue", "Terlambat"
    STALE = "stale", "Lama tanpa kabar"
    BLOCKED = "blocked", "Terkendala"
    OFFER = "offered", "Tawaran belum dijawab"
    AMENDMENT = "proposed", "Usulan perubahan belum dijawab"
    QUESTION = "asked", "Pertanyaan belum dijawab"


ITEM_STATES = (Kind.OVERDUE, Kind.STALE, Kind.BLOCKED)


@dataclass(frozen=True)
class Debt:
    """One thing that one institution owes. `words` complete a sentence that begins with the item."""

    kinds: tuple[Kind, ...]
    item_id: int
    code: str
    title: str
    words: str
    is_restricted: bool
    is_sample: bool

    @property
    def public_name(self) -> str:
        """How the item is called in a message that leaves the portal: a restricted one by its number alone."""
        return self.code if self.is_restricted else f"{self.code} {self.title}"


def debts_by_institution(today: date, kind: str = "") -> dict[int, list[Debt]]:
    """All that is owed as of `today`, of one `Kind` or of any, by the id of the institution. At most four statements.

    A lead answers for an item's state and for the questions about it, everyone asked for the own word.
    """
    owed: dict[int, list[Debt]] = {}
    for institution_id, debt in _debts(today, kind):
        owed.setdefault(institution_id, []).append(debt)
    return owed


def _debts(today: date, kind: str) -> Iterator[tuple[int, Debt]]:
    if not kind or kind in ITEM_STATES:
        yield from _late_items(today, kind)
    if kind in ("", Kind.QUESTION):
        yield from _questions()
    if kind in ("", Kind.OFFER):
        yield from _offers()
    if kind in ("", Kind.AMENDMENT):
        yield from _amendments()


def _late_items(today: date, kind: str) -> Iterator[tuple[int, Debt]]:
    conditions = {
        Kind.OVERDUE: Q(is_overdue=True),
        Kind.STALE: Q(is_stale=True),
        Kind.BLOCKED: Q(status=ActionItem.Status.BLOCKED, is_awaiting=False),
    }
    wanted = (
        conditions[Kind(kind)] if kind else conditions[Kind.OVERDUE] | conditions[Kind.STALE] | conditions[Kind.BLOCKED]
    )
    items = ActionItem.objects.filter(plan__status=PlanStatus.IN_FORCE).open().with_lead().with_lateness(today)
    rows = items.filter(wanted, lead_id__isnull=False).order_by("-is_overdue", "due_on", "code")
    states = ("status", "is_overdue", "is_stale", "is_awaiting", "days_late", "silent_days", "due_on")
    for row in rows.values("lead_id", *_columns(""), *states):
        is_blocked = row["status"] == ActionItem.Status.BLOCKED and not row["is_awaiting"]
        held = {Kind.OVERDUE: row["is_overdue"], Kind.STALE: row["is_stale"], Kind.BLOCKED: is_blocked}
        if row["is_overdue"]:
            words = f"tenggat {date_format(row['due_on'], 'j F Y')}, terlambat {row['days_late']} hari"
        else:
            words = f"tenggat {relative_day(row['due_on'], today)}"
        if is_blocked:
            words += ", terkendala"
        if row["is_stale"]:
            words += f", tanpa kabar {row['silent_days']} hari"
        yield row["lead_id"], _debt(row, "", words, *(state for state in ITEM_STATES if held[state]))


def _questions() -> Iterator[tuple[int, Debt]]:
    lead = Commitment.objects.leading().filter(item=OuterRef("item")).order_by()
    rows = Question.objects.open().annotate(lead_id=Subquery(lead.values("institution")[:1]))
    rows = rows.filter(lead_id__isnull=False).order_by("asked_at", "pk")
    for row in rows.values("lead_id", "text", "asked_at", "institution__short_name", *_columns("item__")):
        # A question may tell more than a restricted item's number does.
        text = "" if row["item__is_restricted"] else f" “{Truncator(row['text']).words(18)}”"
        words = f"pertanyaan {row['institution__short_name']} {relative_day(row['asked_at'])}:{text}".rstrip(":")
        yield row["lead_id"], _debt(row, "item__", words, Kind.QUESTION)


def _offers() -> Iterator[tuple[int, Debt]]:
    rows = Commitment.objects.filter(
        status=Commitment.Status.OFFERED, item__plan__status__in=[PlanStatus.OFFERED, PlanStatus.IN_FORCE]
    ).exclude(item__status__in=[ActionItem.Status.WITHDRAWN, ActionItem.Status.CANCELLED])
    for row in rows.order_by("item__due_on", "item__code").values("institution_id", "role", *_columns("item__")):
        part = Commitment.Role(row["role"]).label.lower()
        words = f"ditawarkan sebagai {part}, belum dijawab"
        yield row["institution_id"], _debt(row, "item__", words, Kind.OFFER)


def _amendments() -> Iterator[tuple[int, Debt]]:
    prefix = "amendment__item__"
    rows = AmendmentConsent.objects.filter(given_at=None, amendment__in=Amendment.objects.open())
    rows = rows.order_by("amendment__created_at", "pk")
    for row in rows.values("institution_id", "amendment__created_at", *_columns(prefix)):
        words = f"usulan perubahan {relative_day(row['amendment__created_at'])}, belum dijawab"
        yield row["institution_id"], _debt(row, prefix, words, Kind.AMENDMENT)


def _columns(prefix: str) -> list[str]:
    return [prefix + name for name in ("pk", "code", "title", "is_restricted", "plan__workshop__is_sample")]


def _debt(row: Mapping[str, Any], prefix: str, words: str, *kinds: Kind) -> Debt:
    return Debt(
        kinds, *(row[name] for name in _columns(prefix)[:3]), words, *(row[name] for name in _columns(prefix)[3:])
    )


def reminder(institution_name: str, debts: Iterable[Debt], address: str) -> str:
    """The message that reminds an institution, ready to be sent; no more than names, numbers and days."""
    debts = list(debts)
    lines = [f"{number}. {debt.public_name}: {debt.words}." for number, debt in enumerate(debts, start=1)]
    head = ["(Data contoh, bukan data nyata)"] if any(debt.is_sample for debt in debts) else []
    return "\n".join(
        [
            *head,
            f"Yth. Narahubung {institution_name},",
            "yang masih kami tunggu dalam rencana aksi KOTAN Kota Malang:",
            *lines,
            f"Mohon diperbarui di {address}",
            "Terima kasih. Seksi P2M, BNN Kota Malang",
        ]
    )
