"""Kecamatan and kelurahan as tiles: where items take place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.charts.parts import Table, in_words, table_of

TILES_ACROSS = 3
TILE_HEIGHT, TILE_GAP = 52, 5
GAP_ACROSS = 1.55
DARKEST = 4


@dataclass(frozen=True)
class Place:
    """A kelurahan and how many items take place there."""

    label: str
    count: int
    url: str = ""


@dataclass(frozen=True)
class District:
    """A kecamatan. `count` counts an item once, in however many of its kelurahan it takes place."""

    label: str
    count: int
    places: Sequence[Place]
    url: str = ""
    position: str = ""


@dataclass(frozen=True)
class Tile:
    """`shade` runs from 0 (none) to `DARKEST`; the number in the tile says the same."""

    place: Place
    told: str
    x: float
    width: float
    middle: float
    y: int
    shade: int


@dataclass(frozen=True)
class DistrictTiles:
    """One kecamatan's picture; `position` says where it lies in the city ("north-west")."""

    district: District
    finding: str
    tiles: tuple[Tile, ...]
    height: int
    template: str = field(default="reports/charts/area_grid.svg", init=False)


@dataclass(frozen=True)
class AreaGrid:
    """The city as one picture a kecamatan. Items without a place are counted apart, as the whole city's."""

    finding: str
    parts: tuple[DistrictTiles, ...]
    everywhere: Place
    table: Table


def area_grid(districts: Sequence[District], everywhere: Place) -> AreaGrid:
    """A tile a kelurahan, the darker the more items take place there."""
    most = max((place.count for district in districts for place in district.places), default=0)
    places = [(place, district) for district in districts for place in district.places]
    rows = [
        (f"{place.label}, {district.label}", place.url, (place.count,)) for place, district in places if place.count
    ]
    if others := len(places) - len(rows):
        rows.append((f"{others} kelurahan {'lainnya' if rows else ''}".strip(), "", (0,)))
    return AreaGrid(
        _finding_of_areas(districts, everywhere),
        tuple(_district_tiles(district, most) for district in districts),
        everywhere,
        table_of(
            ["Kelurahan, kecamatan", "Butir aksi"], [(everywhere.label, everywhere.url, (everywhere.count,)), *rows]
        ),
    )


def _district_tiles(district: District, most: int) -> DistrictTiles:
    width = (100 - GAP_ACROSS * (TILES_ACROSS - 1)) / TILES_ACROSS
    tiles = []
    for position, place in enumerate(district.places):
        row, column = divmod(position, TILES_ACROSS)
        x = round(column * (width + GAP_ACROSS), 2)
        tiles.append(
            Tile(
                place=place,
                told=f"Kelurahan {place.label}: {in_words(place.count) if place.count else 'belum ada butir aksi'}",
                x=x,
                width=round(width, 2),
                middle=round(x + width / 2, 2),
                y=row * (TILE_HEIGHT + TILE_GAP),
                shade=_shade(place.count, most),
            )
        )
    rows = -(-len(tiles) // TILES_ACROSS)
    told = f"Kecamatan {district.label}: {in_words(district.count) if district.count else 'belum ada butir aksi'}"
    return DistrictTiles(district, told, tuple(tiles), max(rows * (TILE_HEIGHT + TILE_GAP) - TILE_GAP, 0))


def _shade(count: int, most: int) -> int:
    """None at all is a shade of its own; the others share the rest evenly."""
    return 0 if not count else max(1, -(-count * DARKEST // most))


def _finding_of_areas(districts: Sequence[District], everywhere: Place) -> str:
    places = [place for district in districts for place in district.places]
    reached = [place for place in places if place.count]
    city = f" {in_words(everywhere.count)} berlaku untuk seluruh kota." if everywhere.count else ""
    if not reached:
        return f"Belum ada butir aksi yang menyebut kelurahan.{city}"
    top = max(reached, key=lambda place: place.count)
    return (
        f"Aksi berlangsung di {len(reached)} dari {len(places)} kelurahan, paling banyak di {top.label} "
        f"({in_words(top.count)}).{city}"
    )


# What is drawn as one picture.
