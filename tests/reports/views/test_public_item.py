import pytest

from action_plans.models import ActionItem, ActionPlan
from tests.factories import ActionItemFactory, ActionPlanFactory, ProgressUpdateFactory
from tests.factories.action_plans import ItemStatusChangeFactory
from workshops.models import Workshop


def path(item):
    return f"/kemajuan/{item.code}/"


def test_everybody_reads_the_promise_and_its_accepted_states(client, items, dinas, polresta):
    page = client.get(path(items["late"])).content.decode()
    for words in ("Satgas kelurahan", dinas.name, "Pencegahan", "31 Mei 2024", "<strong>4</strong> dari 10 kegiatan"):
        assert words in page
    assert "Realisasi 4 kegiatan dari 10" in page
    assert "1 Maret 2024" in page


def test_who_supports_is_named(client, add_item, dinas, polresta):
    item = add_item("not_started", lead=dinas, supporting=[polresta])
    page = client.get(path(item)).content.decode()
    assert polresta.name in page
    assert "Belum ada laporan yang diterima" in page


def test_without_a_target_the_percent_is_told(client, add_item, dinas):
    item = add_item("in_progress", lead=dinas, target=None, unit="")
    ProgressUpdateFactory(item=item, institution=dinas, value=None, percent=35)
    page = client.get(path(item)).content.decode()
    assert "Dilaporkan dalam persen" in page
    assert "Capaian 35%" in page


def test_the_event_is_linked_once_it_is_public(client, items):
    item = items["late"]
    assert "Kegiatan asal" not in client.get(path(item)).content.decode()
    Workshop.objects.update(is_public=True)
    assert f'href="/kegiatan/{item.plan.workshop_id}/"' in client.get(path(item)).content.decode()


def test_what_is_not_public_does_not_exist_for_anybody(client, signed_in, staff, items, dinas):
    offered = ActionItemFactory(plan=ActionPlanFactory(status=ActionPlan.Status.OFFERED), lead=dinas)
    withdrawn = ActionItemFactory(plan=items["late"].plan, status=ActionItem.Status.WITHDRAWN)
    for item in (items["restricted"], offered, withdrawn):
        assert client.get(path(item)).status_code == 404
        assert signed_in(staff).get(path(item)).status_code == 404


@pytest.mark.parametrize("code", ["RA-TIDAK-ADA", "x" * 2000, "-", "1"])
def test_a_number_that_nobody_has_is_404(client, items, code):
    assert client.get(f"/kemajuan/{code}/").status_code == 404


@pytest.mark.parametrize("code", ["%00", "%27%20OR%201=1", "..%2F..", "%F0%9F%91%AE"])
def test_what_is_no_number_is_404(client, items, code):
    assert client.get(f"/kemajuan/{code}/").status_code == 404


def test_it_is_shared_with_its_state(client, items, settings):
    settings.PORTAL_URL = "https://portal.example"
    page = client.get(path(items["late"])).content.decode()
    assert "Satgas+kelurahan" in page
    assert "terlambat" in page.split("wa.me")[1].split('"')[0]
    assert '<meta property="og:type" content="article">' in page


def test_the_number_of_statements_is_constant(client, count_queries, items, dinas):
    item = items["late"]

    def add(count):
        for _ in range(count):
            ItemStatusChangeFactory(item=item)
            ProgressUpdateFactory(item=item, institution=dinas)

    add(1)
    one = count_queries(client, path(item))
    add(2)
    assert count_queries(client, path(item)) == one
    add(47)
    assert count_queries(client, path(item)) == one <= 8


def test_it_is_only_read(client, items):
    assert client.post(path(items["late"])).status_code == 405
