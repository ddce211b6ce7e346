from datetime import date

import pytest

from action_plans.models import ActionItem, ProgressUpdate
from tests.factories import ActionItemFactory, ProgressUpdateFactory

PATH = "/tugas/selesai/"
Status = ActionItem.Status


@pytest.fixture
def page(signed_in, contact_person):
    def fetch(user=contact_person):
        response = signed_in(user).get(PATH)
        assert response.status_code == 200
        return response

    return fetch


def finish(item, institution, day):
    ProgressUpdateFactory(
        item=item,
        institution=institution,
        status=ProgressUpdate.Status.ACCEPTED,
        item_status=ProgressUpdate.ItemStatus.DONE,
        happened_on=day,
    )


def test_the_latest_done_come_first_and_say_how_late_they_were(page, dinas, polresta, in_force):
    plan = in_force.plan
    early, late = (ActionItemFactory(plan=plan, lead=dinas, status=Status.DONE) for _ in range(2))
    late.due_on = date(2024, 2, 1)
    late.save()
    finish(early, dinas, date(2024, 1, 15))
    finish(late, dinas, date(2024, 2, 6))
    cancelled = ActionItemFactory(plan=plan, lead=dinas, status=Status.CANCELLED)
    ActionItemFactory(plan=plan, lead=polresta, status=Status.DONE)

    response = page()

    assert list(response.context["items"]) == [late, early, cancelled]
    text = response.content.decode()
    assert "selesai 6 Februari 2024, terlambat 5 hari" in text
    assert "Dibatalkan" in text


def test_an_empty_page_says_when_something_comes_here(page):
    assert "setelah laporan selesainya diterima" in page().content.decode()


def test_invented_items_are_marked(page, dinas, in_force):
    ActionItemFactory(plan=in_force.plan, lead=dinas, status=Status.DONE)
    assert "bukan data nyata" not in page().content.decode()
    in_force.plan.workshop.is_sample = True
    in_force.plan.workshop.save()
    assert "bukan data nyata" in page().content.decode()


def test_nobody_reads_it_unknown(client, db):
    assert client.get(PATH).status_code == 302


def test_the_number_of_statements_does_not_grow(count_queries, signed_in, contact_person, dinas, in_force):
    browser = signed_in(contact_person)
    ActionItemFactory(plan=in_force.plan, lead=dinas, status=Status.DONE)
    with_one = count_queries(browser, PATH)
    assert with_one <= 8
    for _ in range(20):
        ActionItemFactory(plan=in_force.plan, lead=dinas, status=Status.DONE)
    assert count_queries(browser, PATH) == with_one
