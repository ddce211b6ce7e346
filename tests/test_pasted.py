import pytest

from bnn_portal.exceptions import DomainError
from bnn_portal.pasted import read_rows

COLUMNS = {"institution": "Instansi", "name": "Nama peserta", "count": "Jumlah orang"}


def test_without_a_heading_the_order_is_the_known_one():
    assert read_rows("Dinas A\tAni\t1\r\n\r\nDinas B\tBudi\r\n", COLUMNS, most=9) == [
        {"institution": "Dinas A", "name": "Ani", "count": "1"},
        {"institution": "Dinas B", "name": "Budi"},
    ]


def test_a_heading_gives_the_order_and_leaves_out_the_rest():
    text = "No\tNama\tTelepon\tINSTANSI\n1\tAni\t081\tDinas A"
    assert read_rows(text, COLUMNS, most=9) == [{"name": "Ani", "institution": "Dinas A"}]


def test_a_cell_may_hold_lines_and_quotes():
    [row] = read_rows('Dinas A\t"Ani ""A""\nkedua"\t1', COLUMNS, most=9)
    assert row["name"] == 'Ani "A"\nkedua'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Belum ada baris"),
        ("Instansi\tNama peserta", "Belum ada baris"),
        ("A\tB\t1\tlagi", "Baris 1 berisi lebih dari 3 kolom"),
        ("A\nB\nC\nD", "paling banyak 3 baris"),
        ("x" * 200_000, "tidak terbaca"),
    ],
)
def test_what_is_no_table_is_refused(text, reason):
    with pytest.raises(DomainError, match=reason):
        read_rows(text, COLUMNS, most=3)
