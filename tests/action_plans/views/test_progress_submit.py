import pytest

from action_plans.models import ProgressUpdate
from action_plans.services import save_progress
from tests.factories import EvidenceFactory

Status = ProgressUpdate.Status


def path(update):
    return f"/rencana-aksi/kemajuan/{update.pk}/ajukan/"


@pytest.fixture
def ready(draft, contact_person):
    return save_progress(draft, {"narrative": "Empat sekolah.", "value": 4}, by=contact_person, version=1)


def test_a_complete_draft_is_sent(signed_in, contact_person, ready):
    response = signed_in(contact_person).post(path(ready))
    assert (response.status_code, response["Location"]) == (302, "/tugas/")
    ready.refresh_from_db()
    assert (ready.status, str(ready.period)) == (Status.SUBMITTED, "B06 2024")


def test_an_incomplete_one_leads_back_to_its_form_and_says_why(signed_in, contact_person, draft):
    response = signed_in(contact_person).post(path(draft), follow=True)
    assert response.redirect_chain == [(f"/rencana-aksi/kemajuan/{draft.pk}/", 302)]
    assert "Ceritakan singkat apa yang dilakukan." in response.content.decode()


def test_it_does_not_exist_for_others(signed_in, outsider, staff, coordinator, ready):
    for user in (outsider, staff, coordinator):
        assert signed_in(user).post(path(ready)).status_code == 404


def test_a_seer_without_the_right_is_refused(signed_in, coordinator, sent):
    assert signed_in(coordinator).post(path(sent)).status_code == 403


def test_a_get_is_refused(signed_in, contact_person, ready):
    assert signed_in(contact_person).get(path(ready)).status_code == 405


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_presses_at_once_send_it_once(at_once, signed_in, contact_person, ready):
    EvidenceFactory(update=ready)
    browsers = [signed_in(contact_person) for _ in range(20)]
    answers = at_once(*(lambda browser=browser: browser.post(path(ready)) for browser in browsers))
    assert {answer.status_code for answer in answers} == {302}
    assert [answer["Location"] for answer in answers].count("/tugas/") == 1
    ready.refresh_from_db()
    assert ready.status == Status.SUBMITTED
    assert ready.status_changes.count() == 1
