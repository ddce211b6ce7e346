"""Who may open which file."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from action_plans.models import Evidence
    from stakeholders.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: "User"):
        return self.filter(update__in=apps.get_model("action_plans.ProgressUpdate").objects.visible_to(user))
