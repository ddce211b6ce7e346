"""Who: the city's areas, its institutions, the people who act for them, and the office itself."""

from stakeholders.models.areas import District, UrbanVillage
from stakeholders.models.drafts import FormDraft
from stakeholders.models.institutions import Institution, Sector
from stakeholders.models.invitations import AccountInvitation
from stakeholders.models.office import OfficeSettings
from stakeholders.models.people import Hint, Membership, User
from stakeholders.models.posts import Appointment

__all__ = [
    "AccountInvitation",
    "Appointment",
    "District",
    "FormDraft",
    "Hint",
    "Institution",
    "Membership",
    "OfficeSettings",
    "Sector",
    "UrbanVillage",
    "User",
]
