"""An institution's word on an item: offered, accepted or declined, asked again when the terms change."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from action_plans.models import ActionItem, ActionPlan, Commitment
from action_plans.services.plans import lock_plan
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import create, lock, move, move_all
from stakeholders.models import User

Status = Commitment.Status

TRANSITIONS = {
    Status.OFFERED: (Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN),
    # Back to offered when the terms change, withdrawn when the item is reassigned or taken out.
    Status.ACCEPTED: (Status.OFFERED, Status.WITHDRAWN),
    Status.DECLINED: (Status.OFFERED,),
}


@transaction.atomic
def answer_commitment(
    commitment: Commitment, answer: str, *, by: User, terms_version: int, note: str = "", source: str = ""
) -> Commitment:
    """Accept or decline the terms of version `terms_version`.

    A lead answers while the plan is offered, a supporter also later. An answer that BNN records for another
    institution names its `source`. Declining needs a `note`.
    """
    plan = lock_plan(commitment.item.plan_id, ActionPlan.Status.OFFERED, ActionPlan.Status.IN_FORCE)
    commitment = lock(Commitment, commitment.pk)
    if plan.status == ActionPlan.Status.IN_FORCE and commitment.role == Commitment.Role.LEAD:
        raise DomainError("Rencana aksi sudah berlaku. Jawaban penanggung jawab tidak dapat diubah lagi.")
    if commitment.terms_version != terms_version:
        raise DomainError("Isi butir aksi berubah sejak Anda membukanya. Baca lagi, lalu jawab.")
    if answer not in (Status.ACCEPTED, Status.DECLINED):
        raise DomainError("Pilih jawaban: sanggup atau tidak sanggup.")
    if answer == Status.DECLINED and not note.strip():
        raise DomainError("Isi alasan mengapa instansi tidak sanggup.")
    if not source.strip() and commitment.institution_id not in by.reporting_institution_ids:
        raise DomainError("Isi sumber jawaban: surat, rapat, atau telepon mana.")
    commitment.answer_source = source.strip()
    move(commitment, answer, transitions=TRANSITIONS, by=by, note=note.strip(), fields=["answer_source"])
    return commitment


def open_commitments(commitments: Sequence[Commitment]) -> None:
    """Ask institutions for their word. Raises `DomainError` when one is asked already or no longer active."""
    for commitment in commitments:
        if not commitment.institution.is_active:
            raise DomainError(f"{commitment.institution.name} sudah tidak aktif. Pilih instansi lain.")
    create(*commitments)


def move_commitments(commitments: Iterable[Commitment], to: str, *, by: User, note: str = "") -> None:
    move_all(list(commitments), to, transitions=TRANSITIONS, by=by, note=note)


def ask_again(item: ActionItem, *, by: User) -> None:
    """The terms changed: raise their version and return every answer to "offered".

    A refusal is asked again only while nobody else holds the part that was refused.
    """
    rows = list(item.commitments.exclude(status=Status.WITHDRAWN).order_by("-pk"))
    asked = [row for row in rows if row.status != Status.DECLINED]
    institutions = {row.institution_id for row in asked}
    has_lead = any(row.role == Commitment.Role.LEAD for row in asked)
    for row in rows:
        is_lead = row.role == Commitment.Role.LEAD
        if row.status == Status.DECLINED and row.institution_id not in institutions and not (is_lead and has_lead):
            asked.append(row)
            institutions.add(row.institution_id)
            has_lead = has_lead or is_lead
    answered = [row for row in asked if row.status != Status.OFFERED]
    move_commitments(answered, Status.OFFERED, by=by, note="Isi butir aksi berubah.")
    item.commitments.filter(pk__in=[row.pk for row in asked]).update(terms_version=F("terms_version") + 1)
