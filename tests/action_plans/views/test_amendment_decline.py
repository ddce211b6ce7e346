from datetime import date

import pytest

from action_plans.models import Amendment
from action_plans.services import propose_amendment


@pytest.fixture
def amendment(in_force, staff):
    return propose_amendment(in_force, {"due_on": date(2024, 5, 31)}, by=staff, reason="Lebih cepat.")


@pytest.fixture
def url(amendment):
    return f"/rencana-aksi/perubahan/{amendment.pk}/tolak/"


def test_the_lead_declines_and_the_old_terms_stand(signed_in, contact_person, in_force, amendment, url):
    answer = signed_in(contact_person).post(url, {"note": "Tidak cukup waktu."}, follow=True)
    page = answer.content.decode()
    assert "Isi lama tetap berlaku" in page
    assert "Tidak cukup waktu." in page
    amendment.refresh_from_db()
    in_force.refresh_from_db()
    assert amendment.status == Amendment.Status.DECLINED
    assert in_force.due_on == date(2024, 6, 30)


def test_a_reason_is_asked_for(signed_in, staff, amendment, url):
    signed_in(staff).post(url)
    amendment.refresh_from_db()
    assert amendment.status == Amendment.Status.PROPOSED


def test_an_answered_proposal_is_not_answered_again(signed_in, staff, amendment, url):
    browser = signed_in(staff)
    browser.post(url, {"note": "Tidak."})
    assert "tidak dapat menjadi" in browser.post(url, {"note": "Tidak."}, follow=True).content.decode()


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, coordinator, outsider, url):
    assert signed_in(coordinator).post(url).status_code == 403
    assert signed_in(outsider).post(url).status_code == 404
    assert signed_in(staff).get(url).status_code == 405
    assert client.post(url).status_code == 302
