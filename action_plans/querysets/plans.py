"""Who sees which plan, and how far each is."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from action_plans.models import ActionPlan
    from stakeholders.models import User


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def public(self):
        return self.filter(status__in=self.model.PUBLIC_STATUSES)

    def visible_to(self, user: "User"):
        """BNN all; an institution the offered ones that ask it; everyone signed in those in force or closed."""
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        asked = apps.get_model("action_plans.Commitment").objects.asking(user)
        offered = Q(status=self.model.Status.OFFERED, pk__in=asked.values("item__plan"))
        return self.filter(offered | Q(status__in=self.model.PUBLIC_STATUSES))

    def with_item_counts(self):
        """Annotate `item_count` (withdrawn items leave every count) and `done_count`."""
        status = apps.get_model("action_plans.ActionItem").Status
        return self.annotate(
            item_count=Count("items", filter=~Q(items__status=status.WITHDRAWN)),
            done_count=Count("items", filter=Q(items__status=status.DONE)),
        )

    def awaiting_a_step(self):
        """Plans that wait for BNN or its leader: to be offered, to be agreed, to be closed.

        Annotates `item_count`, `open_count` and `unanswered_count`: items whose lead has not accepted the terms.
        """
        items = apps.get_model("action_plans.ActionItem").objects.standing().filter(plan=OuterRef("pk")).order_by()

        def number(rows):
            return Coalesce(Subquery(rows.values("plan").annotate(total=Count("pk")).values("total")), 0)

        status = self.model.Status
        plans = self.annotate(
            item_count=number(items), open_count=number(items.open()), unanswered_count=number(items.lacking_consent())
        )
        is_finished = Q(status=status.IN_FORCE, open_count=0)
        return plans.filter(Q(status__in=[status.DRAFT, status.OFFERED]) | is_finished).order_by("created_at", "pk")
