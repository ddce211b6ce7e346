"""Which updates count, who reads them, and what waits to be verified."""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from stakeholders.models import Membership

if TYPE_CHECKING:
    from action_plans.models import ProgressUpdate
    from stakeholders.models import User

Capacity = Membership.Capacity


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def counted(self, until: date | None = None):
        """Updates whose values count: accepted ones of the lead that no accepted correction replaces.

        `until` leaves out what happened later, and what was told of a closed period after its closing.
        """
        accepted = self.model.Status.ACCEPTED
        lead = apps.get_model("action_plans.Commitment").Role.LEAD
        replaced = self.model.objects.filter(replaces=OuterRef("pk"), status=accepted)
        updates = self.filter(~Exists(replaced), status=accepted, role=lead)
        return updates if until is None else updates.filter(happened_on__lte=until, period__starts_on__lte=until)

    def visible_to(self, user: "User"):
        """Sent updates of the items one works on; unsent drafts only with the institution that writes them.

        Drafts that BNN writes for its own items stay with the account that writes them.
        """
        if not user.is_authenticated:
            return self.none()
        is_draft = Q(status=self.model.Status.DRAFT)
        if user.is_bnn:
            return self.filter(~is_draft | Q(created_by=user))
        items = apps.get_model("action_plans.ActionItem").objects.visible_to(user)
        own = Q(institution__in=user.institution_ids(Capacity.CONTACT_PERSON))
        return self.filter(~is_draft | own, item__in=items)

    def with_status_note(self):
        """Annotate `status_note`: what was written when the update came to its present status; None if nothing was."""
        changes = apps.get_model("action_plans.UpdateStatusChange").objects.filter(
            update=OuterRef("pk"), to_status=OuterRef("status")
        )
        return self.annotate(status_note=Subquery(changes.order_by("-at", "-pk").values("note")[:1]))

    def awaiting_verification(self):
        """Oldest first: whoever waits longest is read first."""
        return self.filter(status=self.model.Status.SUBMITTED).order_by("submitted_at", "pk")

    def with_previous(self):
        """Annotate `previous_value` and `previous_percent`: what counts for the item until this update is accepted."""
        latest = self.model.objects.counted().filter(item=OuterRef("item")).order_by("-happened_on", "-submitted_at")
        return self.annotate(
            previous_value=Subquery(latest.values("value")[:1]),
            previous_percent=Subquery(latest.values("percent")[:1]),
        )
