"""Plain factories, free of surprising behaviour: one row each, and what it cannot be without."""

from tests.factories.action_plans import (
    ActionItemFactory,
    ActionPlanFactory,
    CommitmentFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
)
from tests.factories.stakeholders import AppointmentFactory, InstitutionFactory, MembershipFactory, UserFactory
from tests.factories.workshops import (
    AttendanceFactory,
    DocumentFactory,
    InvitationFactory,
    OutcomeFactory,
    SessionFactory,
    WorkshopFactory,
)

__all__ = [
    "ActionItemFactory",
    "ActionPlanFactory",
    "AppointmentFactory",
    "AttendanceFactory",
    "CommitmentFactory",
    "DocumentFactory",
    "EvidenceFactory",
    "InstitutionFactory",
    "InvitationFactory",
    "MembershipFactory",
    "OutcomeFactory",
    "ProgressUpdateFactory",
    "SessionFactory",
    "UserFactory",
    "WorkshopFactory",
]
