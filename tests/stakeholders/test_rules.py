import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from stakeholders.models import AccountInvitation, User
from tests.factories import UserFactory

WHO = ["anonymous", "contact_person", "coordinator", "official", "staff", "leader", "inactive_leader"]
BNN = {"staff", "leader"}


@pytest.fixture
def people(contact_person, coordinator, official, staff, leader):
    return {
        "anonymous": AnonymousUser(),
        "contact_person": contact_person,
        "coordinator": coordinator,
        "official": official,
        "staff": staff,
        "leader": leader,
        "inactive_leader": UserFactory(role=User.Role.LEADER, is_active=False),
    }


@pytest.mark.parametrize(
    ("rule", "thing", "may"),
    [
        ("can_see_accounts", None, BNN),
        ("can_invite", None, BNN),
        ("can_invite_bnn", None, {"leader"}),
        ("can_manage_invitation", AccountInvitation(capacity="contact_person"), BNN),
        ("can_manage_invitation", AccountInvitation(role="staff"), {"leader"}),
        ("can_end_membership", None, BNN),
        ("can_bar_account", User(), BNN),
        ("can_bar_account", User(role=User.Role.STAFF), {"leader"}),
        ("can_edit_institution", None, BNN),
    ],
)
def test_each_rule_lets_exactly_these_people(people, rule, thing, may):
    assert {who for who in WHO if rules.test_rule(rule, people[who], thing)} == may


def test_nobody_bars_their_own_account(leader):
    assert not rules.test_rule("can_bar_account", leader, leader)
