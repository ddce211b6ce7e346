"""Who may do what with reports. Who may *see* them is `visible_to`."""

import rules
from rules import predicate

from reports.models import Report
from stakeholders.models import Membership, User
from stakeholders.rules import is_bnn, is_leader


@predicate
def is_overseer(user: User) -> bool:
    """Answers for more than one institution: a member of Forkopimda, or a coordinator."""
    return bool(user.capacities & {Membership.Capacity.OFFICIAL, Membership.Capacity.COORDINATOR})


@predicate
def is_issued(user: User, report: Report) -> bool:
    return report.is_issued


rules.add_rule("reports.request_report", is_bnn)
rules.add_rule("reports.cancel_report", is_bnn)
rules.add_rule("reports.retry_report", is_bnn)
rules.add_rule("reports.discard_report", is_bnn)
rules.add_rule("reports.issue_report", is_leader)
rules.add_rule("reports.revoke_report", is_leader)
# The review copy is for BNN's eyes only.
rules.add_rule("reports.download_report", is_bnn | is_issued)
rules.add_rule("reports.see_report_history", is_bnn)
rules.add_rule("reports.manage_schedule", is_bnn)
rules.add_rule("reports.see_summary", is_bnn | is_overseer)
rules.add_rule("reports.see_today", is_bnn)
rules.add_rule("reports.see_follow_up", is_bnn)
