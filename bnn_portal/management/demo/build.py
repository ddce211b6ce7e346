"""Builds the demo through the services, each call at its own moment between November 2023 and yesterday."""

from django.db import transaction
from django.db.models import QuerySet

from bnn_portal.management.demo import workshop
from bnn_portal.management.demo.cast import open_office
from bnn_portal.management.demo.event import log_other_events, log_workshop
from bnn_portal.management.demo.followup import close_period, follow_item, issue_report, schedule_report
from bnn_portal.management.demo.plan import agree_plan
from bnn_portal.management.demo.stage import Stage
from stakeholders.models import OfficeSettings
from workshops.models import Workshop


def sample_workshops() -> QuerySet[Workshop]:
    """The workshop that shows whether the demo was built already, if it was."""
    return Workshop.objects.filter(theme=workshop.THEME, is_sample=True)


@transaction.atomic
def build_demo() -> None:
    """Build it, unless it is there: all of it or nothing. Two that build at once wait for each other."""
    OfficeSettings.objects.select_for_update().get()
    if sample_workshops().exists():
        return
    stage = Stage()
    open_office(stage)
    event = log_workshop(stage)
    log_other_events(stage)
    for item, row in agree_plan(stage, event):
        follow_item(stage, item, row)
    for period in stage.periods.values():
        close_period(stage, period)
    issue_report(stage)
    stage.play()
    schedule_report(stage)
