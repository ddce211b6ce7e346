"""Synthetic volume for benchmarks: plausible rows in bulk, past the services, the same for the same day and numbers.

Every row of it begins with `PREFIX`, belongs to sample workshops, and keeps the rules that the services keep: one lead,
one open update per item and institution, a status change for every move, an item's status following its lead's last
accepted word. Evidence is links, so that nothing is written to the disk.
"""

from django.db import connection, transaction

from bnn_portal.management.load.items import add_items, commit_institutions
from bnn_portal.management.load.people import add_people
from bnn_portal.management.load.rows import PREFIX, Rows
from bnn_portal.management.load.updates import add_updates
from bnn_portal.management.load.workshops import add_plans, add_workshops

__all__ = ["PREFIX", "build_load", "refresh_statistics"]


@transaction.atomic
def build_load(*, workshops: int, items: int, updates: int) -> None:
    """Add so many workshops with a plan each, so many items in these plans, and so many updates of those in force."""
    rows = Rows()
    people = add_people(rows)
    plans = add_plans(rows, people, add_workshops(rows, people, workshops))
    planned = add_items(rows, people, plans, items)
    committed = commit_institutions(rows, people, planned)
    add_updates(rows, people, committed, updates)
    rows.create_changes()


def refresh_statistics() -> None:
    """Let the database plan with the new rows.

    By name: the server's own tables would stay locked to all its databases until the transaction ends.
    """
    tables = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
