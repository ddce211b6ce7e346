"""The joint action plan, until it is in force."""

from datetime import date
from typing import Any

from action_plans import services as plans
from action_plans.models import ActionItem, ActionPlan, Commitment
from bnn_portal.management.demo.items import ITEMS
from bnn_portal.management.demo.stage import Stage, decimal
from bnn_portal.management.demo.story import Item
from stakeholders.models import Institution, UrbanVillage
from workshops.models import Outcome, Workshop

DRAFTED = date(2023, 12, 12)
OFFERED = date(2023, 12, 18)
ANSWERED = date(2024, 1, 4)
MENDED = date(2024, 1, 9)
AGREED = date(2024, 1, 15)
RECORDED = "Surat jawaban instansi (data contoh)"


def agree_plan(stage: Stage, event: Workshop) -> list[tuple[Item, ActionItem]]:
    """Draft, offer, mend and agree the plan. Returns each item that was drafted, with what is told of it."""
    with stage.at(DRAFTED):
        plan = plans.create_plan(event, by=stage.staff, title="Rencana Aksi Bersama KOTAN Kota Malang")
    drafted = [(item, _add(stage, plan, item, place)) for place, item in enumerate(ITEMS)]
    with stage.at(OFFERED):
        plans.offer_plan(plan, by=stage.staff)
    for item, rows in drafted:
        for row in rows:
            _answer(stage, item, row)
    with stage.at(AGREED):
        plans.agree_plan(plan, by=stage.leader)
    return [(item, row) for item, rows in drafted for row in rows]


def _add(stage: Stage, plan: ActionPlan, item: Item, place: int) -> list[ActionItem]:
    outcome = plan.workshop.outcomes.filter(kind=Outcome.Kind.ACTION)[item.outcome]
    data = {
        "outcome": outcome,
        "title": item.title,
        "description": item.text,
        "pillar": item.pillar,
        "topics": list(item.topics),
        "kotan_variable": item.variable,
        "success_criteria": item.criteria,
        "indicator": item.indicator,
        "unit": item.unit,
        "target": decimal(item.target),
        "starts_on": item.starts,
        "due_on": stage.day(item.due),
        "target_group": item.group,
        "funding": item.funding,
        "is_restricted": item.restricted,
    }
    leads = [stage.offices[key] for key in item.leads]
    rest: dict[str, Any] = {
        "checkpoints": [
            {"period": stage.periods[period], "measure": measure, "target": decimal(target)}
            for period, measure, target in item.measures
        ],
        "areas": UrbanVillage.objects.filter(name__in=item.areas),
        "by": stage.staff,
    }
    with stage.at(DRAFTED, 10, place):
        if len(leads) > 1:
            rows = plans.add_generic_items(plan, data, institutions=leads, **rest)
            for row, lead in zip(rows, leads, strict=True):
                if lead.kind == Institution.Kind.DISTRICT_OFFICE:
                    # What one text asks of every kecamatan takes place in its own kelurahan.
                    row.areas.set(UrbanVillage.objects.filter(district__name=lead.name.removeprefix("Kecamatan ")))
            return rows
        data["pic"] = stage.posts.get(item.leads[0])
        supporting = [stage.offices[key] for key in item.supporting]
        return [plans.add_item(plan, data, lead=leads[0], supporting=supporting, **rest)]


def _answer(stage: Stage, item: Item, row: ActionItem) -> None:
    refusal = item.refusal
    with stage.at(ANSWERED, 10):
        for commitment in row.commitments.select_related("institution"):
            is_refused = refusal is not None and commitment.role == Commitment.Role.LEAD
            _give_word(stage, commitment, refusal.note if refusal and is_refused else "")
    if refusal is None:
        return
    with stage.at(MENDED):
        if not refusal.to:
            plans.withdraw_item(row, by=stage.staff, reason=refusal.reason)
            return
        plans.reassign_item(row, stage.offices[refusal.to], by=stage.staff, reason=refusal.reason)
    with stage.at(MENDED, 14):
        _give_word(stage, row.commitments.leading().get(), "")


def _give_word(stage: Stage, commitment: Commitment, why_not: str) -> None:
    """The institution's own answer, or where it has no account the one BNN records."""
    person = stage.contacts.get(stage.key_of(commitment.institution))
    plans.answer_commitment(
        commitment,
        Commitment.Status.DECLINED if why_not else Commitment.Status.ACCEPTED,
        by=person or stage.staff,
        terms_version=commitment.terms_version,
        note=why_not,
        source="" if person else RECORDED,
    )
