"""Charts as geometry: figures in; bars, lines and tiles out. Knows no row of the database and no mark-up.

Lengths across are percent of the picture's width and lengths down are pixels, so that a picture grows with the page
while its letters keep their size. Each chart carries its finding in words and the table of its figures; the templates
`reports/charts/*.svg` draw it for the screen and, as an image, for the paper.
"""

from reports.charts.areas import AreaGrid, District, DistrictTiles, Place, area_grid
from reports.charts.bars import STATUSES, StackedBars, StatusCounts, stacked_bars
from reports.charts.parts import NARROWEST
from reports.charts.series import Moment, TimeSeries, time_series

# What is drawn as one picture.
Chart = StackedBars | TimeSeries | DistrictTiles

__all__ = [
    "NARROWEST",
    "STATUSES",
    "AreaGrid",
    "Chart",
    "District",
    "DistrictTiles",
    "Moment",
    "Place",
    "StackedBars",
    "StatusCounts",
    "TimeSeries",
    "area_grid",
    "stacked_bars",
    "time_series",
]
