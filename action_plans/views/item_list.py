"""The list of action items, on the screen and as a file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.query import EmptyQuerySet
from django.views.generic import ListView

from action_plans.forms.item_filter import ItemFilter
from action_plans.models import ActionItem
from action_plans.views.item_rows import item_rows
from bnn_portal import clock
from bnn_portal.access import access
from bnn_portal.downloads import csv_response
from stakeholders.models import User

# What restricted items are counted by where they are not shown. A search would tell their words.
COUNTED_BY = ("plan", "pillar", "kotan_variable", "status", "condition")


@access(get=200)
class ItemList(ListView):
    """The items of the account's own lists: those it works on; for Forkopimda the public facts of the whole city."""

    template_name = "action_plans/item_list.html"
    context_object_name = "items"
    paginate_by = 50

    def get_queryset(self):
        self.filter = _filter(self.request)
        return self.filter.qs

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filter, **kwargs)
        items, user = context["items"], self.request.user
        unlisted_count = _unlisted_count(self.request)
        return {
            **context,
            "rows": item_rows(items, openable_ids(user, items)),
            "is_sample": any(item.plan.workshop.is_sample for item in items),
            "is_citywide": user.is_official,
            "place": self.filter.place,
            "unlisted_count": unlisted_count,
            "count": context["paginator"].count + unlisted_count,
        }


@access(get=200)
def item_export(request):
    """The rows of the list as the address narrows and sorts them, on all its pages."""
    items = _filter(request).qs
    is_sample = items.filter(plan__workshop__is_sample=True).exists()
    name = f"butir-aksi-{clock.today():%Y-%m-%d}{'-data-contoh' if is_sample else ''}.csv"
    return csv_response(_rows(request.user, items), name=name)


def _filter(request) -> ItemFilter:
    items = ActionItem.objects.listed_for(request.user).select_related("plan__workshop")
    items = items.with_lead().with_supporting_count().with_progress().with_lateness(clock.today())
    return ItemFilter(request.GET, items.owed_first(), request=request)


def _unlisted_count(request) -> int:
    """How many restricted items a figure with this address counts beside the rows; 0 once the address asks for more."""
    asked = {name: value for name, value in request.GET.items() if value and name not in ("page", "sort")}
    if not asked.keys() <= set(COUNTED_BY):
        return 0
    unlisted = ActionItem.objects.unlisted_for(request.user)
    if isinstance(unlisted, EmptyQuerySet):  # most accounts: what is not asked need not be composed
        return 0
    return ItemFilter(asked, unlisted.with_lateness(clock.today()), request=request).qs.count()


def openable_ids(user: User, items) -> set[int]:
    """Those whose working page the account may open: all that it works on."""
    ids = {item.pk for item in items}
    if not user.is_official:
        return ids
    return set(ActionItem.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


HEAD = (
    "Nomor",
    "Butir aksi",
    "Penanggung jawab",
    "Jumlah instansi terkait",
    "Bidang",
    "Variabel KOTAN",
    "Tenggat",
    "Status",
    "Keadaan",
    "Hari terlambat",
    "Target",
    "Realisasi",
    "Satuan",
    "Capaian (%)",
    "Keterangan",
)


def _rows(user: User, items: QuerySet[ActionItem]) -> Iterator[tuple[Any, ...]]:
    tells_silence = not user.is_official
    yield HEAD
    for item in items.iterator(chunk_size=500):
        yield (
            item.code,
            item.title,
            item.lead_name,
            item.supporting_count,
            item.get_pillar_display(),
            item.get_kotan_variable_display(),
            item.due_on,
            item.get_status_display(),
            ", ".join(_states(item, tells_silence)),
            item.days_late,
            item.target,
            item.current_value,
            item.unit,
            None if item.achievement is None else round(item.achievement, 2),
            "data contoh" if item.plan.workshop.is_sample else "",
        )


def _states(item: ActionItem, tells_silence: bool) -> Iterator[str]:
    states = [("is_overdue", "Terlambat"), ("is_awaiting", "Menunggu verifikasi")]
    if tells_silence:
        states.append(("is_stale", "Lama tanpa kabar"))
    states.append(("is_restricted", "Terbatas"))
    return (label for name, label in states if getattr(item, name))
