"""Institutions and the accounts that act for them; those of an earlier load are used again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bnn_portal.management.load.rows import PREFIX, YEARS, Rows
from stakeholders.models import Institution, Membership, OfficeSettings, Sector, User

INSTITUTIONS = 80
KINDS = ("regional_agency", "urban_village_office", "police", "education", "community", "private", "vertical_agency")


@dataclass(frozen=True)
class People:
    office: Institution
    staff: User
    leader: User
    institutions: list[Institution]
    contacts: dict[int, User]  # by institution


def add_people(rows: Rows) -> People:
    # The lock lets a second load wait for the first.
    office = OfficeSettings.objects.select_for_update().get().institution
    names = [f"{PREFIX} Instansi {number:03d}" for number in range(1, INSTITUTIONS + 1)]
    known = set(Institution.objects.filter(name__in=names).values_list("name", flat=True))
    rows.create(
        Institution,
        [
            Institution(
                name=name,
                short_name=name.removeprefix(f"{PREFIX} "),
                kind=KINDS[place % len(KINDS)],
                sector=Sector.values[place % len(Sector.values)],
                created_at=rows.end - timedelta(days=366 * YEARS),
            )
            for place, name in enumerate(names)
            if name not in known
        ],
    )
    institutions = list(Institution.objects.filter(name__in=names).order_by("name"))
    contacts = {}
    for number, institution in enumerate(institutions, start=1):
        contacts[institution.pk] = _account(f"instansi{number:03d}")
        Membership.objects.get_or_create(
            user=contacts[institution.pk],
            institution=institution,
            capacity=Membership.Capacity.CONTACT_PERSON,
            defaults={"starts_on": date(rows.today.year - YEARS, 1, 1)},
        )
    staff, leader = _account("staf", role=User.Role.STAFF), _account("kepala", role=User.Role.LEADER)
    return People(office, staff, leader, institutions, contacts)


def _account(name: str, **fields: Any) -> User:
    """An account that nobody can sign in to."""
    user, _ = User.objects.get_or_create(
        email=f"beban.{name}@contoh.example", defaults={"name": f"{PREFIX} {name}", "password": "!", **fields}
    )
    return user
