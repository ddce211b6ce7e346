"""Who may do what with institutions and accounts. `is_bnn` and `is_leader` serve the higher apps as well.

Ask with `rules.test_rule(name, user, object)`; what a person may *see* is the querysets' `visible_to`.
"""

import rules

from stakeholders.models import AccountInvitation, User


@rules.predicate
def is_bnn(user: User) -> bool:
    """A BNN account that is still active: staff or leader."""
    return user.is_authenticated and user.is_active and user.is_bnn


@rules.predicate
def is_leader(user: User) -> bool:
    """The head of the office, or whoever stands in for the head."""
    return is_bnn(user) and user.is_leader


@rules.predicate
def is_for_bnn(user: User, invitation: AccountInvitation | None) -> bool:
    return invitation is not None and bool(invitation.role)


@rules.predicate
def is_self(user: User, account: User | None) -> bool:
    return account is not None and user.pk == account.pk


@rules.predicate
def has_bnn_role(user: User, account: User | None) -> bool:
    return account is not None and account.is_bnn


rules.add_rule("can_see_accounts", is_bnn)
rules.add_rule("can_invite", is_bnn)
rules.add_rule("can_invite_bnn", is_leader)
rules.add_rule("can_manage_invitation", is_leader | (is_bnn & ~is_for_bnn))
rules.add_rule("can_end_membership", is_bnn)
# A BNN account is the leader's matter, but nobody locks themselves out; the others are any BNN account's.
rules.add_rule("can_bar_account", ~is_self & (is_leader | (is_bnn & ~has_bnn_role)))
rules.add_rule("can_edit_institution", is_bnn)
rules.add_rule("can_edit_office", is_leader)
