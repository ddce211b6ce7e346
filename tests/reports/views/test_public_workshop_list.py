import pytest

from tests.factories import WorkshopFactory

PATH = "/kegiatan/"


def test_everybody_reads_of_the_public_events_only(client, db):
    WorkshopFactory(theme="Untuk umum", is_public=True)
    WorkshopFactory(theme="Hanya undangan")
    page = client.get(PATH).content.decode()
    assert "Untuk umum" in page
    assert "Rabu, 6 Desember 2023, Balai Uji" in page
    assert "Hanya undangan" not in page


def test_the_newest_stands_first(client, db):
    WorkshopFactory(theme="Dahulu", is_public=True, held_on="2022-01-01")
    WorkshopFactory(theme="Kemudian", is_public=True, held_on="2024-01-01")
    assert [workshop.theme for workshop in client.get(PATH).context["workshops"]] == ["Kemudian", "Dahulu"]


def test_an_empty_list_says_what_comes_next(client, db):
    assert "Belum ada kegiatan yang diumumkan" in client.get(PATH).content.decode()


@pytest.mark.parametrize("page", ["99", "0", "abc", "%00"])
def test_a_page_that_is_not_there_is_404(client, db, page):
    assert client.get(f"{PATH}?page={page}").status_code == 404


def test_the_number_of_statements_is_constant(client, count_queries, db):
    def add(count):
        WorkshopFactory.create_batch(count, is_public=True)

    add(1)
    one = count_queries(client, PATH)
    add(2)
    assert count_queries(client, PATH) == one
    add(47)
    assert count_queries(client, PATH) == one <= 8


def test_it_is_only_read(client, db):
    assert client.post(PATH).status_code == 405
