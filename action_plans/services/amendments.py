"""Changing the terms of an item in force: BNN proposes, present and new lead consent, the last consent applies it."""

from collections.abc import Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from action_plans.models import ActionItem, ActionPlan, Amendment, AmendmentConsent, Commitment, ReportingPeriod
from action_plans.services.items import (
    change_lead,
    lock_item,
    save_checkpoints,
    set_supporting,
)
from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import clean, create, edit, lock, move, stated
from stakeholders.models import Institution, User

Status = Amendment.Status

TRANSITIONS = {
    Status.PROPOSED: (Status.CONSENTED, Status.DECLINED),
    Status.CONSENTED: (Status.APPLIED,),
}


@transaction.atomic
def propose_amendment(item: ActionItem, changes: Mapping[str, Any], *, by: User, reason: str) -> Amendment:
    """Propose other terms for an item in force; only those that differ are kept.

    `changes` may hold the fields of `ActionItem.TERMS` and `lead` (institution), `supporting` (institutions),
    `checkpoints` (mappings with period, measure, target).
    """
    item = lock_item(item, ActionPlan.Status.IN_FORCE)
    _refuse_settled(item)
    reason = stated(reason)
    present = _present_terms(item)
    proposed = {name: _as_json(name, value) for name, value in changes.items()}
    new = {name: value for name, value in proposed.items() if value != present[name]}
    if not new:
        raise DomainError("Belum ada yang berubah. Ubah paling sedikit satu isian.")
    lead = new.get("lead", present["lead"])
    _check_terms(item, new, lead)
    amendment = Amendment(item=item, old={name: present[name] for name in new}, new=new, reason=reason, proposed_by=by)
    create(amendment)
    AmendmentConsent.objects.bulk_create(
        AmendmentConsent(amendment=amendment, institution_id=pk) for pk in {present["lead"], lead}
    )
    return amendment


@transaction.atomic
def consent_amendment(amendment: Amendment, institution: Institution, *, by: User, source: str = "") -> Amendment:
    """Give one institution's consent; the last one applies the amendment at once.

    A consent that BNN records for another institution names its `source`.
    """
    item = lock_item(amendment.item, ActionPlan.Status.IN_FORCE)
    amendment = lock(Amendment, amendment.pk)
    if amendment.status != Status.PROPOSED:
        raise DomainError("Usulan perubahan ini sudah dijawab.")
    _refuse_settled(item)
    if not source.strip() and institution.pk not in by.reporting_institution_ids:
        raise DomainError("Isi sumber jawaban: surat, rapat, atau telepon mana.")
    missing = {consent.institution_id: consent for consent in amendment.consents.filter(given_at=None)}
    consent = missing.pop(institution.pk, None)
    if consent is None:
        raise DomainError("Persetujuan instansi ini tidak diperlukan, atau sudah diberikan.")
    consent.given_by, consent.given_at, consent.source = by, clock.now(), source.strip()
    consent.save(update_fields=["given_by", "given_at", "source"])
    if not missing:
        move(amendment, Status.CONSENTED, transitions=TRANSITIONS, by=by)
        _apply(item, amendment.new, by=by)
        move(amendment, Status.APPLIED, transitions=TRANSITIONS, by=by)
    return amendment


@transaction.atomic
def decline_amendment(amendment: Amendment, *, by: User, note: str) -> Amendment:
    """Refuse an amendment: the old terms stand."""
    lock_item(amendment.item, ActionPlan.Status.IN_FORCE)
    amendment = lock(Amendment, amendment.pk)
    move(amendment, Status.DECLINED, transitions=TRANSITIONS, by=by, note=stated(note))
    return amendment


def _refuse_settled(item: ActionItem) -> None:
    if not item.is_open:
        raise DomainError("Butir aksi ini sudah selesai atau dibatalkan, sehingga isinya tidak diubah lagi.")


def _present_terms(item: ActionItem) -> dict[str, Any]:
    terms = {name: _as_json(name, getattr(item, name)) for name in ActionItem.TERMS}
    parts = list(item.commitments.open())
    [terms["lead"]] = [part.institution_id for part in parts if part.role == Commitment.Role.LEAD]
    terms["supporting"] = sorted(part.institution_id for part in parts if part.role == Commitment.Role.SUPPORTING)
    terms["checkpoints"] = _as_json("checkpoints", item.checkpoints.values("period", "measure", "target"))
    return terms


def _as_json(name: str, value: Any) -> Any:
    if name == "lead":
        return value.pk
    if name == "supporting":
        return sorted(institution.pk for institution in value)
    if name == "checkpoints":
        rows = (
            {
                "period": getattr(row["period"], "pk", row["period"]),
                "measure": row["measure"],
                "target": _number(row.get("target")),
            }
            for row in value
        )
        return sorted(rows, key=lambda row: row["period"])
    if name == "target":
        return _number(value)
    return value.isoformat() if isinstance(value, date) else value


def _number(value: Any) -> str | None:
    return None if value is None else f"{Decimal(value):.2f}"


def _from_json(name: str, value: Any) -> Any:
    if name == "target":
        return None if value is None else Decimal(value)
    if name in ("starts_on", "due_on"):
        return None if value is None else date.fromisoformat(value)
    return value


def _check_terms(item: ActionItem, new: Mapping[str, Any], lead: int) -> None:
    """Refuse terms that could not be applied, before anyone is asked to consent."""
    trial = copy(item)
    for name in ActionItem.TERMS:
        if name in new:
            setattr(trial, name, _from_json(name, new[name]))
    clean(trial, ActionItem.TERMS)
    # A supporter that becomes the lead leaves its supporting row by itself, unless the proposal names it again.
    if lead in new.get("supporting", ()):
        raise DomainError("Penanggung jawab tidak sekaligus menjadi instansi terkait.")


def _apply(item: ActionItem, new: Mapping[str, Any], *, by: User) -> None:
    edit(item, {name: _from_json(name, new[name]) for name in ActionItem.TERMS if name in new}, by=by)
    if "lead" in new:
        change_lead(item, Institution.objects.get(pk=new["lead"]), by=by, note="Perubahan disetujui.", accepted=True)
    if "supporting" in new:
        set_supporting(item, Institution.objects.filter(pk__in=new["supporting"]), by=by)
    if "checkpoints" in new:
        periods = ReportingPeriod.objects.in_bulk([row["period"] for row in new["checkpoints"]])
        save_checkpoints(
            item,
            [
                {
                    "period": periods[row["period"]],
                    "measure": row["measure"],
                    "target": _from_json("target", row["target"]),
                }
                for row in new["checkpoints"]
            ],
        )
