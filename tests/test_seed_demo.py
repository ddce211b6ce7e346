"""The demo: built once for this module, in a transaction that is rolled back."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.urls import resolve

from action_plans.models import (
    ActionItem,
    Amendment,
    Commitment,
    Evidence,
    KotanVariable,
    Pillar,
    ProgressUpdate,
)
from bnn_portal import clock
from bnn_portal.management.demo import institutions, workshop
from bnn_portal.management.load import refresh_statistics
from reports.models import Report
from stakeholders.models import Appointment, Institution, User
from workshops.models import Attendance, Outcome, Topic, Workshop

# Each test has a savepoint of its own inside the module's transaction.
pytestmark = pytest.mark.django_db

OWN_APPS = ("stakeholders", "workshops", "action_plans", "reports")


def seed(**options) -> str:
    output = StringIO()
    call_command("seed_demo", stdout=output, **options)
    return output.getvalue()


@pytest.fixture(scope="module")
def first_output(django_db_setup, django_db_blocker, tmp_path_factory):
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        output = seed(json=True)
        # Nothing analyses rows that are never committed; without figures the planner may lose itself in them.
        refresh_statistics()
        yield output
        transaction.set_rollback(True)


@pytest.fixture
def facts(first_output) -> dict:
    return json.loads(first_output)


@pytest.fixture
def items(first_output):
    return ActionItem.objects.with_lead().with_progress().with_lateness(clock.today())


def own_models():
    return [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]


def test_a_second_run_changes_nothing_and_prints_the_same(first_output):
    before = {model: list(model.objects.order_by("pk").values()) for model in own_models()}
    assert seed(json=True) == first_output
    assert {model: list(model.objects.order_by("pk").values()) for model in own_models()} == before


def test_production_refuses_the_demo(settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="PORTAL_MODE=production"):
        call_command("seed_demo")


def test_the_json_names_an_account_per_role_and_a_path_per_thing(facts):
    assert list(facts) == ["accounts", "urls"]
    assert list(facts["accounts"]) == [
        "staff",
        "leader",
        "contact_person",
        "contact_person_other",
        "coordinator",
        "official",
    ]
    assert all(list(account) == ["email", "password"] for account in facts["accounts"].values())
    assert {name: resolve(path).view_name for name, path in facts["urls"].items()} == {
        "workshop": "workshops:workshop_detail",
        "action_plan": "action_plans:plan_detail",
        "action_item_own": "action_plans:item_detail",
        "action_item_foreign": "action_plans:item_detail",
        "evidence_own": "action_plans:evidence_download",
        "evidence_foreign": "action_plans:evidence_download",
        "report": "reports:report_detail",
        "report_file": "reports:report_download",
    }


def test_without_json_a_person_can_read_it(facts):
    text = seed()
    for account in facts["accounts"].values():
        assert account["email"] in text
        assert account["password"] in text


def test_every_account_can_sign_in_with_its_address(facts):
    for account in facts["accounts"].values():
        user = User.objects.get(email=account["email"])
        assert user.check_password(account["password"])
        validate_password(account["password"], user)
        assert EmailAddress.objects.filter(user=user, email=user.email, verified=True, primary=True).exists()


def test_own_things_belong_to_the_one_contact_person_and_foreign_ones_do_not(facts):
    own, foreign = (
        User.objects.get(email=facts["accounts"][role]["email"]) for role in ("contact_person", "contact_person_other")
    )
    coordinator = User.objects.get(email=facts["accounts"]["coordinator"]["email"])
    own_item, foreign_item, own_evidence, foreign_evidence = (
        next(iter(resolve(facts["urls"][name]).kwargs.values()))
        for name in ("action_item_own", "action_item_foreign", "evidence_own", "evidence_foreign")
    )
    assert own_item in ids(ActionItem.objects.visible_to(own))
    assert own_item in ids(ActionItem.objects.visible_to(coordinator))
    assert own_evidence in ids(Evidence.objects.visible_to(own))
    assert foreign_item in ids(ActionItem.objects.visible_to(foreign))
    assert foreign_evidence in ids(Evidence.objects.visible_to(foreign))
    for user in (own, coordinator):
        assert foreign_item not in ids(ActionItem.objects.visible_to(user))
        assert foreign_evidence not in ids(Evidence.objects.visible_to(user))
    assert own_item not in ids(ActionItem.objects.visible_to(foreign))
    assert not ActionItem.objects.get(pk=own_item).is_restricted
    assert not ActionItem.objects.get(pk=foreign_item).is_restricted


def ids(rows) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def test_the_workshop_is_told_as_its_sources_tell_it(first_output):
    event = Workshop.objects.get(theme=workshop.THEME)
    assert event.is_sample
    assert event.is_public
    assert event.status == Workshop.Status.DOCUMENTED
    assert event.held_on.isoformat() == "2023-12-06"
    assert event.start_time is None
    assert event.venue == "Hall Hotel Grand Mercure Malang"
    assert event.led_by == "Direktur Peran Serta Masyarakat BNN RI"
    speakers = event.sessions.exclude(speaker_institution=None)
    assert [session.speaker_institution.short_name for session in speakers] == ["BNN RI", "Lemhannas RI", "Kemendagri"]
    assert {outcome.kind for outcome in event.outcomes.all()} == set(Outcome.Kind)


def test_what_is_invented_hangs_on_sample_workshops(first_output):
    assert not Workshop.objects.filter(is_sample=False).exists()
    assert not Report.objects.filter(is_sample=False).exists()


def test_the_plan_shows_every_status_pillar_topic_and_variable(items):
    assert 24 <= len(items) <= 40
    assert {item.status for item in items} == set(ActionItem.Status)
    assert {item.pillar for item in items} == set(Pillar)
    assert {topic for item in items for topic in item.topics} == set(Topic)
    assert {item.kotan_variable for item in items} == set(KotanVariable)
    assert {update.status for update in ProgressUpdate.objects.all()} == set(ProgressUpdate.Status)
    assert {Amendment.Status.PROPOSED, Amendment.Status.APPLIED} <= {row.status for row in Amendment.objects.all()}
    assert Commitment.objects.filter(status=Commitment.Status.DECLINED).count() == 2
    assert any(item.batch for item in items)
    assert any(item.is_restricted for item in items)


def test_some_items_are_late_some_silent_and_one_waits_for_verification(items):
    assert sum(item.is_overdue for item in items) >= 5
    assert sum(item.is_stale for item in items) >= 5
    assert sum(item.is_awaiting for item in items) == 1
    assert any(item.is_open and not item.is_overdue and not item.is_stale for item in items)


def test_what_every_kecamatan_promised_takes_place_in_its_own_kelurahan(items):
    satgas = [item for item in items if item.title == "Membentuk satgas P4GN tingkat kecamatan"]
    assert len(satgas) == 5
    for item in satgas:
        [district] = {village.district.name for village in item.areas.all()}
        assert item.lead_name.endswith(district)


def test_most_items_take_place_somewhere_and_in_every_kecamatan(items):
    placed = [item for item in items if item.areas.all()]
    assert len(placed) >= len(items) * 6 // 10
    assert {village.district.name for item in placed for village in item.areas.all()} == {
        "Blimbing",
        "Kedungkandang",
        "Klojen",
        "Lowokwaru",
        "Sukun",
    }


def test_due_dates_run_from_january_2024_to_a_year_ahead(items):
    due_dates = [item.due_on for item in items]
    assert min(due_dates).year == 2024
    assert max(due_dates) == clock.today() + timedelta(days=365)


def test_nothing_of_it_lies_in_the_future(first_output):
    now = clock.now()
    for model in own_models():
        for name in {field.name for field in model._meta.concrete_fields} & {"created_at", "at", "submitted_at"}:
            assert not model.objects.filter(**{f"{name}__gt": now}).exists(), (model, name)


def test_a_finished_report_carries_no_invented_number(first_output):
    report = Report.objects.get()
    assert report.status == Report.Status.PUBLISHED
    assert report.number == "DATA CONTOH"
    with report.file.open() as document:
        assert document.read(5) == b"%PDF-"


def test_offices_are_named_and_persons_are_not(first_output):
    assert all("contoh" in user.name for user in User.objects.all())
    assert all("data contoh" in post.person_name for post in Appointment.objects.all())
    assert not Attendance.objects.exclude(person_name="").exists()
    assert set(Institution.objects.values_list("name", flat=True)) == {
        "BNN Kota Malang",
        *(office.name for office in institutions.OFFICES.values()),
    }


def test_no_text_looks_like_a_citizens_number_or_names_a_case(first_output):
    texts = [
        value
        for model in own_models()
        for row in model.objects.values()
        for name, value in row.items()
        if isinstance(value, str) and name not in ("code", "sha256", "file", "thumbnail", "snapshot", "file_sha256")
    ]
    written = "\n".join(texts)
    assert not re.search(r"(?<![0-9a-f])\d{16}(?![0-9a-f])", written)
    assert not re.search(r"\b(tersangka|positif|inisial|NIK)\b", written, re.IGNORECASE)
