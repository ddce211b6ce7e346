from datetime import date

import pytest

from action_plans.models import ActionItem, ActionPlan, Pillar
from tests.factories import ActionItemFactory, ActionPlanFactory, MembershipFactory, ProgressUpdateFactory

URL = "/rencana-aksi/butir/"


@pytest.fixture
def found(signed_in, staff):
    browser = signed_in(staff)
    return lambda query: list(browser.get(URL + query).context["items"])


def test_each_sees_the_items_that_they_work_on_and_forkopimda_the_facts_of_all(
    signed_in, staff, contact_person, coordinator, outsider, official, dinas
):
    item = ActionItemFactory(lead=dinas)
    draft = ActionItemFactory(plan=ActionPlanFactory(status=ActionPlan.Status.DRAFT), lead=dinas)
    for user, items in [
        (staff, {item, draft}),
        (contact_person, {item}),
        (coordinator, {item}),
        (outsider, set()),
        (official, {item}),
    ]:
        assert set(signed_in(user).get(URL).context["items"]) == items


def test_forkopimda_reads_facts_and_opens_the_working_page_of_its_own_items_alone(signed_in, dinas, polresta):
    foreign, own = ActionItemFactory(lead=dinas), ActionItemFactory(lead=polresta)
    both = MembershipFactory(institution=polresta, capacity="official").user
    MembershipFactory(institution=polresta, user=both)
    page = signed_in(both).get(URL).content.decode()
    assert f"{URL}{foreign.pk}/fakta/" in page
    assert f'{URL}{own.pk}/"' in page


@pytest.mark.parametrize(("who", "is_told"), [("coordinator", True), ("official", False)])
def test_silence_is_told_by_no_filter_of_an_official(request, signed_in, who, is_told):
    page = signed_in(request.getfixturevalue(who)).get(URL, {"condition": "is_stale"})
    assert ('<option value="is_stale"' in page.content.decode()) == is_told


def test_restricted_items_are_counted_for_forkopimda_and_told_by_no_filter(signed_in, official, dinas):
    ActionItemFactory(lead=dinas)
    ActionItemFactory(lead=dinas, is_restricted=True, title="Operasi senyap", kotan_variable="law")
    browser = signed_in(official)
    page = browser.get(URL + "?plan=public&pillar=prevention")
    assert (page.context["count"], page.context["unlisted_count"], len(page.context["items"])) == (2, 1, 1)
    assert "Operasi senyap" not in page.content.decode()
    # Where nothing but a restricted item is counted, the page still says what the figure counted.
    page = browser.get(URL + "?kotan_variable=law")
    assert "1 butir aksi bersifat terbatas" in page.content.decode()
    for query in ("?q=senyap", f"?institution={dinas.pk}", "?due_until=2030-01-01"):
        assert browser.get(URL + query).context["unlisted_count"] == 0


def test_it_is_searched_and_filtered(found, dinas, polresta):
    first = ActionItemFactory(
        title="Tes urine massal", lead=dinas, pillar=Pillar.RESEARCH, kotan_variable="law", due_on=date(2024, 2, 1)
    )
    second = ActionItemFactory(lead=polresta, supporting=[dinas], status=ActionItem.Status.DONE)
    assert found("?q=urine") == [first]
    assert found(f"?q={second.code}") == [second]
    assert found(f"?institution={polresta.pk}") == [second]
    assert set(found(f"?institution={dinas.pk}")) == {first, second}
    assert found("?pillar=research") == found("?kotan_variable=law") == [first]
    assert found("?status=done") == [second]
    assert found(f"?institution={dinas.pk}&role=lead") == [first]
    assert found(f"?institution={dinas.pk}&role=supporting") == [second]
    assert found("?kotan_variable=none") == [second]
    assert set(found("?plan=public")) == {first, second}
    assert found("?plan=draft") == []
    assert found("?due_from=2024-03-01") == [second]
    assert found("?due_until=2024-03-01") == [first]
    assert found("?condition=is_overdue") == [first]
    assert found("?q=tidakada") == []


def test_silence_and_waiting_are_conditions(found, dinas):
    silent = ActionItemFactory(lead=dinas)
    waiting = ActionItemFactory(lead=dinas, due_on=date(2024, 2, 1))
    ProgressUpdateFactory(
        item=waiting, institution=dinas, status="submitted", item_status="done", happened_on=date(2024, 2, 20)
    )
    assert found("?condition=is_stale") == [silent]
    assert found("?condition=is_awaiting") == [waiting]
    assert found("?condition=is_overdue") == []


def test_what_is_due_within_seven_days_is_due_soon(found, dinas):
    ActionItemFactory(lead=dinas, due_on=date(2024, 2, 29))
    today = ActionItemFactory(lead=dinas, due_on=date(2024, 3, 1))
    soon = ActionItemFactory(lead=dinas, due_on=date(2024, 3, 8))
    ActionItemFactory(lead=dinas, due_on=date(2024, 3, 9))
    ActionItemFactory(lead=dinas, due_on=date(2024, 3, 2), status=ActionItem.Status.DONE)
    assert found("?condition=is_due_soon") == [today, soon]


def test_it_is_sorted(found, dinas, polresta):
    late = ActionItemFactory(code="RA-2", lead=polresta, due_on=date(2024, 1, 1))
    soon = ActionItemFactory(code="RA-1", lead=dinas, due_on=date(2024, 9, 1))
    done = ActionItemFactory(code="RA-3", lead=dinas, due_on=date(2023, 12, 31), status=ActionItem.Status.DONE)
    assert found("") == [late, soon, done]
    assert found("?sort=code") == [soon, late, done]
    assert found("?sort=institution") == [done, soon, late]


def test_hostile_filters_are_no_error(signed_in, staff, dinas):
    ActionItemFactory(lead=dinas)
    browser = signed_in(staff)
    for query in ("?q=%00", "?institution=x", "?institution=" + "9" * 40, "?due_from=x", "?condition=pk", "?sort=-x"):
        assert browser.get(URL + query).status_code == 200
    assert browser.get(URL + "?page=999").status_code == 404


def test_an_empty_list_says_what_to_do_next(signed_in, coordinator):
    assert "Belum ada butir aksi" in signed_in(coordinator).get(URL).content.decode()
    assert "Hapus saringan" in signed_in(coordinator).get(URL + "?status=done").content.decode()


@pytest.mark.parametrize("who", ["staff", "coordinator", "official"])
def test_the_number_of_statements_is_constant(request, signed_in, count_queries, dinas, polresta, who):
    browser = signed_in(request.getfixturevalue(who))

    def add(count):
        for _ in range(count):
            item = ActionItemFactory(lead=dinas, supporting=[polresta])
            ProgressUpdateFactory(item=item, institution=dinas)

    add(1)
    one = count_queries(browser, URL)
    assert one <= 8
    assert one <= 8
    add(2)
    assert count_queries(browser, URL) == one
    add(47)
    assert count_queries(browser, URL) == one
    add(1)
    page = browser.get(URL)
    assert len(page.context["items"]) == 50
    assert "Halaman 1 dari 2" in page.content.decode()


def test_signing_in_comes_first_and_only_get(client, signed_in, staff):
    assert client.get(URL).url == f"/masuk/?next={URL}"
    assert signed_in(staff).post(URL).status_code == 405


@pytest.mark.parametrize("area", ["35.73.02.9999", "entah", "none"])
def test_a_place_where_nothing_happens_is_said(area, staff, signed_in):
    page = signed_in(staff).get(URL, {"area": area}).content.decode()
    assert "Lokasi: " in page
    assert "Tidak ada butir aksi yang cocok" in page
