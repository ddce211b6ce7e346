import csv
from datetime import date
from io import StringIO

import pytest

from action_plans.models import ActionItem
from tests.factories import ActionItemFactory, ActionPlanFactory, ProgressUpdateFactory, WorkshopFactory

LIST = "/rencana-aksi/butir/"
URL = "/rencana-aksi/butir/unduh/"


def rows_of(response) -> list[dict]:
    text = b"".join(response).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:], newline=""), delimiter=";"))


def codes(rows) -> list[str]:
    return [row["Nomor"] for row in rows]


@pytest.mark.parametrize("who", ["staff", "contact_person", "coordinator", "official", "outsider"])
@pytest.mark.parametrize("query", ["", "?status=done", "?condition=is_overdue&sort=institution", "?pillar=law"])
def test_it_holds_the_rows_that_are_on_screen_in_their_order(request, signed_in, dinas, polresta, who, query):
    ActionItemFactory(lead=dinas, due_on=date(2024, 2, 1))
    ActionItemFactory(lead=polresta, due_on=date(2024, 1, 1))
    ActionItemFactory(lead=dinas, status=ActionItem.Status.DONE)
    ActionItemFactory(lead=dinas, is_restricted=True)
    browser = signed_in(request.getfixturevalue(who))
    on_screen = [item.code for item in browser.get(LIST + query).context["items"]]
    assert codes(rows_of(browser.get(URL + query))) == on_screen


def test_the_page_offers_it_with_its_own_filters(signed_in, staff, dinas):
    ActionItemFactory(lead=dinas)
    page = signed_in(staff).get(f"{LIST}?status=not_started&page=1").content.decode()
    assert f'href="{URL}?status=not_started"' in page


def test_it_goes_beyond_the_first_page(signed_in, staff, dinas):
    ActionItemFactory.create_batch(60, lead=dinas)
    assert len(rows_of(signed_in(staff).get(URL + "?page=2"))) == 60


def test_a_row_tells_what_the_list_tells(signed_in, staff, dinas, polresta):
    item = ActionItemFactory(
        title='Sosialisasi; "tatap muka"', lead=dinas, supporting=[polresta], due_on=date(2024, 2, 1), target=3
    )
    ProgressUpdateFactory(item=item, institution=dinas, value=2, happened_on=date(2024, 2, 20))
    (row,) = rows_of(signed_in(staff).get(URL))
    assert row == {
        "Nomor": item.code,
        "Butir aksi": 'Sosialisasi; "tatap muka"',
        "Penanggung jawab": "Dinas Pendidikan",
        "Jumlah instansi terkait": "1",
        "Bidang": "Pencegahan",
        "Variabel KOTAN": "",
        "Tenggat": "2024-02-01",
        "Status": "Belum dimulai",
        "Keadaan": "Terlambat",
        "Hari terlambat": "29",
        "Target": "3,00",
        "Realisasi": "2,00",
        "Satuan": "kegiatan",
        "Capaian (%)": "66,67",
        "Keterangan": "",
    }


def test_forkopimda_is_not_told_of_silence_and_of_no_restricted_item(signed_in, staff, official, dinas):
    ActionItemFactory(lead=dinas)
    ActionItemFactory(lead=dinas, is_restricted=True)
    assert [row["Keadaan"] for row in rows_of(signed_in(staff).get(URL))] == [
        "Lama tanpa kabar",
        "Lama tanpa kabar, Terbatas",
    ]
    assert [row["Keadaan"] for row in rows_of(signed_in(official).get(URL))] == [""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_live_formula(signed_in, staff, dinas, start):
    ActionItemFactory(lead=dinas, title=f"{start}HYPERLINK(1)")
    (row,) = rows_of(signed_in(staff).get(URL))
    assert row["Butir aksi"] == f"'{start}HYPERLINK(1)"


def test_its_name_speaks_and_sample_data_say_so(signed_in, staff, dinas):
    browser = signed_in(staff)
    real = ActionItemFactory(lead=dinas)
    response = browser.get(URL)
    assert response["Content-Disposition"] == 'attachment; filename="butir-aksi-2024-03-01.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    b"".join(response)
    sample = ActionItemFactory(lead=dinas, plan=ActionPlanFactory(workshop=WorkshopFactory(is_sample=True)))
    response = browser.get(URL + "?sort=code")
    assert "butir-aksi-2024-03-01-data-contoh.csv" in response["Content-Disposition"]
    assert {row["Nomor"]: row["Keterangan"] for row in rows_of(response)} == {
        real.code: "",
        sample.code: "data contoh",
    }


def test_the_number_of_statements_is_constant(
    signed_in, staff, dinas, polresta, django_assert_num_queries, django_assert_max_num_queries
):
    browser = signed_in(staff)
    with django_assert_max_num_queries(8) as first:
        rows_of(browser.get(URL))
    for _ in range(50):
        ActionItemFactory(lead=dinas, supporting=[polresta])
    with django_assert_num_queries(len(first)):
        assert len(rows_of(browser.get(URL))) == 50


def test_signing_in_comes_first_and_only_get(client, signed_in, staff):
    assert client.get(URL).url == f"/masuk/?next={URL}"
    assert signed_in(staff).post(URL).status_code == 405
