"""Pages and actions, cut by noun: plans, items and what changes them; tasks, progress, evidence, verification."""

from action_plans.views.amendments import AmendmentCreate, amendment_consent, amendment_decline
from action_plans.views.commitments import commitment_answer
from action_plans.views.evidence import evidence_delete, evidence_download, evidence_thumbnail, evidence_upload
from action_plans.views.facts import ItemFacts
from action_plans.views.item_list import ItemList, item_export
from action_plans.views.items import (
    ItemCreate,
    ItemDetail,
    ItemUpdate,
    item_cancel,
    item_reassign,
    item_reopen,
    item_withdraw,
)
from action_plans.views.pasting import ItemPaste
from action_plans.views.periods import PeriodList, period_close
from action_plans.views.plans import PlanDetail, PlanList, PlanUpdate, plan_agree, plan_close, plan_create, plan_offer
from action_plans.views.progress import (
    ProgressUpdateView,
    progress_create,
    progress_discard,
    progress_submit,
    progress_withdraw,
)
from action_plans.views.questions import QuestionAnswer, question_create
from action_plans.views.tasks import FinishedTaskList, TaskList
from action_plans.views.verification import VerificationQueue, progress_accept, progress_return

__all__ = [
    "AmendmentCreate",
    "FinishedTaskList",
    "ItemCreate",
    "ItemDetail",
    "ItemFacts",
    "ItemList",
    "ItemPaste",
    "ItemUpdate",
    "PeriodList",
    "PlanDetail",
    "PlanList",
    "PlanUpdate",
    "ProgressUpdateView",
    "QuestionAnswer",
    "TaskList",
    "VerificationQueue",
    "amendment_consent",
    "amendment_decline",
    "commitment_answer",
    "evidence_delete",
    "evidence_download",
    "evidence_thumbnail",
    "evidence_upload",
    "item_cancel",
    "item_export",
    "item_reassign",
    "item_reopen",
    "item_withdraw",
    "period_close",
    "plan_agree",
    "plan_close",
    "plan_create",
    "plan_offer",
    "progress_accept",
    "progress_create",
    "progress_discard",
    "progress_return",
    "progress_submit",
    "progress_withdraw",
    "question_create",
]
