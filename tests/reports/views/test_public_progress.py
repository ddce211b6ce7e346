from datetime import date

import pytest

from action_plans.models import ActionPlan, Pillar
from tests.factories import ActionItemFactory, ActionPlanFactory, ProgressUpdateFactory
from workshops.models import Workshop

PATH = "/kemajuan/"


@pytest.fixture
def found(client):
    """`found(query)`: the titles on the list, as an anonymous reader sees it."""
    return lambda query="": [item.title for item in client.get(PATH + query).context["items"]]


def test_everybody_reads_who_promised_what_by_when(client, items, dinas):
    page = client.get(PATH).content.decode()
    for words in ("Satgas kelurahan", dinas.name, "31 Mei 2024", "Berjalan", "Terlambat", "Capaian 40%"):
        assert words in page
    assert "Operasi rahasia" not in page


def test_what_is_owed_stands_first(found, items):
    assert found() == ["Satgas kelurahan", "Tes urine berkala", "Konten kreatif", "Sosialisasi di sekolah"]


def test_it_is_searched_and_filtered(client, found, items, dinas, polresta):
    late = items["late"]
    assert found("?q=satgas") == [late.title]
    assert found(f"?q={late.code}") == [late.title]
    assert set(found(f"?institution={dinas.pk}")) == {late.title, "Sosialisasi di sekolah"}
    assert found("?status=blocked") == ["Tes urine berkala"]
    assert found("?pillar=rehabilitation") == []
    assert "Tidak ada butir aksi yang cocok" in client.get(PATH + "?pillar=rehabilitation").content.decode()


def test_states_are_filters(found, items, dinas):
    waiting = ActionItemFactory(plan=items["late"].plan, lead=dinas, title="Menanti", due_on=date(2024, 2, 1))
    ProgressUpdateFactory(item=waiting, institution=dinas, status="submitted", item_status="done")
    assert found("?condition=is_awaiting") == ["Menanti"]
    assert "Menanti" not in found("?condition=is_overdue")
    assert "Satgas kelurahan" in found("?condition=is_overdue")


def test_an_event_leads_to_what_was_promised_there(found, items):
    workshop = items["late"].plan.workshop
    ActionItemFactory(title="Dari kegiatan lain", plan=ActionPlanFactory(workshop__is_public=True))
    Workshop.objects.filter(pk=workshop.pk).update(is_public=True)
    assert len(found()) == 5
    assert "Dari kegiatan lain" not in found(f"?workshop={workshop.pk}")
    assert len(found(f"?workshop={workshop.pk}")) == 4


def test_restricted_items_are_a_number_and_no_hint_at_whose(client, items, polresta):
    def restricted(query):
        return client.get(PATH + query).context["restricted"]

    assert restricted("") == 1
    assert restricted(f"?pillar={Pillar.ERADICATION}") == 1
    assert restricted(f"?pillar={Pillar.PREVENTION}") == 0
    assert restricted("?status=in_progress") == 1
    assert restricted(f"?institution={polresta.pk}") == restricted("?q=operasi") == 0
    assert "1 butir aksi terbatas" in client.get(PATH).content.decode()


def test_only_institutions_that_take_part_are_offered(client, items, dinas, bakesbangpol):
    page = client.get(PATH).content.decode()
    assert f'<option value="{dinas.pk}">' in page
    assert f'<option value="{bakesbangpol.pk}">' not in page


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?q=%27%3B--",
        "?institution=x",
        "?institution=" + "9" * 40,
        "?pillar=%3Cscript%3E",
        "?status=withdrawn",
        "?condition=pk",
        "?workshop=-1",
        "?nonsens=1",
    ],
)
def test_hostile_filters_are_no_error(client, items, query):
    assert client.get(PATH + query).status_code == 200


@pytest.mark.parametrize("page", ["99", "0", "abc", "%00"])
def test_a_page_that_is_not_there_is_404(client, items, page):
    assert client.get(f"{PATH}?page={page}").status_code == 404


def test_an_empty_list_says_what_comes_next(client, db):
    ActionPlanFactory(status=ActionPlan.Status.OFFERED)
    assert "Belum ada rencana aksi yang berlaku" in client.get(PATH).content.decode()


def test_who_is_signed_in_reads_the_same_and_nothing_is_kept(signed_in, official, items):
    response = signed_in(official).get(PATH)
    assert "Satgas kelurahan" in response.content.decode()
    assert "Operasi rahasia" not in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("who", [None, "contact_person"])
def test_the_number_of_statements_is_constant(request, client, signed_in, count_queries, plan, dinas, polresta, who):
    browser = signed_in(request.getfixturevalue(who)) if who else client

    def add(count):
        for _ in range(count):
            item = ActionItemFactory(plan=plan, lead=dinas, supporting=[polresta])
            ProgressUpdateFactory(item=item, institution=dinas)

    add(1)
    one = count_queries(browser, PATH)
    add(2)
    assert count_queries(browser, PATH) == one
    add(47)
    assert count_queries(browser, PATH) == one <= 8
    assert count_queries(browser, PATH + "?status=in_progress&pillar=prevention") <= 8
    assert "Halaman 1 dari 3" in browser.get(PATH).content.decode()
    assert len(browser.get(PATH).content) < 48_000


def test_it_is_only_read(client, db):
    assert client.post(PATH).status_code == 405
