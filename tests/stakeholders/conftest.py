import pytest

from stakeholders import services
from stakeholders.models import Membership


@pytest.fixture
def invite(dinas, staff):
    """`invite(email=…)`: an open invitation to be the contact person of `dinas`, and the path of its link."""

    def open_invitation(email="baru@contoh.example", name="Orang Baru", *, by=None, **offer):
        offer = offer or {"institution": dinas, "capacity": Membership.Capacity.CONTACT_PERSON}
        invitation, link = services.invite_person(email, name, by=by or staff, **offer)
        return invitation, "/undangan/" + link.rsplit("/undangan/", 1)[1]

    return open_invitation
