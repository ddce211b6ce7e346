"""Who may do what with workshops; what a person may *see* is the querysets' `visible_to`."""

import rules

from stakeholders.models import Membership, User
from stakeholders.rules import is_bnn
from workshops.models import Invitation


@rules.predicate
def acts_for_invited(user: User, invitation: Invitation | None) -> bool:
    """A contact person of the institution that was invited."""
    return invitation is not None and invitation.institution_id in user.institution_ids(
        Membership.Capacity.CONTACT_PERSON
    )


rules.add_rule("can_edit_workshop", is_bnn)
rules.add_rule("can_answer_invitation", is_bnn | acts_for_invited)
