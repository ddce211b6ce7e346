from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from action_plans.models import ActionItem, ActionPlan
from tests.factories import InstitutionFactory

HEADING = "No\tAksi\tBidang\tPenanggung jawab\tIndikator\tSatuan\tTarget\tTenggat"
FULL = "1\tSosialisasi\tPencegahan\tDinas Pendidikan\tJumlah sekolah\tsekolah\t1.250,5\t31/12/2024"
SHORT = "2\tPascarehabilitasi\tREHABILITASI\tPolresta Uji\t\t\t\t2024-06-30"


@pytest.fixture
def url(plan):
    return f"/rencana-aksi/{plan.pk}/tempel-butir/"


@pytest.fixture
def browser(signed_in, staff):
    return signed_in(staff)


def table(*rows):
    return "\r\n".join([HEADING, *rows])


def test_what_was_understood_is_shown_before_it_is_saved(browser, url, dinas, polresta):
    response = browser.post(url, {"text": table(FULL, SHORT)})
    page = response.content.decode()
    assert response.status_code == 200
    for text in ("2 baris terbaca", "Simpan 2 butir", "1.250,5", "31 Desember 2024", "Dinas Pendidikan Uji"):
        assert text in page
    assert not ActionItem.objects.exists()


def test_confirmed_rows_become_items(browser, plan, url, dinas, polresta):
    response = browser.post(url, {"text": table(FULL, SHORT), "save": "1"})
    assert (response.status_code, response.url) == (302, f"/rencana-aksi/{plan.pk}/")
    full, short = plan.items.order_by("code")
    assert (full.title, full.pillar, full.target, full.unit) == (
        "Sosialisasi",
        "prevention",
        Decimal("1250.5"),
        "sekolah",
    )
    assert (full.due_on, full.commitments.get().institution) == (date(2024, 12, 31), dinas)
    assert (short.pillar, short.target, short.commitments.get().institution) == ("rehabilitation", None, polresta)


@pytest.mark.parametrize("extra", [{}, {"save": "1"}], ids=["checked", "confirmed"])
def test_every_wrong_row_is_named_and_none_is_saved(browser, url, dinas, polresta, extra):
    rows = [
        FULL,
        "2\t\tNujum\tDinas Khayal\t\t\t0\t31/02/2024",
        "3\tTanpa satuan\tPencegahan\tDinas Pendidikan\t\t\t5\t31.12.2024",
    ]
    response = browser.post(url, {"text": table(*rows), **extra})
    page = response.content.decode()
    assert response.status_code == 422
    for text in (
        "Perbaiki baris 2, 3.",
        "Wajib diisi.",
        "“Dinas Khayal” belum terdaftar",
        "Nujum",
        "Tulis seperti 31/12/2026.",
        "Isi satuan untuk target ini.",
    ):
        assert text in page
    assert not ActionItem.objects.exists()


def test_what_the_plan_refuses_saves_none(browser, plan, url, dinas, polresta):
    ActionPlan.objects.update(status=ActionPlan.Status.IN_FORCE)
    response = browser.post(url, {"text": table(FULL, SHORT), "save": "1"})
    assert response.status_code == 422
    assert "berstatus “Berlaku”" in response.content.decode()
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("text", ["", "x" * 100_001, "a\x00b", HEADING, "\t".join("abcdefghij")])
def test_what_is_no_table_is_refused(browser, url, text):
    assert browser.post(url, {"text": text}).status_code == 422


def test_looking_costs_no_more_for_many_rows(browser, url, dinas, polresta):
    counts = []
    for number in (1, 3, 50):
        InstitutionFactory.create_batch(number)
        with CaptureQueriesContext(connection) as queries:
            assert browser.post(url, {"text": table(*[FULL] * number)}).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 8


def test_saving_costs_no_more_for_many_rows(browser, url, dinas, polresta, django_assert_num_queries):
    browser.post(url, {"text": table(SHORT), "save": "1"})
    for number in (1, 3, 50):
        with django_assert_num_queries(11):
            assert browser.post(url, {"text": table(*[FULL] * number), "save": "1"}).status_code == 302


def test_the_page_is_offered_while_the_plan_is_drafted(browser, plan, url):
    assert url in browser.get(f"/rencana-aksi/{plan.pk}/").content.decode()
    assert browser.get(url).status_code == 200


def test_a_plan_in_force_is_not_offered_a_form(signed_in, staff, in_force):
    page = signed_in(staff).get(f"/rencana-aksi/{in_force.plan_id}/tempel-butir/").content.decode()
    assert "tidak dapat ditambahkan lagi" in page
    assert "<textarea" not in page


def test_only_bnn_may(signed_in, offered, contact_person, outsider):
    url = f"/rencana-aksi/{offered.plan.pk}/tempel-butir/"
    assert signed_in(contact_person).get(url).status_code == 403
    assert signed_in(contact_person).post(url).status_code == 403
    assert signed_in(outsider).get(url).status_code == 404
    assert signed_in(outsider).post(url).status_code == 404


def test_other_methods_are_refused(browser, url):
    assert browser.put(url).status_code == 405
