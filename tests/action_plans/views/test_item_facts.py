from datetime import date

import pytest

from action_plans.models import ActionItem
from action_plans.services import propose_amendment
from tests.factories import AppointmentFactory, EvidenceFactory, ProgressUpdateFactory
from tests.factories.action_plans import ItemStatusChangeFactory


def url(item):
    return f"/rencana-aksi/butir/{item.pk}/fakta/"


@pytest.mark.parametrize("who", ["staff", "contact_person", "outsider", "coordinator", "official"])
def test_everyone_signed_in_reads_the_public_facts(request, signed_in, in_force, dinas, who):
    ItemStatusChangeFactory(item=in_force, note="Catatan dalam")
    page = signed_in(request.getfixturevalue(who)).get(url(in_force)).content.decode()
    for words in (in_force.title, dinas.short_name, "Pencegahan", "30 Juni 2024", "Berjalan"):
        assert words in page
    assert "Catatan dalam" not in page


def test_what_belongs_to_the_working_page_stays_there(signed_in, official, in_force, dinas):
    pic = AppointmentFactory(institution=dinas, person_name="Nama Pejabat Dinas")
    ActionItem.objects.filter(pk=in_force.pk).update(pic=pic, description="Uraian dalam")
    update = ProgressUpdateFactory(
        item=in_force, institution=dinas, narrative="Cerita dalam", obstacle="budget", happened_on=date(2024, 2, 1)
    )
    EvidenceFactory(update=update, original_name="bukti-dalam.pdf")
    ProgressUpdateFactory(item=in_force, institution=dinas, status="submitted", value=9)
    page = signed_in(official).get(url(in_force)).content.decode()
    assert "<strong>4</strong> dari 10 sekolah" in page
    for words in ("Nama Pejabat Dinas", "Uraian dalam", "Cerita dalam", "Anggaran terbatas", "bukti-dalam.pdf", "90%"):
        assert words not in page
    assert "Buka halaman kerja" not in page


def test_whoever_works_on_it_is_led_to_the_working_page(signed_in, contact_person, in_force):
    assert f'/rencana-aksi/butir/{in_force.pk}/"' in signed_in(contact_person).get(url(in_force)).content.decode()


def test_whoever_is_to_take_it_over_reads_and_answers_here(signed_in, staff, outsider, official, in_force, polresta):
    propose_amendment(in_force, {"lead": polresta}, by=staff, reason="Lebih tepat di Polresta.")
    page = signed_in(outsider).get(url(in_force)).content.decode()
    assert "Lebih tepat di Polresta." in page
    assert "Setujui" in page
    assert "Lebih tepat" not in signed_in(official).get(url(in_force)).content.decode()


def test_a_restricted_item_does_not_exist_for_others(signed_in, staff, contact_person, outsider, official, in_force):
    ActionItem.objects.filter(pk=in_force.pk).update(is_restricted=True)
    assert signed_in(outsider).get(url(in_force)).status_code == 404
    assert signed_in(official).get(url(in_force)).status_code == 404
    assert signed_in(contact_person).get(url(in_force)).status_code == 200
    assert signed_in(staff).get(url(in_force)).status_code == 200


def test_an_item_that_is_not_yet_in_force_does_not_exist_for_others(client, signed_in, staff, outsider, offered):
    assert signed_in(outsider).get(url(offered)).status_code == 404
    assert signed_in(staff).post(url(offered)).status_code == 405
    assert signed_in(staff).get("/rencana-aksi/butir/9999999999/fakta/").status_code == 404
    assert client.get(url(offered)).status_code == 302


def test_the_number_of_statements_is_constant(signed_in, official, count_queries, in_force, dinas):
    browser = signed_in(official)

    def add(count):
        for _ in range(count):
            ItemStatusChangeFactory(item=in_force)
            ProgressUpdateFactory(item=in_force, institution=dinas)

    add(1)
    one = count_queries(browser, url(in_force))
    add(2)
    assert count_queries(browser, url(in_force)) == one
    add(47)
    assert count_queries(browser, url(in_force)) == one
