"""What the charts draw, what they say in words, and that picture and table tell the same."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from reports.charts import (
    NARROWEST,
    STATUSES,
    District,
    Moment,
    Place,
    StatusCounts,
    area_grid,
    stacked_bars,
    time_series,
)

HOSTILE = '<script>x</script>" onload="x'
NOTHING = StatusCounts("Rehabilitasi", done=0, in_progress=0, blocked=0, not_started=0, cancelled=0, overdue=0)
PREVENTION = StatusCounts(
    "Pencegahan", done=4, in_progress=5, blocked=2, not_started=3, cancelled=1, overdue=2, url="/daftar/", previous=20
)
REHABILITATION = replace(NOTHING, not_started=3, overdue=1)
HUGE = replace(NOTHING, label="Pemberantasan", done=1_234_567, in_progress=1, overdue=1)


def svg_of(chart, **context) -> str:
    return render_to_string(chart.template, {"chart": chart, "name": "uji", **context})


def words_of(svg: str) -> list[str]:
    return [text.strip() for text in ElementTree.fromstring(svg).itertext() if text.strip()]  # noqa: S314


def figure_of(chart) -> str:
    return render_to_string("partials/_chart.html", {"chart": chart, "name": "uji", "label": "Angka"})


# ------------------------------------------------------------------------------------------------- bars of statuses


@pytest.mark.parametrize("counts", [PREVENTION, REHABILITATION, HUGE, replace(PREVENTION, done=1, blocked=997)])
def test_the_parts_fill_the_bar_without_a_gap(counts):
    (bar,) = stacked_bars("Bidang", [counts]).bars
    edge = 0
    for part in bar.segments:
        assert part.x == pytest.approx(edge, abs=0.011)
        edge = part.x + part.width
    assert edge == pytest.approx(100, abs=0.011)


def test_parts_are_as_wide_as_their_share():
    (bar,) = stacked_bars("Bidang", [PREVENTION]).bars
    assert [(part.look, part.width) for part in bar.segments] == [
        ("done", pytest.approx(26.67)),
        ("in_progress", pytest.approx(33.33)),
        ("blocked", pytest.approx(13.33)),
        ("not_started", pytest.approx(20)),
        ("cancelled", pytest.approx(6.67)),
    ]


def test_a_number_stands_only_where_it_fits():
    (bar,) = stacked_bars("Bidang", [replace(PREVENTION, in_progress=990)]).bars
    assert [part.number for part in bar.segments] == ["", "990", "", "", ""]


def test_bars_do_not_overlap():
    chart = stacked_bars("Bidang", [PREVENTION, replace(PREVENTION, label="Kata " * 30), REHABILITATION])
    bottom = 0
    for bar in chart.bars:
        assert bar.y >= bottom
        assert bar.told_y < bar.bar_y
        bottom = bar.y + bar.height
    assert all(bottom <= entry.y < chart.height for entry in chart.legend)


def test_a_long_label_is_broken_to_fit_the_narrowest_screen():
    (bar,) = stacked_bars("Instansi", [replace(PREVENTION, label="Penelitian, pengembangan, data dan informasi")]).bars
    lines = [line for _, line in bar.lines]
    assert " ".join(lines) == "Penelitian, pengembangan, data dan informasi"
    assert max(map(len, lines)) * 7 < NARROWEST


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        ([], "Belum ada butir aksi."),
        ([NOTHING], "Belum ada butir aksi."),
        ([PREVENTION], "Pencegahan: 4 dari 15 butir aksi selesai. 2 butir aksi terlambat."),
        ([REHABILITATION, REHABILITATION], "Belum ada butir aksi yang selesai. 2 butir aksi terlambat."),
        (
            [PREVENTION, REHABILITATION, NOTHING],
            "Pencegahan paling maju: 4 dari 15 butir aksi selesai. Rehabilitasi tertinggal: 0 dari 3. "
            "3 butir aksi terlambat.",
        ),
        (
            [replace(REHABILITATION, done=3, overdue=0), replace(PREVENTION, **dict.fromkeys(dict(STATUSES), 1))],
            "Rehabilitasi paling maju: 3 dari 6 butir aksi selesai. Pencegahan tertinggal: 1 dari 5. "
            "2 butir aksi terlambat.",
        ),
        (
            [replace(NOTHING, done=1, in_progress=1), replace(NOTHING, label="Lain", done=2, in_progress=2)],
            "Kemajuan di semua bagian sama. 3 butir aksi selesai. Tidak ada yang terlambat.",
        ),
    ],
)
def test_the_bars_say_what_they_show(counts, finding):
    assert stacked_bars("Bidang", counts).finding == finding


def test_picture_and_table_of_the_bars_tell_the_same():
    chart = stacked_bars("Bidang", [PREVENTION, REHABILITATION, HUGE], previous="akhir B06 2024")
    told = dict(zip([bar.label for bar in chart.bars], [bar.told for bar in chart.bars], strict=True))
    assert told == {
        "Pencegahan": "4 dari 15 selesai, 2 terlambat",
        "Rehabilitasi": "0 dari 3 selesai, 1 terlambat",
        "Pemberantasan": "1.234.567 dari 1.234.568 selesai, 1 terlambat",
    }
    assert [[cell.value for cell in row.cells] for row in chart.table.rows] == [
        [15, 4, 5, 2, 3, 1, 2, 20],
        [3, 0, 0, 0, 3, 0, 1, None],
        [1_234_568, 1_234_567, 1, 0, 0, 0, 1, None],
    ]
    assert chart.table.head[-1] == "Selesai pada akhir B06 2024 (%)"
    words = words_of(svg_of(chart))
    assert set(told.values()) < set(words)
    numbers = {part.number for part in chart.bars[0].segments}
    assert numbers == {"4", "5", "2", "3", "1"}
    assert numbers < set(words)


def test_every_status_is_named_in_the_legend_and_the_previous_period_too():
    chart = stacked_bars("Bidang", [PREVENTION], previous="akhir B06 2024")
    labels = [entry.label for entry in chart.legend]
    assert labels == [*(label for _, label in STATUSES), "Selesai pada akhir B06 2024"]
    assert [entry.label for entry in stacked_bars("Bidang", [REHABILITATION]).legend] == ["Belum dimulai"]


def test_the_smaller_groups_share_a_bar_and_keep_their_rows():
    groups = [replace(PREVENTION, label=f"Dinas {number}", done=number) for number in range(20)]
    chart = stacked_bars("Instansi", groups, keep=12)
    assert [bar.label for bar in chart.bars][:2] == ["Dinas 19", "Dinas 18"]
    assert len(chart.bars) == 13
    assert (chart.bars[-1].label, chart.bars[-1].url) == ("8 lainnya", "")
    assert chart.bars[-1].told == "28 dari 116 selesai, 16 terlambat"
    assert len(chart.table.rows) == 20


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        ([NOTHING], "Belum ada butir aksi."),
        (
            [PREVENTION, replace(NOTHING, done=2), REHABILITATION],
            "Dari 3 instansi, 1 menyelesaikan semua butir aksinya. 2 punya yang terlambat, terbanyak Pencegahan "
            "(2 butir aksi).",
        ),
        (
            [replace(PREVENTION, overdue=0)],
            "Dari 1 instansi, belum ada yang menyelesaikan semua butir aksinya. Tidak ada yang terlambat.",
        ),
    ],
)
def test_among_many_nobody_is_called_last(counts, finding):
    assert stacked_bars("Instansi", counts, keep=12).finding == finding


def test_a_bar_leads_to_its_list_on_screen_and_nowhere_on_paper():
    chart = stacked_bars("Bidang", [PREVENTION, REHABILITATION])
    assert svg_of(chart).count("<a href=") == 1
    assert '<a href="/daftar/">Pencegahan</a>' in figure_of(chart)
    assert "<a " not in svg_of(chart, paper=True)


# -------------------------------------------------------------------------------------------------- items over time


def moment(label: str, due: int, done: int, late: int) -> Moment:
    return Moment(label, f"akhir {label} 2024", due, done, late, note="2024")


YEAR = [moment(f"B{number}", number, number // 2, number - number // 2) for number in range(1, 13)]


def test_the_columns_fill_the_width_and_the_lines_stay_inside():
    chart = time_series("Akhir bulan", YEAR)
    assert chart.columns[-1].x + chart.columns[-1].width == pytest.approx(100)
    for series in chart.series:
        assert series.lines[0].x1 == 0
        assert series.lines[-1].x2 == pytest.approx(100)
        assert all(0 <= y <= chart.bottom for line in series.lines for y in (line.y1, line.y2))


def test_a_line_is_one_piece():
    for series in time_series("Akhir bulan", YEAR).series:
        for one, following in zip(series.lines, series.lines[1:], strict=False):
            assert (one.x2, one.y2) == pytest.approx((following.x1, following.y1), abs=0.011)


def test_more_stands_higher_and_nothing_on_the_ground():
    chart = time_series("Akhir bulan", [moment("Jan", 0, 0, 0), moment("Feb", 8, 4, 4)])
    due = chart.series[0].lines
    assert (due[0].y1, due[-1].y1) == (chart.bottom, chart.ticks[-1].y)


def test_months_are_named_sparsely_and_the_last_one_always():
    labels = [column.label for column in time_series("Akhir bulan", YEAR).columns]
    assert labels == ["", "B2", "", "B4", "", "B6", "", "B8", "", "B10", "", "B12"]
    assert [column.note for column in time_series("Akhir bulan", YEAR).columns].count("2024") == 1


@pytest.mark.parametrize(
    ("moments", "finding"),
    [
        ([], "Belum ada butir aksi yang jatuh tempo atau selesai."),
        ([moment("Jan", 0, 0, 0)], "Belum ada butir aksi yang jatuh tempo atau selesai."),
        (
            [moment("Jan", 1, 0, 1)],
            "Sampai akhir Jan 2024, 1 butir aksi harus sudah selesai, 0 selesai, 1 terlambat.",
        ),
        (
            [moment("Jan", 3, 1, 2), moment("Feb", 9, 8, 1)],
            "Sampai akhir Feb 2024, 9 butir aksi harus sudah selesai, 8 selesai, 1 terlambat. "
            "Sejak akhir Jan 2024, yang selesai bertambah 7 dan yang terlambat berkurang 1.",
        ),
        (
            [moment("Jan", 3, 1, 2), moment("Feb", 3, 1, 2)],
            "Sampai akhir Feb 2024, 3 butir aksi harus sudah selesai, 1 selesai, 2 terlambat. "
            "Sejak akhir Jan 2024, yang selesai tetap dan yang terlambat tetap.",
        ),
    ],
)
def test_the_lines_say_what_they_show(moments, finding):
    assert time_series("Akhir bulan", moments).finding == finding


def test_picture_and_table_of_the_lines_tell_the_same():
    chart = time_series("Akhir bulan", [moment("Jan", 3, 1, 2), moment("Feb", 9_000_000, 8, 1)])
    assert [(row.label, [cell.value for cell in row.cells]) for row in chart.table.rows] == [
        ("akhir Feb 2024", [9_000_000, 8, 1]),
        ("akhir Jan 2024", [3, 1, 2]),
    ]
    words = words_of(svg_of(chart))
    assert "akhir Jan 2024: 3 butir aksi harus sudah selesai, 1 selesai, 2 terlambat" in words
    assert {"Harus sudah selesai: 9.000.000", "Selesai: 8", "Terlambat: 1"} < set(words)


# --------------------------------------------------------------------------------------- kecamatan and kelurahan


def city(*counts: int) -> list[District]:
    """Five kecamatan with 57 kelurahan; the first ones have the given counts."""
    numbers = iter([*counts, *[0] * (57 - len(counts))])
    return [
        District(
            f"Kecamatan {letter}",
            sum(counts),
            [
                Place(f"{letter}{number}", count, url=f"/daftar/{letter}{number}" if count else "")
                for number, count in enumerate([next(numbers) for _ in range(size)])
            ],
        )
        for letter, size in zip("ABCDE", (11, 11, 12, 11, 12), strict=True)
    ]


EVERYWHERE = Place("Seluruh kota", 6, url="/daftar/kota")


def test_there_is_a_tile_for_every_kelurahan_and_none_leaves_the_picture():
    grid = area_grid(city(3, 1), EVERYWHERE)
    assert [len(part.tiles) for part in grid.parts] == [11, 11, 12, 11, 12]
    for part in grid.parts:
        assert len({(tile.x, tile.y) for tile in part.tiles}) == len(part.tiles)
        assert all(tile.x + tile.width <= 100.01 and tile.y < part.height for tile in part.tiles)


def test_a_tile_is_the_darker_the_more_takes_place_there():
    tiles = area_grid(city(0, 1, 4, 5, 9, 12), EVERYWHERE).parts[0].tiles
    assert [tile.shade for tile in tiles[:7]] == [0, 1, 2, 2, 3, 4, 0]
    assert {tile.shade for tile in area_grid(city(1, 1), EVERYWHERE).parts[0].tiles} == {0, 4}
    assert area_grid(city(1, 1_000_000), EVERYWHERE).parts[0].tiles[0].shade == 1


@pytest.mark.parametrize(
    ("counts", "everywhere", "finding"),
    [
        ((), Place("Seluruh kota", 0), "Belum ada butir aksi yang menyebut kelurahan."),
        (
            (),
            EVERYWHERE,
            "Belum ada butir aksi yang menyebut kelurahan. 6 butir aksi berlaku untuk seluruh kota.",
        ),
        (
            (1, 3, 2),
            EVERYWHERE,
            "Aksi berlangsung di 3 dari 57 kelurahan, paling banyak di A1 (3 butir aksi). "
            "6 butir aksi berlaku untuk seluruh kota.",
        ),
    ],
)
def test_the_grid_says_what_it_shows(counts, everywhere, finding):
    assert area_grid(city(*counts), everywhere).finding == finding


def test_picture_and_table_of_the_grid_tell_the_same():
    grid = area_grid(city(1, 3, 2), EVERYWHERE)
    table = {row.label: row.cells[0].value for row in grid.table.rows}
    assert table == {
        "Seluruh kota": 6,
        "A0, Kecamatan A": 1,
        "A1, Kecamatan A": 3,
        "A2, Kecamatan A": 2,
        "54 kelurahan lainnya": 0,
    }
    drawn = re.findall(r"<title>Kelurahan (\w+): (\d+) butir aksi</title>", figure_of(grid))
    assert drawn == [("A0", "1"), ("A1", "3"), ("A2", "2")]
    assert figure_of(grid).count(": belum ada butir aksi</title>") == 54


# ----------------------------------------------------------------------------------------------------- what they share


CHARTS = [
    stacked_bars("Bidang", [replace(PREVENTION, label=HOSTILE, url=f"/?q={HOSTILE}")], previous=HOSTILE),
    time_series("Akhir bulan", [replace(YEAR[0], label=HOSTILE, title=HOSTILE, note=HOSTILE)]),
    area_grid([District(HOSTILE, 1, [Place(HOSTILE, 1, url="/")])], EVERYWHERE).parts[0],
]


@pytest.mark.parametrize("paper", [True, False], ids=["paper", "screen"])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_what_people_typed_stays_text(chart, paper):
    root = ElementTree.fromstring(svg_of(chart, paper=paper))  # noqa: S314
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_no_style_is_inline_and_no_number_has_a_comma(chart):
    svg = svg_of(chart)
    assert "style=" not in svg
    assert "<style" not in svg
    assert not re.search(r'\s(?:x|y|x1|x2|y1|y2|width|height)="[^"]*,', svg)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_the_picture_bears_its_finding(chart):
    root = ElementTree.fromstring(svg_of(chart, paper=True))  # noqa: S314
    assert (root.get("role"), root.get("aria-label")) == ("img", chart.finding)


@pytest.mark.parametrize(
    "chart",
    [stacked_bars("Bidang", []), time_series("Akhir bulan", [])],
    ids=lambda chart: type(chart).__name__,
)
def test_nothing_to_show_is_said_in_words(chart):
    figure = figure_of(chart)
    assert chart.finding in figure
    assert "chart-drawing" not in figure
