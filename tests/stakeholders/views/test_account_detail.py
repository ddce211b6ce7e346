from datetime import timedelta

from bnn_portal import clock
from bnn_portal.templatetags.portal import breakable
from tests.factories import MembershipFactory, UserFactory

URL = "/akun/"


def test_it_shows_who_one_is_and_for_whom_one_acts(signed_in, contact_person):
    yesterday = clock.today() - timedelta(days=1)
    MembershipFactory(user=contact_person, institution__name="Dinas Lama", ends_on=yesterday)
    page = signed_in(contact_person).get(URL).content.decode()
    assert breakable(contact_person.email) in page
    assert "Dinas Pendidikan Uji" in page
    assert "Dinas Lama" in page
    assert "Berakhir" in page


def test_an_account_without_any_task_is_told_whom_to_ask(signed_in, db):
    assert "belum bertugas untuk instansi mana pun" in signed_in(UserFactory()).get(URL).content.decode()


def test_a_bnn_account_sees_its_role(signed_in, staff):
    assert "Staf P2M, BNN Kota Malang" in signed_in(staff).get(URL).content.decode()


def test_the_number_of_statements_is_constant(signed_in, contact_person, count_queries):
    browser = signed_in(contact_person)
    one = count_queries(browser, URL)
    for _ in range(2):
        MembershipFactory(user=contact_person)
    assert count_queries(browser, URL) == one


def test_signing_in_comes_first_and_only_get(client, signed_in, staff):
    assert client.get(URL).url == "/masuk/?next=/akun/"
    assert signed_in(staff).post(URL).status_code == 405
