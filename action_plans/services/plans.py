"""The joint action plan: drafted, offered, agreed, closed."""

from django.db import transaction

from action_plans.models import ActionPlan
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import create, edit, lock, move
from stakeholders.models import User
from workshops.models import Workshop

Status = ActionPlan.Status

TRANSITIONS = {
    Status.DRAFT: (Status.OFFERED,),
    Status.OFFERED: (Status.IN_FORCE,),
    Status.IN_FORCE: (Status.CLOSED,),
}


@transaction.atomic
def create_plan(workshop: Workshop, *, by: User, title: str = "") -> ActionPlan:
    """Begin the one plan of a workshop that has taken place."""
    workshop = lock(Workshop, workshop.pk)
    if workshop.status not in (Workshop.Status.HELD, Workshop.Status.DOCUMENTED):
        raise DomainError("Rencana aksi disusun setelah workshop terlaksana. Tandai workshop terlaksana dahulu.")
    if ActionPlan.objects.filter(workshop=workshop).exists():
        raise DomainError("Workshop ini sudah punya rencana aksi.")
    plan = ActionPlan(workshop=workshop, title=title or f"Rencana Aksi Bersama {workshop.held_on.year}", edited_by=by)
    create(plan)
    return plan


@transaction.atomic
def rename_plan(plan: ActionPlan, title: str, *, by: User, version: int) -> ActionPlan:
    """Give a plan that is not yet in force another title. Raises `StaleEdit`."""
    plan = lock(ActionPlan, plan.pk, version=version)
    if plan.is_public:
        raise DomainError("Judul rencana aksi yang sudah berlaku tidak dapat diubah.")
    edit(plan, {"title": title}, by=by)
    return plan


@transaction.atomic
def offer_plan(plan: ActionPlan, *, by: User) -> ActionPlan:
    """Show every institution its own items and ask for its answer."""
    plan = lock(ActionPlan, plan.pk)
    items = plan.items.standing()
    if not items.exists():
        raise DomainError("Rencana aksi belum punya butir. Tambahkan paling sedikit satu butir aksi.")
    _refuse_items(items.lacking_lead(), "Tetapkan penanggung jawab untuk")
    move(plan, Status.OFFERED, transitions=TRANSITIONS, by=by)
    return plan


@transaction.atomic
def agree_plan(plan: ActionPlan, *, by: User) -> ActionPlan:
    """Put the plan in force, once every lead has accepted; supporters never block."""
    plan = lock(ActionPlan, plan.pk)
    items = plan.items.standing()
    if not items.exists():
        raise DomainError("Semua butir aksi sudah dikeluarkan. Tidak ada yang dapat disepakati.")
    _refuse_items(items.lacking_consent(), "Penanggung jawab belum menyanggupi")
    move(plan, Status.IN_FORCE, transitions=TRANSITIONS, by=by)
    return plan


@transaction.atomic
def close_plan(plan: ActionPlan, *, by: User) -> ActionPlan:
    """Close a plan in which nothing is owed any more."""
    plan = lock(ActionPlan, plan.pk)
    _refuse_items(plan.items.open(), "Masih berjalan:")
    move(plan, Status.CLOSED, transitions=TRANSITIONS, by=by)
    return plan


def lock_plan(plan_id: int, *statuses: str) -> ActionPlan:
    """Lock a plan whose status must be one of `statuses`; every change of its items begins here."""
    plan = lock(ActionPlan.objects.select_related("workshop"), plan_id)
    if plan.status not in statuses:
        raise DomainError(
            f"Rencana aksi ini berstatus “{plan.get_status_display()}”, sehingga hal itu tidak dapat dilakukan."
        )
    return plan


def _refuse_items(items, what_is_missing: str) -> None:
    """Raise a `DomainError` that names the first few items which stand in the way."""
    codes = list(items.order_by("code").values_list("code", flat=True)[:6])
    if codes:
        named = ", ".join(codes[:5]) + (", dan lainnya" if len(codes) > 5 else "")
        raise DomainError(f"{what_is_missing} {named}.")
