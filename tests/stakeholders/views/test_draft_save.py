from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bnn_portal import clock
from stakeholders.models import FormDraft
from stakeholders.services import MAX_DRAFTS, save_draft
from stakeholders.tasks import discard_old_drafts

URL = "/draf/"
FORM = "workshops:workshop_create"


def test_what_is_typed_is_kept_for_its_writer_and_dated(signed_in, staff, leader):
    with clock.at(datetime(2024, 3, 1, 9, 41, tzinfo=ZoneInfo("Asia/Jakarta"))):
        response = signed_in(staff).post(URL, {"draft": FORM, "theme": "Tema", "partners": ["1", "2"]})
    assert (response.status_code, response.json()) == (200, {"saved_at": "09.41"})
    draft = staff.form_drafts.get()
    assert (draft.form, draft.fields) == (FORM, {"theme": ["Tema"], "partners": ["1", "2"]})
    assert not leader.form_drafts.exists()


def test_the_last_word_stays(signed_in, staff):
    browser = signed_in(staff)
    for theme in ("Tema", "Tema lain"):
        assert browser.post(URL, {"draft": FORM, "theme": theme}).status_code == 200
    assert staff.form_drafts.get().fields == {"theme": ["Tema lain"]}


def test_an_account_keeps_its_latest_drafts(staff):
    for number in range(MAX_DRAFTS + 2):
        save_draft(f"workshops:workshop_update:{number}", {}, by=staff)
    kept = set(staff.form_drafts.values_list("form", flat=True))
    assert len(kept) == MAX_DRAFTS
    assert "workshops:workshop_update:0" not in kept


def test_old_drafts_are_forgotten(staff):
    with clock.at(clock.now() - timedelta(days=31)):
        save_draft(FORM, {}, by=staff)
    save_draft("workshops:workshop_update:1", {}, by=staff)
    discard_old_drafts()
    assert FormDraft.objects.get().form == "workshops:workshop_update:1"


@pytest.mark.parametrize(
    "name", ["", "workshops", "workshops:nowhere", "workshops:workshop_update", "x" * 200, FORM + "\n"]
)
def test_a_form_that_does_not_exist_is_refused(signed_in, staff, name):
    assert signed_in(staff).post(URL, {"draft": name, "theme": "Tema"}).status_code == 422
    assert not FormDraft.objects.exists()


def test_what_cannot_be_stored_is_refused(signed_in, staff):
    assert signed_in(staff).post(URL, {"draft": FORM, "theme": "a\x00b"}).status_code == 422


def test_too_much_is_refused(signed_in, staff):
    assert signed_in(staff).post(URL, {"draft": FORM, "minutes": "x" * 600_000}).status_code == 413
    assert not FormDraft.objects.exists()


def test_saving_costs_few_statements(signed_in, staff):
    browser = signed_in(staff)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.post(URL, {"draft": FORM, "theme": "Tema"})
        assert len(queries) <= 10


def test_signing_in_comes_first_and_only_post(client, signed_in, staff):
    assert client.post(URL).status_code == 302
    assert signed_in(staff).get(URL).status_code == 405
