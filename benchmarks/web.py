"""How fast the pages are, against minimal Django views over the same rows, and how they grow with the volume.

    .venv/bin/python -m bnn_portal.embedded --no-fsync .venv/bin/python -m benchmarks.web

Two scratch databases, of 100 and of 10,000 action items, are asked in turn by Django's test client, in this process:
the best of the rounds counts, so that a busy machine disturbs all alike. A minimal view runs behind the same
middleware and sign-in, evaluates the same queryset and prints the same columns with a bare template. Printed per page:
milliseconds, SQL statements, KB of HTML, growth from the smaller to the larger volume, ratio to the minimal view.
"""

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

if __name__ == "__main__":
    settings.ROOT_URLCONF = __name__
    django.setup()

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from action_plans.models import ActionItem, ActionPlan, Commitment, ProgressUpdate
from action_plans.services import start_progress
from action_plans.views.item_list import ItemList
from action_plans.views.items import ItemDetail
from bnn_portal import clock
from bnn_portal.management.load import build_load, refresh_statistics
from stakeholders.models import User

SIZES = (100, 10_000)
ROUNDS = 15
# What is held: SQL statements, KB of HTML, growth, ratio to the minimal view.
LIMITS = {
    "list": (8, 48, 1.15, 1.5),
    "filtered list": (8, 48, 1.15, 1.5),
    "search": (8, 48, None, 1.5),
    "item": (8, None, 1.15, 2.0),
    "plan": (8, None, None, None),
    "tasks": (8, None, None, None),
    "save": (10, None, None, 1.7),
}
# At both volumes this filter fills a page, so that its growth is that of finding and not of showing more rows. A search
# finds one of the hundred and fifty of the ten thousand.
FILTER = "?status=open&plan=public"
SEARCH = "?status=in_progress&pillar=prevention&q=sosialisasi"


# ------------------------------------------------------------------------------------------------- the minimal views


def bare(text: str):
    return engines["django"].from_string(text)


BARE_LIST = bare(
    "<!DOCTYPE html><title>Butir aksi</title><h1>Butir aksi</h1><table>{% for item in items %}<tr>"
    "<td>{{ item.code }}<td>{{ item.title }}<td>{{ item.lead_name }}<td>{{ item.supporting_count }}"
    "<td>{{ item.get_pillar_display }}<td>{{ item.due_on }}<td>{{ item.get_status_display }}<td>{{ item.is_overdue }}"
    "<td>{{ item.is_awaiting }}<td>{{ item.is_stale }}<td>{{ item.is_restricted }}<td>{{ item.achievement }}"
    "{% endfor %}</table>"
)
BARE_ITEM = bare(
    "<!DOCTYPE html><title>{{ item }}</title><h1>{{ item.title }}</h1>{{ item.code }} {{ item.get_status_display }} "
    "{{ item.description }} {{ item.plan.title }} {{ item.plan.workshop }} {{ item.outcome }} {{ item.pic }} "
    "{{ item.success_criteria }} {{ item.indicator }} {{ item.target }} {{ item.unit }} {{ item.starts_on }} "
    "{{ item.due_on }} {{ item.get_pillar_display }} {{ item.get_kotan_variable_display }} {{ item.current_value }} "
    "{{ item.achievement }} {{ item.lead_name }} {{ item.is_overdue }} {{ item.is_stale }}"
    "<ul>{% for row in checkpoints %}<li>{{ row.period }} {{ row.measure }} {{ row.target }}{% endfor %}</ul>"
    "<ul>{% for row in commitments %}<li>{{ row.institution.name }} {{ row.get_role_display }} "
    "{{ row.get_status_display }}{% for change in row.status_changes.all %} {{ change.note }}{% endfor %}"
    "{% endfor %}</ul>"
    "<ul>{% for row in updates %}<li>{{ row.submitted_at }} {{ row.submitted_by }} {{ row.institution.short_name }} "
    "{{ row.get_status_display }} {{ row.get_item_status_display }} {{ row.happened_on }} {{ row.period }} "
    "{{ row.narrative }} {{ row.value }} {{ row.percent }} {{ row.next_step }}"
    "{% for piece in row.evidence.all %} {{ piece.title }}{% endfor %}"
    "{% for change in row.status_changes.all %} {{ change.note }}{% endfor %}{% endfor %}</ul>"
    "<ul>{% for row in changes %}<li>{{ row.at }} {{ row.by }} {{ row.to_status }} {{ row.note }}{% endfor %}</ul>"
)


def minimal_list(request):
    view = ItemList()
    view.setup(request)
    page = Paginator(view.get_queryset(), ItemList.paginate_by).get_page(request.GET.get("page"))
    return HttpResponse(BARE_LIST.render({"items": page.object_list}, request))


def minimal_item(request, item_id):
    view = ItemDetail()
    view.setup(request, item_id=item_id)
    item = get_object_or_404(view.get_queryset(), pk=item_id)
    updates = item.updates.select_related("institution", "period", "submitted_by", "created_by")
    context = {
        "item": item,
        "checkpoints": item.checkpoints.select_related("period"),
        "commitments": item.commitments.select_related("institution").prefetch_related("status_changes"),
        "updates": updates.prefetch_related("evidence", "status_changes"),
        "changes": item.status_changes.select_related("by"),
    }
    return HttpResponse(BARE_ITEM.render(context, request))


class MinimalForm(forms.ModelForm):
    class Meta:
        model = ProgressUpdate
        fields = [
            "item_status",
            "value",
            "percent",
            "narrative",
            "happened_on",
            "obstacle",
            "obstacle_note",
            "next_step",
        ]


@transaction.atomic
def minimal_save(request, update_id):
    """Fetch, check, write the row, say so."""
    update = get_object_or_404(ProgressUpdate.objects.visible_to(request.user).select_for_update(), pk=update_id)
    form = MinimalForm(request.POST, instance=update)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422)
    update.version += 1
    update.edited_at, update.edited_by = clock.now(), request.user
    form.save()
    messages.success(request, "Tersimpan.")
    return redirect("action_plans:progress_update", update.pk)


urlpatterns = [
    path("minimal/list/", minimal_list),
    path("minimal/item/<int:item_id>/", minimal_item),
    path("minimal/save/<int:update_id>/", minimal_save),
    path("", include("bnn_portal.urls")),
]


# ------------------------------------------------------------------------------------------------- what is measured


@dataclass
class Page:
    """One request to the portal or to a minimal view, and what it cost."""

    name: str
    client: Client
    path: str
    update: int | None = None  # a save: the draft that is written
    is_minimal: bool = False
    best: float = float("inf")
    statements: int = 0
    size: float = 0

    def ask(self):
        if self.update is None:
            response = self.client.get(self.path)
        else:
            version = ProgressUpdate.objects.values_list("version", flat=True).get(pk=self.update)
            began = time.perf_counter()
            response = self.client.post(self.path, {**SAVED, "version": version})
            self.best = min(self.best, time.perf_counter() - began)
        expected = 200 if self.update is None else 302
        assert response.status_code == expected, (self.path, response.status_code, response.content[:500])  # noqa: S101
        return response

    def count(self) -> None:
        self.ask()
        with CaptureQueriesContext(connection) as queries:
            response = self.ask()
        # Of a save, the statement that reads the version belongs to the measurement.
        self.statements = len(queries) - (self.update is not None)
        self.size = len(response.content) / 1024
        self.best = float("inf")

    def measure(self) -> None:
        began = time.perf_counter()
        self.ask()
        if self.update is None:
            self.best = min(self.best, time.perf_counter() - began)


SAVED = {"item_status": "in_progress", "narrative": "Empat sekolah didatangi.", "obstacle": ""}


@dataclass
class Volume:
    """A scratch database with so many items, and the pages that are asked of it."""

    items: int
    database: str
    pages: list[Page] = field(default_factory=list)

    def enter(self) -> None:
        if connection.settings_dict["NAME"] != self.database:
            connection.close()
            connection.settings_dict["NAME"] = self.database


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def lay_out_pages() -> Iterator[Page]:
    """The same pages at every volume: an item with four updates in a plan of fifty, a draft with a target."""
    items = ActionItem.objects.filter(plan__status=ActionPlan.Status.IN_FORCE, status=ActionItem.Status.IN_PROGRESS)
    with_target = items.filter(target__isnull=False).order_by("pk")
    item = next(row for row in items.order_by("pk") if row.updates.count() == 4)
    target = next(row for row in with_target if not row.updates.filter(status__in=["draft", "submitted"]).exists())
    lead = target.commitments.get(role=Commitment.Role.LEAD).institution
    contact = lead.memberships.get().user
    draft = start_progress(target, lead, by=contact)
    SAVED.update(value="1", happened_on=f"{clock.today():%Y-%m-%d}")
    staff, office = sign_in(User.objects.get(email="beban.staf@contoh.example")), sign_in(contact)
    for minimal, root in ((False, "/rencana-aksi/butir/"), (True, "/minimal/list/")):
        yield Page("list", staff, root, is_minimal=minimal)
        yield Page("filtered list", staff, root + FILTER, is_minimal=minimal)
        yield Page("search", staff, root + SEARCH, is_minimal=minimal)
    yield Page("item", staff, f"/rencana-aksi/butir/{item.pk}/")
    yield Page("item", staff, f"/minimal/item/{item.pk}/", is_minimal=True)
    yield Page("plan", staff, f"/rencana-aksi/{item.plan_id}/")
    yield Page("tasks", office, "/tugas/")
    yield Page("save", office, f"/rencana-aksi/kemajuan/{draft.pk}/", update=draft.pk)
    yield Page("save", office, f"/minimal/save/{draft.pk}/", update=draft.pk, is_minimal=True)


def make_volumes(*, keep: bool) -> Iterator[Volume]:
    home = connection.settings_dict["NAME"]
    for items in SIZES:
        connection.settings_dict["NAME"] = home
        connection.settings_dict["TEST"]["NAME"] = f"scratch_web_{items}"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
        if not ActionItem.objects.exists():
            build_load(workshops=items // 50, items=items, updates=items * 4)
            refresh_statistics()
        yield Volume(items, connection.settings_dict["NAME"], list(lay_out_pages()))
    connection.close()


def print_table(volumes: list[Volume]) -> None:
    small, large = (
        {(page.name, page.is_minimal): page for page in volume.pages} for volume in (volumes[0], volumes[-1])
    )
    print(f"{'':14}{'ms':>8}{'ms':>8}{'growth':>8}{'ratio':>8}{'SQL':>6}{'SQL':>6}{'KB':>7}   not held")  # noqa: T201
    print(f"{'':14}{SIZES[0]:>8,}{SIZES[-1]:>8,}{'':>16}{SIZES[0]:>6,}{SIZES[-1]:>6,}")  # noqa: T201
    for name, limits in LIMITS.items():
        page, before, minimal = large[name, False], small[name, False], large.get((name, True))
        growth, ratio = page.best / before.best, page.best / minimal.best if minimal else 0
        statements = max(page.statements, before.statements)
        measured = zip(("SQL", "KB", "growth", "ratio"), (statements, page.size, growth, ratio), limits, strict=True)
        missed = [word for word, value, limit in measured if limit is not None and value > limit]
        if page.statements != before.statements:
            missed.append("SQL grows")
        print(  # noqa: T201
            f"{name:14}{before.best * 1000:8.1f}{page.best * 1000:8.1f}{growth:8.2f}{ratio or '':8.3}"
            f"{before.statements:6}{page.statements:6}{page.size:7.1f}   {', '.join(missed)}"
        )
    for (name, is_minimal), page in large.items():
        if is_minimal:
            print(f"minimal {name:14}{page.best * 1000:8.1f} ms, {page.statements} SQL")  # noqa: T201


def print_queries(volume: Volume, name: str) -> None:
    volume.enter()
    page = next(page for page in volume.pages if page.name == name)
    with CaptureQueriesContext(connection) as queries:
        page.ask()
    for query in queries:
        print(f"{float(query['time']) * 1000:6.0f} ms  {query['sql']}")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="how often each page is asked (default: %(default)s)"
    )
    parser.add_argument("--keep", action="store_true", help="keep the scratch databases, and use those of the last run")
    parser.add_argument("--queries", metavar="PAGE", help="also print the statements of a page, such as “list”")
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    home = connection.settings_dict["NAME"]
    volumes = list(make_volumes(keep=options.keep))
    try:
        for volume in volumes:
            volume.enter()
            for page in volume.pages:
                page.count()
        for _ in range(options.rounds):
            for volume in volumes:
                volume.enter()
                # The first to use a new connection pays for it; workers keep theirs.
                volume.pages[0].ask()
                for page in volume.pages:
                    page.measure()
        print_table(volumes)
        if options.queries:
            print_queries(volumes[-1], options.queries)
    finally:
        for volume in volumes:
            volume.enter()
            connection.creation.destroy_test_db(home, verbosity=0, keepdb=options.keep)


if __name__ == "__main__":
    main()
