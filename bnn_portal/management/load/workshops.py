"""Workshops with their guests and outcomes, and a plan for each."""

from datetime import datetime, timedelta

from action_plans.models import ActionPlan, PlanStatusChange
from bnn_portal.management.load.people import People
from bnn_portal.management.load.rows import PREFIX, YEARS, Rows, agreed_at, moment
from stakeholders.models import Sector
from workshops.models import (
    Attendance,
    Invitation,
    InvitationStatusChange,
    Outcome,
    Workshop,
    WorkshopStatusChange,
)

PlanStatus = ActionPlan.Status


def add_workshops(rows: Rows, people: People, count: int) -> list[Workshop]:
    workshops = [_workshop(rows, people, number) for number in range(1, count + 1)]
    rows.create(Workshop, workshops)
    invitations, attendances, outcomes = [], [], []
    for workshop in workshops:
        held_on = workshop.held_on
        steps = [("held", moment(held_on)), ("documented", moment(held_on, 2))]
        rows.move(WorkshopStatusChange, {"workshop": workshop}, "planned", steps, people.staff)
        for guest in rows.dice.sample(people.institutions, rows.dice.randrange(8, 20)):
            invitations.append(Invitation(workshop=workshop, institution=guest, status=Invitation.Status.COMING))
            attendances.append(
                Attendance(
                    workshop=workshop,
                    institution=guest,
                    position=f"Perwakilan {guest.short_name}",
                    head_count=rows.dice.randrange(1, 4),
                )
            )
        outcomes += [
            Outcome(workshop=workshop, position=place, text=f"{PREFIX} hasil {place + 1}", topics=rows.topics())
            for place in range(4)
        ]
    rows.create(Invitation, invitations)
    for invitation in invitations:
        held_on = invitation.workshop.held_on
        steps = [("sent", moment(held_on, -8)), ("coming", moment(held_on, -4))]
        rows.move(InvitationStatusChange, {"invitation": invitation}, "draft", steps, people.staff)
    rows.create(Attendance, attendances)
    rows.create(Outcome, outcomes)
    return workshops


def _workshop(rows: Rows, people: People, number: int) -> Workshop:
    held_on = rows.today - timedelta(days=rows.dice.randrange(120, 365 * YEARS))
    logged_at = moment(held_on, -10)
    return Workshop(
        theme=f"{PREFIX} workshop {number:04d}: {rows.subject()}",
        kind=rows.dice.choice(Workshop.Kind.values),
        status=Workshop.Status.DOCUMENTED,
        held_on=held_on,
        venue="Aula kantor",
        organiser=people.office,
        funding=rows.dice.choice(Workshop.Funding.values),
        target_sector=rows.dice.choice(Sector.values),
        is_public=rows.dice.random() < 0.5,
        is_sample=True,
        created_at=logged_at,
        edited_at=logged_at,
        edited_by=people.staff,
    )


def add_plans(rows: Rows, people: People, workshops: list[Workshop]) -> list[ActionPlan]:
    plans = [
        ActionPlan(
            workshop=workshop,
            title=f"{PREFIX} rencana aksi {number:04d}",
            # The first is in force, so that even the smallest load has items that are reported on.
            status=PlanStatus.IN_FORCE if number == 1 else rows.pick(in_force=84, closed=6, offered=6, draft=4),
            created_at=moment(workshop.held_on, 3),
            edited_at=moment(workshop.held_on, 3),
            edited_by=people.staff,
        )
        for number, workshop in enumerate(workshops, start=1)
    ]
    rows.create(ActionPlan, plans)
    for plan in plans:
        steps: list[tuple[str, datetime]] = [
            (PlanStatus.OFFERED, moment(plan.workshop.held_on, 7)),
            (PlanStatus.IN_FORCE, agreed_at(plan)),
            (PlanStatus.CLOSED, rows.end),
        ]
        reached = PlanStatus.values.index(plan.status)
        rows.move(PlanStatusChange, {"plan": plan}, PlanStatus.DRAFT, steps[:reached], people.leader)
    return plans
