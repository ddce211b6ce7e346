"""The first-visit hints: on the pages where people begin and where they stall, until the account has read them."""

import pytest

from stakeholders.models import Hint

URL = "/petunjuk/"
FIRST_PAGES = [
    ("staff", "/hari-ini/", Hint.TODAY),
    ("leader", "/hari-ini/", Hint.TODAY),
    ("contact_person", "/tugas/", Hint.TASK_LIST),
    ("coordinator", "/ringkasan/", Hint.SUMMARY),
    ("coordinator", "/rencana-aksi/butir/", Hint.ITEM_LIST),
    ("official", "/ringkasan/", Hint.SUMMARY),
]


def hint_on(page: str) -> str:
    """The text of the hint on a page; empty if there is none."""
    return page.partition('aria-labelledby="petunjuk-')[2].partition("</aside>")[0]


@pytest.mark.parametrize(("who", "path", "hint"), FIRST_PAGES)
def test_the_first_page_explains_itself_until_it_was_read(request, signed_in, who, path, hint):
    browser = signed_in(request.getfixturevalue(who))
    shown = hint_on(browser.get(path).content.decode())
    assert shown.startswith(hint)
    assert 2 <= shown.count("<li>") <= 3
    response = browser.post(URL, {"hint": hint, "page": path}, follow=True)
    assert response.redirect_chain == [(path, 302)]
    page = response.content.decode()
    assert "Petunjuk ditutup." in page
    assert not hint_on(page)


@pytest.mark.parametrize("who", ["official", "coordinator"])
def test_who_reports_nothing_is_not_told_how(request, signed_in, who):
    page = signed_in(request.getfixturevalue(who)).get("/tugas/")
    assert not hint_on(page.content.decode())


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("staff", "/hari-ini/"),
        ("contact_person", "/tugas/"),
        ("coordinator", "/rencana-aksi/butir/"),
    ],
)
def test_more_is_said_where_the_hint_leads(request, signed_in, who, path):
    browser = signed_in(request.getfixturevalue(who))
    address = hint_on(browser.get(path).content.decode()).partition('class="btn btn-quiet"')[2].partition('href="')[2]
    page, _, topic = address.partition('"')[0].partition("#")
    assert f'<h2 id="{topic}">' in browser.get(page).content.decode()


@pytest.mark.parametrize("who", ["leader", "coordinator", "official"])
def test_more_is_said_on_top_of_the_help_where_several_roles_read_the_page(request, signed_in, who):
    browser = signed_in(request.getfixturevalue(who))
    assert 'href="/bantuan/">' in hint_on(browser.get("/ringkasan/").content.decode())


def test_only_who_may_ask_is_told_to_ask(signed_in, coordinator, official):
    for user, is_told in ((coordinator, False), (official, True)):
        assert ("Minta penjelasan" in hint_on(signed_in(user).get("/ringkasan/").content.decode())) == is_told


def test_a_script_gets_what_takes_its_place_and_the_focus(signed_in, staff):
    response = signed_in(staff).post(URL, {"hint": Hint.TODAY}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert "autofocus" in response.content.decode()
    staff.refresh_from_db()
    assert staff.read_hints == [Hint.TODAY]


def test_closing_it_twice_counts_once_and_touches_nobody_else(signed_in, staff, leader):
    for _ in range(2):
        signed_in(staff).post(URL, {"hint": Hint.SUMMARY})
    signed_in(staff).post(URL, {"hint": Hint.TODAY})
    staff.refresh_from_db()
    leader.refresh_from_db()
    assert staff.read_hints == [Hint.SUMMARY, Hint.TODAY]
    assert leader.read_hints == []


@pytest.mark.parametrize("page", ["https://contoh.example/", "//contoh.example/", ""])
def test_it_leads_to_no_other_site(signed_in, staff, page):
    assert signed_in(staff).post(URL, {"hint": Hint.TODAY, "page": page}).url == "/"


def test_a_hint_that_does_not_exist_changes_nothing(signed_in, staff):
    assert signed_in(staff).post(URL, {"hint": "tidak-ada", "page": "/hari-ini/"}).url == "/"
    staff.refresh_from_db()
    assert staff.read_hints == []


def test_it_costs_no_statement(signed_in, staff, count_queries):
    before = count_queries(signed_in(staff), "/workshop/baru/")
    staff.read_hints = list(Hint)
    staff.save(update_fields=["read_hints"])
    assert count_queries(signed_in(staff), "/workshop/baru/") == before


def test_signing_in_comes_first_and_only_post(client, signed_in, staff):
    assert client.post(URL, {"hint": Hint.TODAY}).status_code == 302
    assert signed_in(staff).get(URL).status_code == 405
