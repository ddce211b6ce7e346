"""An institution's word on an item: offered, accepted or declined, asked again when the terms change."""

from django.db import transaction

from action_plans.models import ActionItem, ActionPlan, Commitment
from action_plans.services.plans import lock_plan
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import clean, lock, move
from stakeholders.models import Institution, User

Status = Commitment.Status

TRANSITIONS = {
    Status.OFFERED: (Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN),
    # Back to offered when the terms change, withdrawn when the item is reassigned or taken out.
    Status.ACCEPTED: (Status.OFFERED, Status.WITHDRAWN),
    Status.DECLINED: (Status.OFFERED,),
}


def move_commitment(commitment: Commitment, to: str, *, by: User, note: str = "") -> None:
    move(commitment, to, transitions=TRANSITIONS, by=by, note=note)


@transaction.atomic
def answer_commitment(
    commitment: Commitment, answer: str, *, by: User, terms_version: int, note: str = "", source: str = ""
) -> Commitment:
    """Accept or decline the terms of version `terms_version`.

    A lead answers while the plan is offered, a supporter also later. An answer that BNN records for another
    institution names its `source`. Declining needs a `note`.
    """
    item = ActionItem.objects.only("plan_id").get(pk=commitment.item_id)
    plan = lock_plan(item.plan_id, ActionPlan.Status.OFFERED, ActionPlan.Status.IN_FORCE)
    commitment = lock(Commitment, commitment.pk)
    if plan.status == ActionPlan.Status.IN_FORCE and commitment.role == Commitment.Role.LEAD:
        raise DomainError("Rencana aksi sudah berlaku. Jawaban penanggung jawab tidak dapat diubah lagi.")
    if commitment.terms_version != terms_version:
        raise DomainError("Isi butir aksi berubah sejak Anda membukanya. Baca lagi, lalu jawab.")
    if answer not in (Status.ACCEPTED, Status.DECLINED):
        raise DomainError("Pilih jawaban: sanggup atau tidak sanggup.")
    if answer == Status.DECLINED and not note.strip():
        raise DomainError("Isi alasan mengapa instansi tidak sanggup.")
    if commitment.institution_id not in by.reporting_institution_ids and not source.strip():
        raise DomainError("Isi sumber jawaban: surat, rapat, atau telepon mana.")
    move_commitment(commitment, answer, by=by, note=note.strip())
    commitment.answer_source = source.strip()
    commitment.save(update_fields=["answer_source"])
    return commitment


def open_commitment(item: ActionItem, institution: Institution, role: str) -> Commitment:
    """Ask an institution for its word. Raises `DomainError` when it is asked already or no longer active."""
    if not institution.is_active:
        raise DomainError(f"{institution.name} sudah tidak aktif. Pilih instansi lain.")
    commitment = Commitment(item=item, institution=institution, role=role)
    clean(commitment)
    commitment.save()
    return commitment


def withdraw_commitment(commitment: Commitment, *, by: User, note: str) -> None:
    move_commitment(commitment, Status.WITHDRAWN, by=by, note=note)


def ask_again(item: ActionItem, *, by: User) -> None:
    """The terms changed: raise their version and return every answer to "offered".

    A refusal is asked again only while nobody else holds the part that was refused.
    """
    open_institutions = set(item.commitments.open().values_list("institution", flat=True))
    has_lead = item.commitments.leading().exists()
    for commitment in item.commitments.exclude(status=Status.WITHDRAWN).order_by("-pk"):
        if commitment.status == Status.DECLINED:
            is_taken = commitment.institution_id in open_institutions or (
                commitment.role == Commitment.Role.LEAD and has_lead
            )
            if is_taken:
                continue
            has_lead = has_lead or commitment.role == Commitment.Role.LEAD
            open_institutions.add(commitment.institution_id)
        if commitment.status != Status.OFFERED:
            move_commitment(commitment, Status.OFFERED, by=by, note="Isi butir aksi berubah.")
        commitment.terms_version += 1
        commitment.save(update_fields=["terms_version"])
