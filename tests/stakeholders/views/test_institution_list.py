import pytest

from stakeholders.models import Institution
from tests.factories import InstitutionFactory

URL = "/instansi/"


@pytest.mark.parametrize("who", ["staff", "contact_person", "coordinator", "official"])
def test_everyone_signed_in_sees_it(request, signed_in, dinas, who):
    page = signed_in(request.getfixturevalue(who)).get(URL).content.decode()
    assert dinas.name in page
    assert ("Tambah instansi" in page) == (who == "staff")


def test_it_is_searched_and_filtered(signed_in, staff, dinas, polresta):
    browser = signed_in(staff)

    def found(query):
        return set(browser.get(URL + query).context["institutions"])

    assert found("?q=pendidikan") == {dinas}
    assert found("?kind=police") == {polresta}
    assert found("?q=pendidikan&kind=police") == set()
    assert "Tidak ada instansi yang cocok" in browser.get(URL + "?q=zzz").content.decode()


def test_hostile_filters_and_pages_are_no_error(signed_in, staff, dinas):
    browser = signed_in(staff)
    for query in ("?q=%00", "?kind=x", "?q=" + "a" * 5000, "?q=%25%27"):
        assert browser.get(URL + query).status_code == 200
    for query in ("?page=999", "?page=x", "?page=" + "9" * 50):
        assert browser.get(URL + query).status_code == 404


def test_it_is_cut_into_pages(signed_in, staff):
    InstitutionFactory.create_batch(60)
    page = signed_in(staff).get(URL)
    assert len(page.context["institutions"]) == 50
    assert "Halaman 1 dari 2" in page.content.decode()


def test_the_number_of_statements_is_constant(signed_in, staff, count_queries, bakesbangpol):
    browser = signed_in(staff)
    InstitutionFactory(coordinated_by=bakesbangpol)
    one = count_queries(browser, URL)
    InstitutionFactory.create_batch(2, coordinated_by=bakesbangpol)
    assert count_queries(browser, URL) == one
    InstitutionFactory.create_batch(44, coordinated_by=InstitutionFactory())
    assert Institution.objects.count() == 50
    assert count_queries(browser, URL) == one


def test_signing_in_comes_first_and_only_get(client, signed_in, staff):
    assert client.get(URL).url == "/masuk/?next=/instansi/"
    assert signed_in(staff).post(URL).status_code == 405
