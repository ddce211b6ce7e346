import re

PATH = "/tentang/"


def test_everybody_reads_what_kotan_is_and_where_it_was_read(client, db):
    page = client.get(PATH).content.decode()
    for variable in ("Ketahanan keluarga", "Ketahanan masyarakat", "Kewilayahan", "Kelembagaan", "Hukum"):
        assert variable in page
    assert "tidak menampilkan nilai indeks Kota Malang" in page


def test_every_number_of_a_source_leads_to_one(client, db):
    page = client.get(PATH).content.decode()
    named = set(re.findall(r'href="#(sumber-\d)"', page))
    assert named == set(re.findall(r'id="(sumber-\d)"', page))


def test_it_asks_the_database_nothing(client, count_queries, db):
    assert count_queries(client, PATH) == 0


def test_it_is_only_read(client, db):
    assert client.post(PATH).status_code == 405
