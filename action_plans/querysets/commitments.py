"""Who works on an item, and who is asked to."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

from stakeholders.models import Membership

if TYPE_CHECKING:
    from action_plans.models import Commitment
    from stakeholders.models import User

Capacity = Membership.Capacity


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def open(self):
        return self.filter(status__in=self.model.OPEN_STATUSES)

    def leading(self):
        return self.open().filter(role=self.model.Role.LEAD)

    def asking(self, user: "User"):
        """Rows by which an offered plan asks the user's institution, answered or not."""
        return self.exclude(status=self.model.Status.WITHDRAWN).filter(
            institution__in=user.institution_ids(Capacity.CONTACT_PERSON)
        )

    def working(self, user: "User"):
        """Rows by which the user works on an item in force: as contact person, or as coordinator of the institution."""
        return self.open().filter(
            Q(institution__in=user.institution_ids(Capacity.CONTACT_PERSON))
            | Q(institution__coordinated_by__in=user.institution_ids(Capacity.COORDINATOR))
        )

    def visible_to(self, user: "User"):
        return self.filter(item__in=apps.get_model("action_plans.ActionItem").objects.visible_to(user))
