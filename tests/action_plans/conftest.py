"""A plan on its way: drafted, offered, in force."""

from datetime import datetime

import pytest

from action_plans.models import ActionPlan, Commitment, Pillar
from action_plans.services import add_item, agree_plan, answer_commitment, offer_plan
from bnn_portal import clock
from tests.factories import WorkshopFactory
from tests.factories.action_plans import WIB


def moment(text: str) -> datetime:
    """'2024-03-01 09:00' in Malang."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def terms(**changes) -> dict:
    """The fields of a specific item with a target of 10 kegiatan, due at the end of June 2024."""
    return {
        "title": "Sosialisasi P4GN di sekolah",
        "pillar": Pillar.PREVENTION,
        "indicator": "Jumlah sekolah",
        "unit": "sekolah",
        "target": 10,
        "due_on": datetime(2024, 6, 30, tzinfo=WIB).date(),
        **changes,
    }


@pytest.fixture(autouse=True)
def early_2024():
    """Every test of this folder lives in the morning of 1 March 2024, unless it says otherwise."""
    with clock.at(moment("2024-03-01 09:00")):
        yield


@pytest.fixture
def plan(staff) -> ActionPlan:
    return ActionPlan.objects.create(workshop=WorkshopFactory(), title="Rencana aksi uji")


@pytest.fixture
def item(plan, dinas, staff):
    """An item of a draft, led by `dinas`."""
    return add_item(plan, terms(), lead=dinas, by=staff)


@pytest.fixture
def offered(item, staff):
    """The same item, offered."""
    offer_plan(item.plan, by=staff)
    item.refresh_from_db()
    return item


@pytest.fixture
def in_force(offered, contact_person, leader):
    """The same item, accepted and in force since 15 January 2024."""
    with clock.at(moment("2024-01-15 09:00")):
        answer_commitment(offered.commitments.get(), Commitment.Status.ACCEPTED, by=contact_person, terms_version=1)
        agree_plan(offered.plan, by=leader)
    offered.refresh_from_db()
    return offered
