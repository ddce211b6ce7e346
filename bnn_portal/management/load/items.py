"""Items of the plans, and the institutions that lead and support them."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from action_plans.models import (
    ActionItem,
    ActionPlan,
    Checkpoint,
    Commitment,
    CommitmentStatusChange,
    ItemCounter,
    KotanVariable,
    Pillar,
    ReportingPeriod,
)
from bnn_portal.management.load.people import People
from bnn_portal.management.load.rows import PREFIX, Rows, agreed_at
from stakeholders.models import Institution, Sector, UrbanVillage
from workshops.models import Outcome

Status, Word = ActionItem.Status, Commitment.Status


@dataclass(frozen=True)
class Committed:
    """An item with the institutions that gave their word on it."""

    item: ActionItem
    lead: Institution
    supporters: list[Institution]


def add_items(rows: Rows, people: People, plans: list[ActionPlan], count: int) -> list[ActionItem]:
    outcomes: dict[int, list[Outcome]] = {}
    for outcome in Outcome.objects.filter(workshop__in=[plan.workshop for plan in plans]):
        outcomes.setdefault(outcome.workshop_id, []).append(outcome)
    items = []
    for place in range(count):
        plan = plans[place % len(plans)]
        items.append(_item(rows, people, plan, rows.dice.choice(outcomes[plan.workshop_id])))
    _number(items)
    rows.create(ActionItem, items)
    villages, areas = list(UrbanVillage.objects.all()), ActionItem.areas.through
    rows.create(
        areas,
        [
            areas(actionitem=item, urbanvillage=village)
            for item in items
            if rows.dice.random() < 0.4
            for village in rows.dice.sample(villages, rows.dice.randrange(1, 4))
        ],
    )
    rows.create(
        Checkpoint,
        [
            Checkpoint(item=item, period=period, measure=f"Mencapai {share} persen")
            for item in items
            for period, share in _checkpoints(rows, item)
        ],
    )
    return items


def _item(rows: Rows, people: People, plan: ActionPlan, outcome: Outcome) -> ActionItem:
    dice = rows.dice
    has_target = dice.random() < 0.75
    starts_on = plan.workshop.held_on + timedelta(days=30)
    days = (rows.today - starts_on).days
    return ActionItem(
        plan=plan,
        outcome=outcome,
        batch=uuid.UUID(int=dice.getrandbits(128), version=4) if dice.random() < 0.1 else None,
        title=f"{PREFIX} {rows.subject()}",
        action_class=rows.pick(specific=80, generic=20),
        pillar=dice.choice(Pillar.values),
        topics=rows.topics(),
        kotan_variable=dice.choice(KotanVariable.values),
        success_criteria="Kegiatan berjalan dan dilaporkan tiap semester.",
        indicator="Kegiatan yang terlaksana" if has_target else "Tahap yang selesai",
        unit="kegiatan" if has_target else "",
        target=Decimal(dice.randrange(2, 60)) if has_target else None,
        starts_on=starts_on,
        due_on=starts_on + timedelta(days=dice.randrange(20, days + 365)),
        target_group=dice.choice(Sector.values),
        funding=dice.choice(ActionItem.Funding.values),
        is_restricted=dice.random() < 0.05,
        created_at=plan.created_at,
        edited_at=plan.created_at,
        edited_by=people.staff,
    )


def _number(items: list[ActionItem]) -> None:
    """Give the items the next numbers of their workshops' years."""
    years = [item.plan.workshop.held_on.year for item in items]
    last = {}
    for year, count in sorted(Counter(years).items()):
        ItemCounter.objects.get_or_create(year=year)
        counter = ItemCounter.objects.select_for_update().get(year=year)
        last[year] = counter.last_number
        counter.last_number += count
        counter.save(update_fields=["last_number"])
    for item, year in zip(items, years, strict=True):
        last[year] += 1
        item.code = f"RA-{year}-{last[year]:03d}"


def _checkpoints(rows: Rows, item: ActionItem) -> Iterator[tuple[ReportingPeriod, int]]:
    first, last = rows.period(item.plan.workshop.held_on), rows.period(min(item.due_on, rows.today))
    yield first, 50
    if last != first:
        yield last, 100


def commit_institutions(rows: Rows, people: People, items: list[ActionItem]) -> list[Committed]:
    """Give each item its lead and supporters, with their answers; take some items out, cancel others."""
    committed, commitments = [], []
    for place, item in enumerate(items):
        # The first stays, so that even the smallest load has an item to report on.
        status = _first_status(rows, item) if place else Status.NOT_STARTED
        if status != Status.NOT_STARTED:
            at = agreed_at(item.plan) + timedelta(days=-1 if status == Status.WITHDRAWN else 40)
            rows.move_item(item, status, at, people.leader, on=at.date(), note=f"{PREFIX}: alasan")
        lead, *supporters = rows.dice.sample(people.institutions, 1 + rows.dice.randrange(4))
        committed.append(Committed(item, lead, supporters))
        commitments += [
            Commitment(
                item=item,
                institution=institution,
                role=Commitment.Role.LEAD if institution is lead else Commitment.Role.SUPPORTING,
                status=_word(rows, item),
                created_at=item.created_at,
            )
            for institution in (lead, *supporters)
        ]
    rows.update_status([item for item in items if item.status != Status.NOT_STARTED])
    rows.create(Commitment, commitments)
    for commitment in commitments:
        if commitment.status != Word.OFFERED:
            by = people.staff if commitment.status == Word.WITHDRAWN else people.contacts[commitment.institution_id]
            steps = [(commitment.status, commitment.created_at + timedelta(days=6))]
            rows.move(CommitmentStatusChange, {"commitment": commitment}, Word.OFFERED, steps, by)
    return committed


def _first_status(rows: Rows, item: ActionItem) -> str:
    """Withdrawn or cancelled at once, or still to be reported on."""
    if item.plan.status == ActionPlan.Status.DRAFT:
        return Status.NOT_STARTED
    if item.plan.status == ActionPlan.Status.OFFERED:
        return rows.pick(not_started=95, withdrawn=5)
    return rows.pick(not_started=95, withdrawn=2, cancelled=3)


def _word(rows: Rows, item: ActionItem) -> str:
    if item.status == Status.WITHDRAWN:
        return Word.WITHDRAWN
    if item.plan.status == ActionPlan.Status.DRAFT:
        return Word.OFFERED
    return rows.pick(accepted=70, offered=30) if item.plan.status == ActionPlan.Status.OFFERED else Word.ACCEPTED
