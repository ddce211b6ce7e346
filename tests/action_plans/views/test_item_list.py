from datetime import date

import pytest

from action_plans.models import ActionItem, ActionPlan, Pillar
from tests.factories import ActionItemFactory, ActionPlanFactory, ProgressUpdateFactory

URL = "/rencana-aksi/butir/"


@pytest.fixture
def found(signed_in, staff):
    browser = signed_in(staff)
    return lambda query: list(browser.get(URL + query).context["items"])


def test_each_sees_the_items_whose_working_page_they_may_open(
    signed_in, staff, contact_person, coordinator, outsider, official, dinas
):
    item = ActionItemFactory(lead=dinas)
    draft = ActionItemFactory(plan=ActionPlanFactory(status=ActionPlan.Status.DRAFT), lead=dinas)
    for user, items in [
        (staff, {item, draft}),
        (contact_person, {item}),
        (coordinator, {item}),
        (outsider, set()),
        (official, set()),
    ]:
        assert set(signed_in(user).get(URL).context["items"]) == items


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


@pytest.mark.parametrize("who", ["staff", "coordinator"])
def test_the_number_of_statements_is_constant(request, signed_in, count_queries, dinas, polresta, who):
    browser = signed_in(request.getfixturevalue(who))

    def add(count):
        for _ in range(count):
            item = ActionItemFactory(lead=dinas, supporting=[polresta])
            ProgressUpdateFactory(item=item, institution=dinas)

    add(1)
    one = count_queries(browser, URL)
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
