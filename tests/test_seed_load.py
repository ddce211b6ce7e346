"""Synthetic volume: as much as asked for, the same for the same day, and as the services would have made it."""

from datetime import datetime
from io import StringIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from action_plans.models import (
    ActionItem,
    ActionPlan,
    Commitment,
    CommitmentStatusChange,
    ItemStatusChange,
    PlanStatusChange,
    ProgressUpdate,
    UpdateStatusChange,
)
from bnn_portal import clock
from bnn_portal.management.load import PREFIX
from workshops.models import Workshop, WorkshopStatusChange

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
MODELS = (
    Workshop,
    WorkshopStatusChange,
    ActionPlan,
    PlanStatusChange,
    ActionItem,
    Commitment,
    CommitmentStatusChange,
    ItemStatusChange,
    ProgressUpdate,
    UpdateStatusChange,
)


@pytest.fixture
def load(db):
    def seed(**numbers) -> str:
        output = StringIO()
        with clock.at(NOON):
            call_command("seed_load", **{"workshops": 8, "items": 120, "updates": 400, **numbers}, stdout=output)
        return output.getvalue()

    return seed


def facts(model) -> list[dict]:
    """A table without its keys, which depend on what was there before."""
    rows = []
    for row in model.objects.order_by("pk").values():
        rows.append({name: value for name, value in row.items() if name != "id" and not name.endswith("_id")})
    return rows


def test_it_adds_what_it_says(load):
    assert "8 workshop, 120 butir aksi, dan 400 laporan kemajuan" in load()
    assert Workshop.objects.filter(theme__startswith=PREFIX, is_sample=True).count() == 8
    assert ActionItem.objects.count() == 120
    assert ProgressUpdate.objects.count() == 400


def test_the_same_day_and_numbers_give_the_same_rows(load):
    def once():
        with transaction.atomic():
            load()
            rows = {model: facts(model) for model in MODELS}
            transaction.set_rollback(True)
        return rows

    assert once() == once()


def test_a_second_load_adds_to_the_first(load):
    load()
    load()
    assert ActionItem.objects.count() == 240
    assert ActionItem.objects.values("code").distinct().count() == 240


def test_the_smallest_load_has_something_to_look_at(load):
    load(workshops=1, items=1, updates=1)
    assert ProgressUpdate.objects.get().item == ActionItem.objects.get()


def test_statuses_are_what_their_last_change_says(load):
    load()
    for rows in (Workshop.objects.all(), ActionPlan.objects.all(), ActionItem.objects.all(), Commitment.objects.all()):
        for row in rows:
            changes = list(row.status_changes.all())
            assert row.status == (changes[-1].to_status if changes else type(row)._meta.get_field("status").default)
            for before, after in pairwise(changes):
                assert before.to_status == after.from_status
                assert before.at <= after.at


def test_what_is_done_says_so_in_its_leads_last_accepted_word(load):
    load()
    for item in ActionItem.objects.filter(status=ActionItem.Status.DONE):
        last = item.updates.counted().order_by("-happened_on", "-submitted_at").first()
        assert last.item_status == ProgressUpdate.ItemStatus.DONE
        assert last.evidence.exists()


def test_nothing_happened_later_than_today(load):
    load()
    for model in MODELS:
        for name in {field.name for field in model._meta.concrete_fields} & {"created_at", "at", "submitted_at"}:
            assert not model.objects.filter(**{f"{name}__gt": NOON}).exists(), (model, name)


def test_production_refuses_it(settings, db):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="PORTAL_MODE=production"):
        call_command("seed_load")


@pytest.mark.parametrize("number", ["0", "-1", "banyak"])
def test_a_senseless_number_is_refused(number):
    with pytest.raises(CommandError, match="bilangan bulat"):
        call_command("seed_load", f"--items={number}")
