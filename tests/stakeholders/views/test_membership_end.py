import pytest

from bnn_portal import clock


@pytest.fixture
def membership(contact_person):
    return contact_person.memberships.get()


def url(membership):
    return f"/akun/keanggotaan/{membership.pk}/akhiri/"


def test_today_becomes_the_last_day_and_the_row_stays(signed_in, staff, membership):
    page = signed_in(staff).post(url(membership), follow=True)
    assert page.redirect_chain == [(f"/instansi/{membership.institution_id}/", 302)]
    assert "berakhir hari ini" in page.content.decode()
    membership.refresh_from_db()
    assert membership.ends_on == clock.today()


def test_a_second_end_is_refused_and_says_why(signed_in, staff, membership):
    browser = signed_in(staff)
    browser.post(url(membership))
    assert "sudah berakhir" in browser.post(url(membership), follow=True).content.decode()


@pytest.mark.parametrize("who", ["contact_person", "outsider", "coordinator", "official"])
def test_for_others_it_does_not_exist(request, signed_in, membership, who):
    assert signed_in(request.getfixturevalue(who)).post(url(membership)).status_code == 404
    membership.refresh_from_db()
    assert membership.ends_on is None


def test_a_missing_one_and_a_get(signed_in, staff, membership):
    browser = signed_in(staff)
    assert browser.post("/akun/keanggotaan/999999/akhiri/").status_code == 404
    assert browser.get(url(membership)).status_code == 405
