"""Who is asked to agree to which change."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

from stakeholders.models import Membership

if TYPE_CHECKING:
    from action_plans.models import Amendment
    from stakeholders.models import User

Capacity = Membership.Capacity


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def open(self):
        return self.filter(status=self.model.Status.PROPOSED)

    def awaiting_consent_of(self, institution_ids: list[int]):
        """Open ones that one of these institutions has not yet answered."""
        missing = apps.get_model("action_plans.AmendmentConsent").objects.filter(
            institution__in=institution_ids, given_at=None
        )
        return self.open().filter(pk__in=missing.values("amendment"))

    def visible_to(self, user: "User"):
        """Whoever works on the item, and whoever is asked to take it over."""
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        items = apps.get_model("action_plans.ActionItem").objects.visible_to(user)
        asked = Q(consents__institution__in=user.institution_ids(Capacity.CONTACT_PERSON))
        return self.filter(Q(item__in=items) | Q(pk__in=self.model.objects.filter(asked).values("pk")))
