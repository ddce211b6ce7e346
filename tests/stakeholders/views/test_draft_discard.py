import pytest

from stakeholders.services import save_draft

URL = "/draf/buang/"
FORM = "workshops:workshop_create"


def test_the_form_is_shown_anew(signed_in, staff):
    save_draft(FORM, {"theme": ["Tema"]}, by=staff)
    response = signed_in(staff).post(URL, {"draft": FORM})
    assert (response.status_code, response.url) == (302, "/workshop/baru/")
    assert not staff.form_drafts.exists()


def test_nobody_discards_anothers_draft(signed_in, staff, leader):
    save_draft(FORM, {"theme": ["Tema"]}, by=leader)
    assert signed_in(staff).post(URL, {"draft": FORM}).status_code == 302
    assert leader.form_drafts.exists()


@pytest.mark.parametrize("name", ["", "//contoh.example", "workshops:nowhere"])
def test_a_form_that_does_not_exist_leads_home(signed_in, staff, name):
    assert signed_in(staff).post(URL, {"draft": name}).url == "/"


def test_signing_in_comes_first_and_only_post(client, signed_in, staff):
    assert client.post(URL).status_code == 302
    assert signed_in(staff).get(URL).status_code == 405
