"""The cast that every test knows.

`dinas` leads things and `contact_person` acts for it; `bakesbangpol` coordinates it through `coordinator`.
`outsider` is the contact person of `polresta`, which has nothing to do with the items of `dinas`.
`official` is a Forkopimda member's account. `staff` and `leader` are BNN's own.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stakeholders.models import Institution, Membership, OfficeSettings, User
from tests.factories import InstitutionFactory, MembershipFactory, UserFactory


def pytest_addoption(parser):
    # Here and not beside the browser tests: options must be known before their folder is read.
    parser.addoption("--full", action="store_true", help="every screen at every width, light and dark")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The browser comes last in a worker: its event loop stays, and in one Django refuses its database."""
    items.sort(key=lambda item: item.get_closest_marker("e2e") is not None)


@pytest.fixture
def office(db) -> Institution:
    return OfficeSettings.objects.get().institution


@pytest.fixture
def bakesbangpol(db) -> Institution:
    return InstitutionFactory(name="Badan Kesatuan Bangsa Uji", short_name="Bakesbangpol")


@pytest.fixture
def dinas(bakesbangpol) -> Institution:
    return InstitutionFactory(name="Dinas Pendidikan Uji", short_name="Dinas Pendidikan", coordinated_by=bakesbangpol)


@pytest.fixture
def polresta(db) -> Institution:
    return InstitutionFactory(
        name="Polresta Uji", short_name="Polresta", kind=Institution.Kind.POLICE, is_forkopimda=True
    )


@pytest.fixture
def staff(db) -> User:
    return UserFactory(name="Staf P2M Uji", role=User.Role.STAFF)


@pytest.fixture
def leader(db) -> User:
    return UserFactory(name="Kepala Uji", role=User.Role.LEADER)


@pytest.fixture
def contact_person(dinas) -> User:
    return MembershipFactory(institution=dinas, user__name="Narahubung Uji").user


@pytest.fixture
def outsider(polresta) -> User:
    return MembershipFactory(institution=polresta, user__name="Narahubung Lain").user


@pytest.fixture
def coordinator(bakesbangpol) -> User:
    return MembershipFactory(
        institution=bakesbangpol, capacity=Membership.Capacity.COORDINATOR, user__name="Koordinator Uji"
    ).user


@pytest.fixture
def official(polresta) -> User:
    return MembershipFactory(
        institution=polresta, capacity=Membership.Capacity.OFFICIAL, user__name="Pejabat Forkopimda Uji"
    ).user


@pytest.fixture
def signed_in(db):
    """`signed_in(user)`: a browser in which that account is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def count_queries():
    """`count_queries(client, path)`: how many statements the page costs, asked twice so that caches are warm."""

    def count(client: Client, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return count
