"""Who may do what with plans, items and progress. Who may *see* them is `visible_to`."""

import rules
from rules import predicate

from action_plans.models import Amendment, Commitment, ProgressUpdate
from stakeholders.models import Membership, User
from stakeholders.rules import is_bnn, is_leader


@predicate
def speaks_for_committed(user: User, commitment: Commitment) -> bool:
    return commitment.institution_id in user.reporting_institution_ids


@predicate
def works_on_item(user: User, item) -> bool:
    """Acts for an institution that leads or supports the item. A page that shows the commitments has fetched them."""
    own = user.reporting_institution_ids
    return any(row.is_open_for(own) for row in item.commitments.all())


@predicate
def is_official(user: User) -> bool:
    return Membership.Capacity.OFFICIAL in user.capacities


@predicate
def writes_update(user: User, update: ProgressUpdate) -> bool:
    """Acts for the institution that reports. A draft of BNN's own item belongs to the account that began it."""
    if update.institution_id not in user.reporting_institution_ids:
        return False
    return not user.is_bnn or update.status != ProgressUpdate.Status.DRAFT or update.created_by_id == user.pk


@predicate
def has_not_submitted(user: User, update: ProgressUpdate) -> bool:
    """Whoever submitted cannot verify."""
    return update.submitted_by_id != user.pk


@predicate
def owes_consent(user: User, amendment: Amendment) -> bool:
    """Acts for an institution whose consent is still missing."""
    waiting = {consent.institution_id for consent in amendment.consents.all() if consent.given_at is None}
    return bool(waiting.intersection(user.reporting_institution_ids))


rules.add_rule("can_edit_plan", is_bnn)
rules.add_rule("can_agree_plan", is_leader)
rules.add_rule("can_close_plan", is_leader)
rules.add_rule("can_edit_item", is_bnn)
rules.add_rule("can_reopen_item", is_bnn)
rules.add_rule("can_cancel_item", is_leader)
rules.add_rule("can_answer_commitment", is_bnn | speaks_for_committed)
rules.add_rule("can_propose_amendment", is_bnn)
rules.add_rule("can_answer_amendment", is_bnn | owes_consent)
rules.add_rule("can_report_progress", works_on_item)
rules.add_rule("can_write_progress", writes_update)
rules.add_rule("can_verify_progress", is_bnn & has_not_submitted)
rules.add_rule("can_see_verification_queue", is_bnn)
rules.add_rule("can_ask_question", is_bnn | is_official)
rules.add_rule("can_answer_question", is_bnn | works_on_item)
rules.add_rule("can_see_periods", is_bnn)
rules.add_rule("can_close_period", is_leader)
