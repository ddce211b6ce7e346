"""Action items: drafted, offered to one or many institutions, changed, reassigned, taken out."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from action_plans.models import ActionItem, ActionPlan, Checkpoint, Commitment, ItemCounter
from action_plans.services.commitments import ask_again, move_commitment, open_commitment, withdraw_commitment
from action_plans.services.plans import lock_plan
from bnn_portal import clock
from bnn_portal.exceptions import DomainError, StaleEdit
from bnn_portal.lifecycle import clean, edit, move, stated
from stakeholders.models import Institution, User

Status = ActionItem.Status

TRANSITIONS = {
    Status.NOT_STARTED: (Status.IN_PROGRESS, Status.BLOCKED, Status.DONE, Status.CANCELLED, Status.WITHDRAWN),
    Status.IN_PROGRESS: (Status.NOT_STARTED, Status.BLOCKED, Status.DONE, Status.CANCELLED),
    Status.BLOCKED: (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE, Status.CANCELLED),
    Status.DONE: (Status.IN_PROGRESS,),
}

DRAFTING = (ActionPlan.Status.DRAFT, ActionPlan.Status.OFFERED)


def move_item(item: ActionItem, to: str, *, by: User | None, effective_on: date, note: str = "") -> None:
    """The one place where an item's status moves."""
    move(item, to, transitions=TRANSITIONS, by=by, note=note, effective_on=effective_on)


def lock_item(item: ActionItem, *plan_statuses: str, version: int | None = None) -> ActionItem:
    """Lock an item, its plan first (fixed order), and read both again. Raises `StaleEdit` for an old `version`."""
    plan = lock_plan(item.plan_id, *plan_statuses)
    locked = ActionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if version is not None and locked.version != version:
        raise StaleEdit(locked)
    locked.plan = plan
    return locked


@transaction.atomic
def add_item(
    plan: ActionPlan,
    data: Mapping[str, Any],
    *,
    lead: Institution,
    supporting: Iterable[Institution] = (),
    checkpoints: Iterable[Mapping[str, Any]] = (),
    areas: Iterable[Any] = (),
    by: User,
) -> ActionItem:
    """Add one item to a plan that is drafted or offered.

    `checkpoints` are mappings with `period`, `measure` and `target` (number or None).
    """
    return _add_item(plan, data, lead, supporting, checkpoints, areas, by, batch=None)


@transaction.atomic
def add_items(plan: ActionPlan, rows: Iterable[Mapping[str, Any]], *, by: User) -> list[ActionItem]:
    """Add all of many items, or none. A row has the fields of an item and its `lead`; a `DomainError` names the row."""
    items = []
    for number, row in enumerate(rows, start=1):
        data = {**row}
        try:
            items.append(_add_item(plan, data, data.pop("lead"), (), (), (), by, batch=None))
        except DomainError as error:
            raise DomainError(f"Baris {number}: {error}") from error
    return items


@transaction.atomic
def add_generic_items(
    plan: ActionPlan,
    data: Mapping[str, Any],
    *,
    institutions: Iterable[Institution],
    checkpoints: Iterable[Mapping[str, Any]] = (),
    areas: Iterable[Any] = (),
    by: User,
) -> list[ActionItem]:
    """Offer the same action to many institutions: one item each, sharing a batch."""
    batch = uuid.uuid4()
    generic = {**data, "action_class": ActionItem.ActionClass.GENERIC}
    checkpoints, areas = list(checkpoints), list(areas)
    return [_add_item(plan, generic, lead, (), checkpoints, areas, by, batch=batch) for lead in institutions]


def _add_item(plan, data, lead, supporting, checkpoints, areas, by, *, batch) -> ActionItem:
    plan = lock_plan(plan.pk, *DRAFTING)
    item = ActionItem(plan=plan, batch=batch, edited_by=by, **data)
    if item.outcome and item.outcome.workshop_id != plan.workshop_id:
        raise DomainError("Hasil yang dipilih bukan dari workshop rencana aksi ini.")
    item.code = _next_code(plan)
    clean(item)
    item.save()
    item.areas.set(areas)
    save_checkpoints(item, checkpoints)
    open_commitment(item, lead, Commitment.Role.LEAD)
    for institution in supporting:
        open_commitment(item, institution, Commitment.Role.SUPPORTING)
    return item


def _next_code(plan: ActionPlan) -> str:
    year = plan.workshop.held_on.year
    ItemCounter.objects.get_or_create(year=year)
    counter = ItemCounter.objects.select_for_update().get(year=year)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return f"RA-{year}-{counter.last_number:03d}"


@transaction.atomic
def update_item(
    item: ActionItem,
    data: Mapping[str, Any],
    *,
    supporting: Iterable[Institution],
    checkpoints: Iterable[Mapping[str, Any]],
    areas: Iterable[Any],
    by: User,
    version: int,
) -> ActionItem:
    """Change an item. In an offered plan, changed terms ask every institution again.

    In force, only what is not a term may change; terms need an amendment. Raises `StaleEdit`.
    """
    item = lock_item(item, *DRAFTING, ActionPlan.Status.IN_FORCE, version=version)
    if item.status == Status.WITHDRAWN:
        raise DomainError("Butir aksi ini sudah dikeluarkan dari rencana.")
    supporting, checkpoints = list(supporting), list(checkpoints)
    terms_change = (
        any(name in data and data[name] != getattr(item, name) for name in ActionItem.TERMS)
        or {institution.pk for institution in supporting} != supporting_ids(item)
        or checkpoint_values(checkpoints) != checkpoint_values(item.checkpoints.values("period", "measure", "target"))
    )
    if terms_change and item.plan.status == ActionPlan.Status.IN_FORCE:
        raise DomainError("Butir aksi sudah berlaku. Ajukan usulan perubahan agar instansi dapat menyetujuinya.")
    edit(item, data, by=by)
    item.areas.set(areas)
    if terms_change:
        save_checkpoints(item, checkpoints)
        set_supporting(item, supporting, by=by)
        if item.plan.status == ActionPlan.Status.OFFERED:
            ask_again(item, by=by)
    return item


@transaction.atomic
def reassign_item(item: ActionItem, lead: Institution, *, by: User, reason: str) -> ActionItem:
    """Give an item that is not yet in force another lead; the former row is withdrawn or stays declined."""
    item = lock_item(item, *DRAFTING)
    if item.status == Status.WITHDRAWN:
        raise DomainError("Butir aksi ini sudah dikeluarkan dari rencana.")
    if item.commitments.leading().filter(institution=lead).exists():
        raise DomainError(f"{lead.short_name} sudah menjadi penanggung jawab butir aksi ini.")
    change_lead(item, lead, by=by, note=stated(reason))
    return item


@transaction.atomic
def withdraw_item(item: ActionItem, *, by: User, reason: str) -> ActionItem:
    """Take an item out of a plan that is not yet in force: it leaves every count."""
    item = lock_item(item, *DRAFTING)
    reason = stated(reason)
    move_item(item, Status.WITHDRAWN, by=by, effective_on=clock.today(), note=reason)
    for commitment in item.commitments.open():
        withdraw_commitment(commitment, by=by, note=reason)
    return item


@transaction.atomic
def cancel_item(item: ActionItem, *, by: User, reason: str) -> ActionItem:
    """Cancel an item in force: counted as cancelled, left out of every average."""
    item = lock_item(item, ActionPlan.Status.IN_FORCE)
    move_item(item, Status.CANCELLED, by=by, effective_on=clock.today(), note=stated(reason))
    return item


@transaction.atomic
def reopen_item(item: ActionItem, *, by: User, reason: str) -> ActionItem:
    """Take back "done": the item is owed again from today."""
    item = lock_item(item, ActionPlan.Status.IN_FORCE)
    if item.status != Status.DONE:
        raise DomainError("Hanya butir aksi yang selesai yang dapat dibuka kembali.")
    move_item(item, Status.IN_PROGRESS, by=by, effective_on=clock.today(), note=stated(reason))
    return item


def supporting_ids(item: ActionItem) -> set[int]:
    rows = item.commitments.open().filter(role=Commitment.Role.SUPPORTING)
    return set(rows.values_list("institution", flat=True))


def change_lead(item: ActionItem, lead: Institution, *, by: User, note: str, accepted: bool = False) -> None:
    """Withdraw the open lead, and the new lead's supporting row if it has one, and open a row for the new lead.

    A PIC from the former lead goes with it. `accepted`: the new lead has given its word already, by consenting to an
    amendment.
    """
    for commitment in item.commitments.open():
        if commitment.role == Commitment.Role.LEAD or commitment.institution_id == lead.pk:
            withdraw_commitment(commitment, by=by, note=note)
    if item.pic is not None and item.pic.institution_id != lead.pk:
        item.pic = None
        item.save(update_fields=["pic"])
    commitment = open_commitment(item, lead, Commitment.Role.LEAD)
    if accepted:
        move_commitment(commitment, Commitment.Status.ACCEPTED, by=by, note=note)


def set_supporting(item: ActionItem, institutions: Iterable[Institution], *, by: User) -> None:
    """Make `institutions` the supporters: withdraw who left, ask who is new."""
    wanted = {institution.pk: institution for institution in institutions}
    for commitment in item.commitments.open().filter(role=Commitment.Role.SUPPORTING):
        if wanted.pop(commitment.institution_id, None) is None:
            withdraw_commitment(commitment, by=by, note="Tidak lagi menjadi instansi terkait.")
    for institution in wanted.values():
        open_commitment(item, institution, Commitment.Role.SUPPORTING)


def checkpoint_values(checkpoints: Iterable[Mapping[str, Any]]) -> set[tuple]:
    """Checkpoints in a form that compares: (period id, measure, target)."""
    return {(getattr(row["period"], "pk", row["period"]), row["measure"], row.get("target")) for row in checkpoints}


def save_checkpoints(item: ActionItem, checkpoints: Iterable[Mapping[str, Any]]) -> None:
    """Make `checkpoints` the item's measures per period."""
    item.checkpoints.all().delete()
    for row in checkpoints:
        checkpoint = Checkpoint(item=item, **row)
        clean(checkpoint)
        checkpoint.save()
