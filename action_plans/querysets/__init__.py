"""Questions over plans, items and progress: who sees what, what counts, what is late."""

from action_plans.querysets.amendments import AmendmentQuerySet
from action_plans.querysets.commitments import CommitmentQuerySet
from action_plans.querysets.evidence import EvidenceQuerySet
from action_plans.querysets.items import ActionItemQuerySet
from action_plans.querysets.periods import ReportingPeriodQuerySet
from action_plans.querysets.plans import ActionPlanQuerySet
from action_plans.querysets.progress import ProgressUpdateQuerySet
from action_plans.querysets.questions import QuestionQuerySet

__all__ = [
    "ActionItemQuerySet",
    "ActionPlanQuerySet",
    "AmendmentQuerySet",
    "CommitmentQuerySet",
    "EvidenceQuerySet",
    "ProgressUpdateQuerySet",
    "QuestionQuerySet",
    "ReportingPeriodQuerySet",
]
