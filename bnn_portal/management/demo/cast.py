"""Who plays: BNN's own people, the institutions, their posts and their accounts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from bnn_portal.management.demo import institutions
from bnn_portal.management.demo.stage import Stage
from stakeholders import services as people
from stakeholders.models import Membership, User

# One password for every account of the demo: it guards nothing, and production refuses the demo.
PASSWORD = "payung-biru-di-teras-rumah"  # noqa: S105

OFFICE_OPENED = date(2023, 11, 20)
ACCOUNTS_GIVEN = date(2023, 12, 12)


def open_office(stage: Stage) -> None:
    """The office, its people, the institutions and whoever acts for them."""
    # All share one hash: making one is slow on purpose, and thirty would take longer than all the rest.
    password = make_password(PASSWORD)
    with stage.at(OFFICE_OPENED):
        stage.leader, _ = people.appoint_leader(*institutions.LEADER)
        _give_password(stage.leader, password)
        stage.staff = _invite(password, *institutions.STAFF, by=stage.leader, role=User.Role.STAFF)
        people.create_appointment(stage.offices[institutions.BNN], _post("Kepala BNN Kota Malang"), by=stage.leader)
        for key, office in institutions.OFFICES.items():
            stage.offices[key] = people.create_institution(
                {
                    "name": office.name,
                    "short_name": office.short_name,
                    "kind": office.kind,
                    "sector": office.sector,
                    "region": office.region,
                    "is_forkopimda": office.is_forkopimda,
                    "coordinated_by": stage.offices.get(office.coordinator),
                },
                by=stage.staff,
            )
            if office.post:
                stage.posts[key] = people.create_appointment(stage.offices[key], _post(office.post), by=stage.staff)
    with stage.at(ACCOUNTS_GIVEN, 8):
        for key, office in institutions.OFFICES.items():
            if office.account:
                stage.contacts[key] = _invite(
                    password,
                    institutions.contact_address(key),
                    f"Narahubung {office.short_name.removesuffix(' (contoh)')} (contoh)",
                    by=stage.staff,
                    institution=stage.offices[key],
                    capacity=Membership.Capacity.CONTACT_PERSON,
                )
        _invite_for(stage, password, institutions.COORDINATOR, Membership.Capacity.COORDINATOR)
        stage.official = _invite_for(stage, password, institutions.OFFICIAL, Membership.Capacity.OFFICIAL)
    stage.contacts[institutions.BNN] = stage.staff


def _invite_for(stage: Stage, password: str, person: tuple[str, str, str], capacity: str) -> User:
    email, name, key = person
    return _invite(password, email, name, by=stage.staff, institution=stage.offices[key], capacity=capacity)


def _invite(password: str, email: str, name: str, *, by: User, **offer: Any) -> User:
    """An account as it always comes to be, only that nobody waits for the mail."""
    invitation, _ = people.invite_person(email, name, by=by, **offer)
    user = people.accept_invitation(invitation, name=name, password=None)  # type: ignore[arg-type]
    _give_password(user, password)
    return user


def _give_password(user: User, password: str) -> None:
    user.password = password
    user.save(update_fields=["password"])


def _post(title: str) -> Mapping[str, Any]:
    return {"position_title": title, "person_name": "Nama pejabat (data contoh)", "starts_on": date(2023, 1, 2)}
