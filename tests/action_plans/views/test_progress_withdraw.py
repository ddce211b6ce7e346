from action_plans.models import ProgressUpdate
from action_plans.services import accept_progress

Status = ProgressUpdate.Status


def path(update):
    return f"/rencana-aksi/kemajuan/{update.pk}/tarik/"


def test_a_sent_update_is_taken_back(signed_in, contact_person, sent):
    response = signed_in(contact_person).post(path(sent))
    assert response["Location"] == "/tugas/"
    sent.refresh_from_db()
    assert sent.status == Status.WITHDRAWN


def test_a_decided_one_stays_and_says_why(signed_in, contact_person, sent, staff):
    accept_progress(sent, by=staff, version=sent.version)
    response = signed_in(contact_person).post(path(sent), follow=True)
    assert "tidak dapat menjadi" in response.content.decode()
    sent.refresh_from_db()
    assert sent.status == Status.ACCEPTED


def test_it_does_not_exist_for_an_outsider(signed_in, outsider, sent):
    assert signed_in(outsider).post(path(sent)).status_code == 404


def test_a_seer_without_the_right_is_refused(signed_in, coordinator, staff, sent):
    for user in (coordinator, staff):
        assert signed_in(user).post(path(sent)).status_code == 403


def test_a_get_is_refused(signed_in, contact_person, sent):
    assert signed_in(contact_person).get(path(sent)).status_code == 405
