"""What was promised and what was done about it: plans, items, commitments, and the institutions' progress."""

from action_plans.models.amendments import Amendment, AmendmentConsent, AmendmentStatusChange
from action_plans.models.commitments import Commitment, CommitmentStatusChange
from action_plans.models.evidence import Evidence
from action_plans.models.items import ActionItem, Checkpoint, ItemCounter, ItemStatusChange, KotanVariable, Pillar
from action_plans.models.periods import PeriodStatusChange, ReportingPeriod
from action_plans.models.plans import ActionPlan, PlanStatusChange
from action_plans.models.progress import ProgressUpdate, UpdateStatusChange
from action_plans.models.questions import Answer, Question

__all__ = [
    "ActionItem",
    "ActionPlan",
    "Amendment",
    "AmendmentConsent",
    "AmendmentStatusChange",
    "Answer",
    "Checkpoint",
    "Commitment",
    "CommitmentStatusChange",
    "Evidence",
    "ItemCounter",
    "ItemStatusChange",
    "KotanVariable",
    "PeriodStatusChange",
    "Pillar",
    "PlanStatusChange",
    "ProgressUpdate",
    "Question",
    "ReportingPeriod",
    "UpdateStatusChange",
]
