"""Who may do what with a report."""

import pytest
import rules

MAY = {
    "reports.request_report": {"staff", "leader"},
    "reports.cancel_report": {"staff", "leader"},
    "reports.retry_report": {"staff", "leader"},
    "reports.discard_report": {"staff", "leader"},
    "reports.issue_report": {"leader"},
    "reports.revoke_report": {"leader"},
    "reports.see_report_history": {"staff", "leader"},
    "reports.see_today": {"staff", "leader"},
    "reports.see_follow_up": {"staff", "leader"},
}
CAST = ["staff", "leader", "contact_person", "coordinator", "official"]


@pytest.mark.parametrize("rule", MAY)
@pytest.mark.parametrize("who", CAST)
def test_each_may_what_the_office_says(request, ready, rule, who):
    assert rules.test_rule(rule, request.getfixturevalue(who), ready) == (who in MAY[rule])


@pytest.mark.parametrize("who", CAST)
def test_review_copies_are_for_bnn_and_issued_ones_for_all(request, published, who):
    user = request.getfixturevalue(who)
    assert rules.test_rule("reports.download_report", user, published)
    published.status = published.Status.READY
    assert rules.test_rule("reports.download_report", user, published) == (who in {"staff", "leader"})


def test_an_account_that_was_disabled_may_nothing(staff, ready):
    staff.is_active = False
    assert not any(rules.test_rule(rule, staff, ready) for rule in MAY)
