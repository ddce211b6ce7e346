"""Every long form: left half-written, offered again to its writer alone, gone once it is saved."""

import pytest
from django.urls import reverse

from action_plans.models import ActionPlan
from action_plans.services import start_progress
from stakeholders.services import save_draft
from tests.factories import ActionItemFactory, ActionPlanFactory, WorkshopFactory


@pytest.fixture
def workshop(db):
    return WorkshopFactory(theme="Workshop KOTAN uji")


@pytest.fixture
def plan(db):
    return ActionPlanFactory(status=ActionPlan.Status.DRAFT)


@pytest.fixture
def item(plan, dinas):
    return ActionItemFactory(plan=plan, lead=dinas)


@pytest.fixture
def update(dinas, contact_person):
    return start_progress(ActionItemFactory(lead=dinas), dinas, by=contact_person)


# Route, whose row, who writes, what is typed.
FORMS = [
    ("workshops:workshop_create", None, "staff", {"theme": "Belum selesai"}),
    ("workshops:workshop_update", "workshop", "staff", {"version": "1", "theme": "Belum selesai"}),
    ("workshops:workshop_agenda", "workshop", "staff", {"agenda-1-title": "Belum selesai"}),
    ("workshops:workshop_invitations", "workshop", "staff", {"undangan-1-addressee": "Belum selesai"}),
    ("workshops:workshop_attendance", "workshop", "staff", {"peserta-1-person_name": "Belum selesai"}),
    ("workshops:workshop_outcomes", "workshop", "staff", {"hasil-1-text": "Belum selesai"}),
    ("action_plans:item_create", "plan", "staff", {"title": "Belum selesai"}),
    ("action_plans:item_update", "item", "staff", {"version": "1", "title": "Belum selesai"}),
    ("action_plans:progress_update", "update", "contact_person", {"version": "1", "narrative": "Belum selesai"}),
]


@pytest.fixture(params=FORMS, ids=lambda form: form[0].partition(":")[2])
def form(request):
    """(name of the draft, address, writer, what is typed) of each long form."""
    route, thing, writer, typed = request.param
    ids = [request.getfixturevalue(thing).pk] if thing else []
    prefix = next(iter(typed)).partition("-")[0] if "-" in next(iter(typed)) else "checkpoints"
    rows = {f"{prefix}-TOTAL_FORMS": "2", f"{prefix}-INITIAL_FORMS": "0", "version": "1"}
    fields = {name: [value] for name, value in {**rows, **typed}.items()}
    return ":".join([route, *map(str, ids)]), reverse(route, args=ids), request.getfixturevalue(writer), fields


def test_a_draft_is_offered_and_its_fields_come_back_unjudged(signed_in, form):
    name, url, writer, fields = form
    browser = signed_in(writer)
    assert "Lanjutkan draf" not in browser.get(url).content.decode()
    save_draft(name, fields, by=writer)
    offered = browser.get(url).content.decode()
    assert f'data-draft="{name}"' in offered
    assert "Lanjutkan draf" in offered
    assert "Belum selesai" not in offered

    restored = browser.get(f"{url}?draf=1")
    page = restored.content.decode()
    assert restored.status_code == 200
    assert "Belum selesai" in page
    assert 'role="alert"' not in page
    assert "invalid" not in page.partition("<main")[2]


def test_a_draft_is_nobody_elses(signed_in, leader, form):
    name, url, writer, fields = form
    save_draft(name, fields, by=leader)
    browser = signed_in(writer)
    assert "Lanjutkan draf" not in browser.get(url).content.decode()
    assert "Belum selesai" not in browser.get(f"{url}?draf=1").content.decode()


def test_a_refused_form_keeps_its_draft(signed_in, form):
    name, url, writer, fields = form
    save_draft(name, fields, by=writer)
    response = signed_in(writer).post(url)
    assert response.status_code == 422
    assert "data-draft-ahead" in response.content.decode()
    assert "Lanjutkan draf" not in response.content.decode()
    assert writer.form_drafts.exists()


def test_a_saved_form_forgets_its_draft(signed_in, staff, workshop):
    url = reverse("workshops:workshop_attendance", args=[workshop.pk])
    for name in (f"workshops:workshop_attendance:{workshop.pk}", "workshops:workshop_create"):
        save_draft(name, {}, by=staff)
    rows = {"version": 1, "peserta-TOTAL_FORMS": 1, "peserta-INITIAL_FORMS": 0, "peserta-0-person_name": "Peserta Uji"}
    response = signed_in(staff).post(url, {**rows, "peserta-0-head_count": 1, "peserta-0-state": "present"})
    assert response.status_code == 302
    assert [draft.form for draft in staff.form_drafts.all()] == ["workshops:workshop_create"]


def test_a_draft_of_an_older_version_meets_the_newer_one(signed_in, staff, workshop):
    """What others saved meanwhile is not overwritten unseen: the restored form still carries its own version."""
    save_draft(f"workshops:workshop_agenda:{workshop.pk}", {"version": ["1"], "agenda-TOTAL_FORMS": ["1"]}, by=staff)
    workshop.version = 2
    workshop.save()
    page = signed_in(staff).get(reverse("workshops:workshop_agenda", args=[workshop.pk]) + "?draf=1")
    assert page.context["form"]["version"].value() == "1"
