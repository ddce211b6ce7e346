import pytest

from bnn_portal.templatetags.portal import breakable
from tests.factories import MembershipFactory

URL = "/akun/daftar/"


def test_it_shows_accounts_and_what_they_act_for(signed_in, staff, contact_person, coordinator, invite):
    invite()
    page = signed_in(staff).get(URL).content.decode()
    assert contact_person.memberships.get().institution.short_name in page
    assert breakable(contact_person.email) in page
    assert coordinator.name in page
    assert "Undangan belum dijawab: 1" in page


def test_staff_may_bar_institutions_accounts_and_the_leader_bnns_too(signed_in, staff, leader, contact_person):
    assert signed_in(staff).get(URL).content.decode().count('/nonaktifkan/"') == 1
    assert signed_in(leader).get(URL).content.decode().count('/nonaktifkan/"') == 2


def test_it_is_searched_and_filtered(signed_in, staff, contact_person, coordinator):
    browser = signed_in(staff)

    def names(query):
        return {account.name for account in browser.get(URL + query).context["accounts"]}

    assert names("?q=narahubung") == {contact_person.name}
    assert names("?q=" + coordinator.email) == {coordinator.name}
    assert names("?who=coordinator") == {coordinator.name}
    assert names("?who=bnn") == {staff.name}
    assert names("?q=tidak-ada") == set()
    assert browser.get(URL + "?q=%00&who=x").status_code == 200


@pytest.mark.parametrize("who", ["contact_person", "coordinator", "official"])
def test_others_are_refused(request, signed_in, who):
    assert signed_in(request.getfixturevalue(who)).get(URL).status_code == 403


def test_the_number_of_statements_is_constant(signed_in, staff, count_queries):
    browser = signed_in(staff)
    MembershipFactory()
    one = count_queries(browser, URL)
    MembershipFactory.create_batch(2)
    assert count_queries(browser, URL) == one
    MembershipFactory.create_batch(47)
    assert count_queries(browser, URL) == one


def test_only_get(signed_in, staff):
    assert signed_in(staff).post(URL).status_code == 405
