import pytest

from stakeholders.models import User


def url(account):
    return f"/akun/{account.pk}/nonaktifkan/"


def is_active(account):
    return User.objects.get(pk=account.pk).is_active


@pytest.fixture(autouse=True)
def _before(contact_person, staff):
    User.objects.filter(pk=contact_person.pk).update(is_active=True)


def test_it_works_and_says_so(signed_in, staff, contact_person):
    page = signed_in(staff).post(url(contact_person), follow=True)
    assert "dinonaktifkan" in page.content.decode()
    assert is_active(contact_person) is False


def test_bnns_accounts_are_the_leaders_matter(signed_in, staff, leader):
    assert signed_in(staff).post(url(leader)).status_code == 403
    assert is_active(leader)
    assert signed_in(leader).post(url(staff)).status_code == 302
    assert is_active(staff) is False


def test_nobody_does_it_to_themselves(signed_in, leader, outsider):
    for user in (leader, outsider):
        assert signed_in(user).post(url(user)).status_code == 403


@pytest.mark.parametrize("who", ["outsider", "coordinator", "official"])
def test_for_others_the_account_does_not_exist(request, signed_in, contact_person, who):
    assert signed_in(request.getfixturevalue(who)).post(url(contact_person)).status_code == 404
    assert is_active(contact_person) is True


def test_a_missing_one_and_a_get(signed_in, staff, contact_person):
    browser = signed_in(staff)
    assert browser.post("/akun/999999/nonaktifkan/").status_code == 404
    assert browser.get(url(contact_person)).status_code == 405
