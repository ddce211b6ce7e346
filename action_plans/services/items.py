"""Action items: drafted, offered to one or many institutions, changed, reassigned, taken out."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from action_plans.models import ActionItem, ActionPlan, Checkpoint, Commitment, ItemCounter
from action_plans.services.commitments import ask_again, move_commitments, open_commitments
from action_plans.services.plans import lock_plan
from bnn_portal import clock
from bnn_portal.exceptions import DomainError, StaleEdit
from bnn_portal.lifecycle import create, edit, move, stated
from stakeholders.models import Institution, UrbanVillage, User

Status = ActionItem.Status

TRANSITIONS = {
    Status.NOT_STARTED: (Status.IN_PROGRESS, Status.BLOCKED, Status.DONE, Status.CANCELLED, Status.WITHDRAWN),
    Status.IN_PROGRESS: (Status.NOT_STARTED, Status.BLOCKED, Status.DONE, Status.CANCELLED),
    Status.BLOCKED: (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE, Status.CANCELLED),
    Status.DONE: (Status.IN_PROGRESS,),
}

DRAFTING = ActionPlan.DRAFTING_STATUSES


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


@dataclass(frozen=True)
class NewItem:
    """An item that is not yet written, and what will hang on it."""

    item: ActionItem
    lead: Institution
    supporting: Iterable[Institution] = ()
    checkpoints: Iterable[Mapping[str, Any]] = ()
    areas: Iterable[UrbanVillage] = ()

    @property
    def commitments(self) -> list[Commitment]:
        roles = [(self.lead, Commitment.Role.LEAD), *((one, Commitment.Role.SUPPORTING) for one in self.supporting)]
        return [Commitment(item=self.item, institution=institution, role=role) for institution, role in roles]


@transaction.atomic
def add_item(
    plan: ActionPlan,
    data: Mapping[str, Any],
    *,
    lead: Institution,
    supporting: Iterable[Institution] = (),
    checkpoints: Iterable[Mapping[str, Any]] = (),
    areas: Iterable[UrbanVillage] = (),
    by: User,
) -> ActionItem:
    """Add one item to a plan that is drafted or offered.

    `checkpoints` are mappings with `period`, `measure` and `target` (number or None).
    """
    [item] = _add(plan, [NewItem(ActionItem(**data, edited_by=by), lead, supporting, checkpoints, areas)])
    return item


@transaction.atomic
def add_items(plan: ActionPlan, rows: Iterable[Mapping[str, Any]], *, by: User) -> list[ActionItem]:
    """Add all of many items, or none. A row has the fields of an item and its `lead`."""
    new = []
    for row in rows:
        data = {**row}
        lead = data.pop("lead")
        new.append(NewItem(ActionItem(**data, edited_by=by), lead))
    return _add(plan, new)


@transaction.atomic
def add_generic_items(
    plan: ActionPlan,
    data: Mapping[str, Any],
    *,
    institutions: Iterable[Institution],
    checkpoints: Iterable[Mapping[str, Any]] = (),
    areas: Iterable[UrbanVillage] = (),
    by: User,
) -> list[ActionItem]:
    """Offer the same action to many institutions: one item each, sharing a batch."""
    generic = {**data, "action_class": ActionItem.ActionClass.GENERIC, "batch": uuid.uuid4(), "edited_by": by}
    checkpoints, areas = list(checkpoints), list(areas)
    return _add(
        plan,
        [NewItem(ActionItem(**generic), lead, checkpoints=checkpoints, areas=areas) for lead in institutions],
    )


def _add(plan: ActionPlan, new: Sequence[NewItem]) -> list[ActionItem]:
    """Write new items, in the same number of statements however many they are."""
    plan = lock_plan(plan.pk, *DRAFTING)
    items = [one.item for one in new]
    for item, code in zip(items, _next_codes(plan, len(items)), strict=True):
        if item.outcome and item.outcome.workshop_id != plan.workshop_id:
            raise DomainError("Hasil yang dipilih bukan dari workshop rencana aksi ini.")
        item.plan, item.code = plan, code
    create(*items)
    place = ActionItem.areas.through
    place._default_manager.bulk_create(
        place(actionitem=one.item, urbanvillage=area) for one in new for area in one.areas
    )
    create(*(Checkpoint(item=one.item, **row) for one in new for row in one.checkpoints))
    open_commitments([commitment for one in new for commitment in one.commitments])
    return items


def _next_codes(plan: ActionPlan, count: int) -> list[str]:
    year = plan.workshop.held_on.year
    counter, _ = ItemCounter.objects.select_for_update().get_or_create(year=year)
    first = counter.last_number + 1
    counter.last_number += count
    counter.save(update_fields=["last_number"])
    return [f"RA-{year}-{number:03d}" for number in range(first, first + count)]


@transaction.atomic
def update_item(
    item: ActionItem,
    data: Mapping[str, Any],
    *,
    areas: Iterable[UrbanVillage],
    supporting: Collection[Institution] | None = None,
    checkpoints: Collection[Mapping[str, Any]] | None = None,
    by: User,
    version: int,
) -> ActionItem:
    """Change an item. In an offered plan, changed terms ask every institution again.

    `supporting` and `checkpoints` stay as they are where None is given. In force, only what is not a term may change;
    terms need an amendment. Raises `StaleEdit`.
    """
    item = lock_item(item, *DRAFTING, ActionPlan.Status.IN_FORCE, version=version)
    if item.status == Status.WITHDRAWN:
        raise DomainError("Butir aksi ini sudah dikeluarkan dari rencana.")
    other_supporting = supporting is not None and {one.pk for one in supporting} != supporting_ids(item)
    other_checkpoints = checkpoints is not None and checkpoint_values(checkpoints) != checkpoint_values(
        item.checkpoints.values("period", "measure", "target")
    )
    other_terms = (
        other_supporting
        or other_checkpoints
        or any(name in data and data[name] != getattr(item, name) for name in ActionItem.TERMS)
    )
    if other_terms and item.plan.status == ActionPlan.Status.IN_FORCE:
        raise DomainError("Butir aksi sudah berlaku. Ajukan usulan perubahan agar instansi dapat menyetujuinya.")
    edit(item, data, by=by)
    item.areas.set(areas)
    if checkpoints is not None and other_checkpoints:
        save_checkpoints(item, checkpoints)
    if supporting is not None and other_supporting:
        set_supporting(item, supporting, by=by)
    if other_terms and item.plan.status == ActionPlan.Status.OFFERED:
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
    move_commitments(item.commitments.open(), Commitment.Status.WITHDRAWN, by=by, note=reason)
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
    former = item.commitments.open().filter(Q(role=Commitment.Role.LEAD) | Q(institution=lead))
    move_commitments(former, Commitment.Status.WITHDRAWN, by=by, note=note)
    if item.pic is not None and item.pic.institution_id != lead.pk:
        item.pic = None
        item.save(update_fields=["pic"])
    commitment = Commitment(item=item, institution=lead, role=Commitment.Role.LEAD)
    open_commitments([commitment])
    if accepted:
        move_commitments([commitment], Commitment.Status.ACCEPTED, by=by, note=note)


def set_supporting(item: ActionItem, institutions: Iterable[Institution], *, by: User) -> None:
    """Make `institutions` the supporters: withdraw who left, ask who is new."""
    wanted = {institution.pk: institution for institution in institutions}
    present = {row.institution_id: row for row in item.commitments.open().filter(role=Commitment.Role.SUPPORTING)}
    gone = [row for pk, row in present.items() if pk not in wanted]
    move_commitments(gone, Commitment.Status.WITHDRAWN, by=by, note="Tidak lagi menjadi instansi terkait.")
    open_commitments(
        [
            Commitment(item=item, institution=institution, role=Commitment.Role.SUPPORTING)
            for pk, institution in wanted.items()
            if pk not in present
        ]
    )


def checkpoint_values(checkpoints: Iterable[Mapping[str, Any]]) -> set[tuple]:
    """Checkpoints in a form that compares: (period id, measure, target)."""
    return {(getattr(row["period"], "pk", row["period"]), row["measure"], row.get("target")) for row in checkpoints}


def save_checkpoints(item: ActionItem, checkpoints: Iterable[Mapping[str, Any]]) -> None:
    """Make `checkpoints` the item's measures per period."""
    item.checkpoints.all().delete()
    create(*(Checkpoint(item=item, **row) for row in checkpoints))
