"""Who may, said as a table."""

import pytest
from rules import test_rule as may

from tests.factories import InvitationFactory


@pytest.mark.parametrize(
    ("who", "can_edit", "can_answer"),
    [
        ("staff", True, True),
        ("leader", True, True),
        ("contact_person", False, True),
        ("coordinator", False, False),
        ("official", False, False),
        ("outsider", False, False),
    ],
)
def test_who_may(who, can_edit, can_answer, dinas, request):
    user = request.getfixturevalue(who)
    invitation = InvitationFactory(institution=dinas)
    assert may("can_edit_workshop", user, invitation.workshop) is can_edit
    assert may("can_answer_invitation", user, invitation) is can_answer
