"""What changes accounts, institutions, the office and drafts. Each function is one transaction."""

from stakeholders.services.accounts import (
    activate_account,
    appoint_leader,
    deactivate_account,
    end_membership,
    read_hint,
)
from stakeholders.services.drafts import DRAFT_LIFETIME, MAX_DRAFTS, discard_draft, discard_old_drafts, save_draft
from stakeholders.services.institutions import (
    activate_institution,
    create_appointment,
    create_institution,
    deactivate_institution,
    end_appointment,
    update_institution,
)
from stakeholders.services.invitations import (
    INVITATION_LIFETIME,
    TOKEN_BYTES,
    InvitationClosed,
    MailNotSent,
    accept_invitation,
    accept_invitation_with_account,
    check_open,
    find_invitation,
    invitation_link,
    invite_person,
    renew_invitation,
    revoke_invitation,
    send_invitation,
)
from stakeholders.services.office import LOGO_EDGE, update_office

__all__ = [
    "DRAFT_LIFETIME",
    "INVITATION_LIFETIME",
    "LOGO_EDGE",
    "MAX_DRAFTS",
    "TOKEN_BYTES",
    "InvitationClosed",
    "MailNotSent",
    "accept_invitation",
    "accept_invitation_with_account",
    "activate_account",
    "activate_institution",
    "appoint_leader",
    "check_open",
    "create_appointment",
    "create_institution",
    "deactivate_account",
    "deactivate_institution",
    "discard_draft",
    "discard_old_drafts",
    "end_appointment",
    "end_membership",
    "find_invitation",
    "invitation_link",
    "invite_person",
    "read_hint",
    "renew_invitation",
    "revoke_invitation",
    "save_draft",
    "send_invitation",
    "update_institution",
    "update_office",
]
