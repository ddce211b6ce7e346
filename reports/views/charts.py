"""How things came along: institution by institution, month by month, and where in the city."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.views.generic import TemplateView

from action_plans.forms.item_filter import NO_AREA
from action_plans.models import ActionItem
from bnn_portal import clock
from bnn_portal.access import access
from bnn_portal.views import require
from reports import charts, figures, trends
from reports.views.summary import OVERSEERS, as_bar

# The bars that fit a sheet of paper; the others share one, and the table below names them all.
INSTITUTION_BARS = 10
MONTHS = 12

# Where the kecamatan lie, by their codes of Permendagri 72/2019.
POSITIONS = {
    "35.73.01": "north-east",
    "35.73.02": "centre",
    "35.73.03": "south-east",
    "35.73.04": "south-west",
    "35.73.05": "north-west",
}


@access(get=200, may=OVERSEERS)
class Charts(TemplateView):
    template_name = "reports/charts.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        require("reports.see_summary", user)
        overview = figures.overview(user)
        items = ActionItem.objects.counted_for(user)
        return super().get_context_data(
            is_sample=overview.is_sample,
            total=overview.total,
            today=overview.on,
            institutions=_institutions(overview),
            months=_months(items, overview),
            areas=_areas(items.filter(is_listed=True)),
            **kwargs,
        )


def _institutions(overview: figures.Overview) -> charts.StackedBars:
    bars = [as_bar(group) for group in overview.institutions.values()]
    return charts.stacked_bars("Instansi", bars, keep=INSTITUTION_BARS)


def _months(items, overview: figures.Overview) -> charts.TimeSeries:
    standings = trends.standings(items, trends.month_ends(clock.today(), MONTHS))
    # Before the first plan there is nothing to tell.
    while len(standings) > 1 and standings[0].is_empty:
        standings = standings[1:]
    moments = [
        charts.Moment(
            label=date_format(standing.on, "M"),
            note=date_format(standing.on, "Y"),
            title=date_format(standing.on, "j F Y"),
            due=standing.due,
            done=standing.done,
            late=standing.late,
            url=overview.total.doors["overdue"] if standing is standings[-1] else "",
        )
        for standing in standings
    ]
    return charts.time_series("Keadaan per", moments)


def _areas(items) -> charts.AreaGrid:
    """Restricted items stand on the map only for those who may read them: their place would tell of them."""
    places = trends.places(items)
    return charts.area_grid(
        [
            charts.District(
                one.district.name,
                one.count,
                [
                    charts.Place(place.village.name, place.count, _door(place.village.code, place.count))
                    for place in one.villages
                ],
                url=_door(one.district.code, one.count),
                position=POSITIONS.get(one.district.code, ""),
            )
            for one in places.districts
        ],
        charts.Place("Seluruh kota", places.without_area, _door(NO_AREA, places.without_area)),
    )


def _door(area: str, count: int) -> str:
    """The list of the items that take place there; none where there are none."""
    query = urlencode({"plan": "public", "area": area})
    return f"{reverse('action_plans:item_list')}?{query}" if count else ""
