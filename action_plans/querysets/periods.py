"""Which period an update belongs to."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from action_plans.models import ReportingPeriod


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def open(self):
        return self.filter(status=self.model.Status.OPEN)

    def for_update(self, happened_on: date):
        """The period an update belongs to: the one containing the day, or the next open one, or None."""
        return self.open().filter(ends_on__gte=happened_on).order_by("starts_on").first()
