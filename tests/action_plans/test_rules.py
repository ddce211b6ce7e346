"""The table of who may do what; who may *see* is asked in the tests of querysets and views."""

import pytest
import rules

from action_plans.services import propose_amendment
from tests.factories import ProgressUpdateFactory

BNN = {"staff", "leader"}
EVERYONE = {"staff", "leader", "contact_person", "coordinator", "outsider", "official"}


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in sorted(EVERYONE)}


def allowed(rule, cast, thing=None):
    return {name for name, user in cast.items() if rules.test_rule(rule, user, thing)}


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        ("can_edit_plan", BNN),
        ("can_agree_plan", {"leader"}),
        ("can_close_plan", {"leader"}),
        ("can_edit_item", BNN),
        ("can_reopen_item", BNN),
        ("can_cancel_item", {"leader"}),
        ("can_propose_amendment", BNN),
        ("can_see_verification_queue", BNN),
        ("can_ask_question", {*BNN, "official"}),
        ("can_see_periods", BNN),
        ("can_close_period", {"leader"}),
    ],
)
def test_who_may_what(cast, rule, who):
    assert allowed(rule, cast) == who


def test_bnn_and_the_institution_answer_a_commitment(cast, offered):
    assert allowed("can_answer_commitment", cast, offered.commitments.get()) == {*BNN, "contact_person"}


def test_lead_and_supporter_report_and_nobody_else(cast, in_force, polresta):
    assert allowed("can_report_progress", cast, in_force) == {"contact_person"}
    in_force.commitments.create(institution=polresta, role="supporting")
    assert allowed("can_report_progress", cast, in_force) == {"contact_person", "outsider"}


def test_bnn_reports_on_items_of_its_own_office(cast, in_force, office):
    in_force.commitments.create(institution=office, role="supporting")
    assert allowed("can_report_progress", cast, in_force) == {*BNN, "contact_person"}


def test_bnn_and_whoever_works_on_the_item_answer_a_question(cast, in_force, polresta):
    assert allowed("can_answer_question", cast, in_force) == {*BNN, "contact_person"}
    in_force.commitments.create(institution=polresta, role="supporting")
    assert allowed("can_answer_question", cast, in_force) == {*BNN, "contact_person", "outsider"}


def test_whose_consent_is_missing_answers_an_amendment(cast, in_force, staff, polresta):
    amendment = propose_amendment(in_force, {"lead": polresta}, by=staff, reason="Lebih tepat.")
    assert allowed("can_answer_amendment", cast, amendment) == {*BNN, "contact_person", "outsider"}


def test_an_institution_writes_its_own_updates(cast, in_force, dinas):
    update = ProgressUpdateFactory(item=in_force, institution=dinas, status="draft")
    assert allowed("can_write_progress", cast, update) == {"contact_person"}


def test_a_draft_of_bnn_belongs_to_the_account_that_began_it(cast, in_force, office, staff):
    update = ProgressUpdateFactory(item=in_force, institution=office, status="draft", created_by=staff)
    assert allowed("can_write_progress", cast, update) == {"staff"}


def test_whoever_submitted_cannot_verify(cast, in_force, office, staff):
    update = ProgressUpdateFactory(item=in_force, institution=office, status="submitted", created_by=staff)
    assert allowed("can_verify_progress", cast, update) == {"leader"}
