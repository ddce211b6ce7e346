import pytest

from bnn_portal.templatetags.portal import breakable
from stakeholders.models import User

URL = "/akun/undangan/"


def test_staff_sees_what_is_unanswered_and_touches_not_the_leaders(signed_in, staff, leader, invite):
    invite()
    invite("staf@contoh.example", by=leader, role=User.Role.STAFF)
    page = signed_in(staff).get(URL).content.decode()
    assert breakable("baru@contoh.example") in page
    assert breakable("staf@contoh.example") in page
    assert page.count("Kirim ulang undangan") == 1
    assert signed_in(leader).get(URL).content.decode().count("Kirim ulang undangan") == 2


def test_an_empty_list_says_what_to_do(signed_in, staff):
    assert "Tidak ada undangan terbuka" in signed_in(staff).get(URL).content.decode()


@pytest.mark.parametrize("who", ["contact_person", "coordinator", "official"])
def test_others_are_refused(request, signed_in, who):
    assert signed_in(request.getfixturevalue(who)).get(URL).status_code == 403


def test_the_number_of_statements_is_constant(signed_in, staff, invite, count_queries):
    browser = signed_in(staff)
    invite()
    one = count_queries(browser, URL)
    for n in range(49):
        invite(f"orang{n}@contoh.example")
        if n == 1:
            assert count_queries(browser, URL) == one
    assert count_queries(browser, URL) == one


def test_only_get(signed_in, staff):
    assert signed_in(staff).post(URL).status_code == 405
