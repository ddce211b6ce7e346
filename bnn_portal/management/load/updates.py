"""What was told of the items in force, what BNN decided, and what became of the items by it."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from action_plans.models import ActionItem, ActionPlan, Commitment, Evidence, ProgressUpdate, UpdateStatusChange
from bnn_portal.management.load.items import Committed
from bnn_portal.management.load.people import People
from bnn_portal.management.load.rows import PREFIX, Rows, agreed_at

Status, State = ProgressUpdate.Status, ProgressUpdate.ItemStatus


def add_updates(rows: Rows, people: People, committed: list[Committed], count: int) -> None:
    reported = [row for row in committed if row.item.plan.is_public and row.item.status == State.NOT_STARTED]
    counts = Counter(rows.dice.choices(range(len(reported)), k=count))
    stories = [_story(rows, people, row, counts[place]) for place, row in enumerate(reported)]
    updates = [update for story in stories for update in story]
    # A correction names a row that must be there before it.
    rows.create(ProgressUpdate, [update for update in updates if update.replaces is None])
    rows.create(ProgressUpdate, [update for update in updates if update.replaces is not None])
    for update in updates:
        _trace(rows, people, update)
    for row, story in zip(reported, stories, strict=True):
        _conclude(rows, people, row.item, story)
    rows.update_status([row.item for row in reported if row.item.status != State.NOT_STARTED])
    rows.create(
        Evidence,
        [
            Evidence(
                update=update,
                url=f"https://contoh.example/beban/{update.pk}",
                uploaded_by=update.created_by,
                created_at=update.created_at,
            )
            for update in updates
            if update.item_status == State.DONE or rows.dice.random() < 0.3
        ],
    )


def _story(rows: Rows, people: People, row: Committed, count: int) -> list[ProgressUpdate]:
    """What was told of one item, in the order of time; only the last update may be open or call the item done."""
    begin = agreed_at(row.item.plan) + timedelta(days=2)
    slot = (rows.end - begin) / max(count, 1)
    is_fresh = rows.dice.random() < 0.55
    story: list[ProgressUpdate] = []
    for place in range(count):
        is_last = place == count - 1
        told_at = begin + slot * (place + 0.3 * rows.dice.random())
        if is_last and is_fresh:
            told_at = max(told_at, rows.end - timedelta(days=1 + 25 * rows.dice.random()))
        update = ProgressUpdate(item=row.item, institution=row.lead, created_at=told_at, edited_at=told_at)
        if story and story[-1].status == Status.RETURNED:
            update.replaces = story[-1]
        elif not is_last and row.supporters and rows.dice.random() < 0.12:
            update.institution = rows.dice.choice(row.supporters)
        _choose_status(rows, update, is_last=is_last)
        _fill(update, share=(place + 1) / count, is_lead=update.institution is row.lead)
        _send(rows, people, update, patience=slot * 0.3)
        story.append(update)
    return story


def _choose_status(rows: Rows, update: ProgressUpdate, *, is_last: bool) -> None:
    update.status, update.item_status = Status.ACCEPTED, State.IN_PROGRESS
    if is_last and update.item.plan.status == ActionPlan.Status.CLOSED:
        update.item_status = State.DONE
    elif is_last:
        update.status = rows.pick(accepted=84, submitted=8, returned=4, draft=2, withdrawn=2)
        update.item_status = rows.pick(in_progress=52, done=35, blocked=10, not_started=3)
    elif update.replaces is None:
        update.status = rows.pick(accepted=94, returned=6)
        update.item_status = rows.pick(in_progress=92, blocked=8)


def _fill(update: ProgressUpdate, *, share: float, is_lead: bool) -> None:
    percent = Decimal({State.DONE: 100, State.NOT_STARTED: 0}.get(State(update.item_status), int(90 * share)))
    target = update.item.target
    update.role = Commitment.Role.LEAD if is_lead else Commitment.Role.SUPPORTING
    if is_lead and target is not None:
        update.value = (target * percent / 100).quantize(Decimal(1))
    elif is_lead:
        update.percent = percent
    update.narrative = f"{PREFIX}: kegiatan terlaksana sesuai rencana dan dihadiri warga."
    if update.item_status == State.BLOCKED:
        update.obstacle = ProgressUpdate.Obstacle.BUDGET


def _send(rows: Rows, people: People, update: ProgressUpdate, *, patience: timedelta) -> None:
    told_at: datetime = update.created_at
    person = people.contacts[update.institution_id]
    update.created_by = update.edited_by = person
    update.happened_on = timezone.localdate(told_at)
    if update.status == Status.DRAFT:
        return
    update.period = rows.period(update.happened_on)
    update.submitted_at, update.submitted_by = told_at, person
    if update.status != Status.SUBMITTED:
        update.decided_at = told_at + min(patience, (rows.end - told_at) / 2, timedelta(days=5))


def _trace(rows: Rows, people: People, update: ProgressUpdate) -> None:
    """The status changes that an update went through."""
    person, owner = people.contacts[update.institution_id], {"update": update}
    if update.submitted_at is not None:
        rows.move(UpdateStatusChange, owner, Status.DRAFT, [(Status.SUBMITTED, update.submitted_at)], person)
    if update.decided_at is not None:
        by = person if update.status == Status.WITHDRAWN else people.staff
        rows.move(UpdateStatusChange, owner, Status.SUBMITTED, [(update.status, update.decided_at)], by)


def _conclude(rows: Rows, people: People, item: ActionItem, story: list[ProgressUpdate]) -> None:
    """Let the item's status follow its lead's accepted words; a closed plan holds nothing that is still owed."""
    for update in story:
        if update.decided_at is None or not update.is_lead or update.status != Status.ACCEPTED:
            continue
        if update.item_status != item.status:
            rows.move_item(item, update.item_status, update.decided_at, people.staff, on=update.happened_on)
    if item.plan.status == ActionPlan.Status.CLOSED and item.is_open:
        rows.move_item(
            item, ActionItem.Status.CANCELLED, rows.end, people.leader, on=rows.end.date(), note=f"{PREFIX}: alasan"
        )
