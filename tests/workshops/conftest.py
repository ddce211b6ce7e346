"""What the views of this app are asked about: one workshop, seen by the cast in its several ways."""

import pytest

from tests.factories import InvitationFactory, WorkshopFactory
from workshops.models import Workshop


@pytest.fixture
def workshop(dinas) -> Workshop:
    """Held; the institution of `contact_person` is invited and has not answered. `outsider` does not see it."""
    workshop = WorkshopFactory(theme="Workshop KOTAN uji")
    InvitationFactory(workshop=workshop, institution=dinas)
    return workshop
