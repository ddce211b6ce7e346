"""Everything that changes a plan, an item, or what is reported of it; one module a noun.

Each function locks what it changes, reads it again, and writes all or nothing. What the rules of the programme forbid
raises `DomainError`; who may call what is asked before, in `rules`.
"""

from action_plans.services.amendments import consent_amendment, decline_amendment, propose_amendment
from action_plans.services.commitments import answer_commitment
from action_plans.services.evidence import add_evidence, delete_evidence, upload_evidence
from action_plans.services.items import (
    add_generic_items,
    add_item,
    add_items,
    cancel_item,
    reassign_item,
    reopen_item,
    update_item,
    withdraw_item,
)
from action_plans.services.periods import close_period
from action_plans.services.plans import agree_plan, close_plan, create_plan, offer_plan, rename_plan
from action_plans.services.progress import (
    accept_progress,
    discard_progress,
    return_progress,
    save_progress,
    start_progress,
    submit_progress,
    withdraw_progress,
)
from action_plans.services.questions import answer_question, ask_question

__all__ = [
    "accept_progress",
    "add_evidence",
    "add_generic_items",
    "add_item",
    "add_items",
    "agree_plan",
    "answer_commitment",
    "answer_question",
    "ask_question",
    "cancel_item",
    "close_period",
    "close_plan",
    "consent_amendment",
    "create_plan",
    "decline_amendment",
    "delete_evidence",
    "discard_progress",
    "offer_plan",
    "propose_amendment",
    "reassign_item",
    "rename_plan",
    "reopen_item",
    "return_progress",
    "save_progress",
    "start_progress",
    "submit_progress",
    "update_item",
    "upload_evidence",
    "withdraw_item",
    "withdraw_progress",
]
