"""Who asked, and who has to answer."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from action_plans.models import Question
    from stakeholders.models import User


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self):
        """Questions that nobody has answered."""
        return self.filter(answers=None)

    def with_answers(self):
        """Fetch `answers`, with who gave them for which institution: one statement for all."""
        answers = apps.get_model("action_plans.Answer").objects.select_related("institution", "by")
        return self.prefetch_related(models.Prefetch("answers", answers))

    def awaiting(self, institution_ids: list[int]):
        """Open ones about items that one of these institutions leads or supports, the longest waiting first."""
        items = apps.get_model("action_plans.ActionItem").objects.owed_by(institution_ids)
        return self.open().filter(item__in=items).order_by("asked_at", "pk")

    def visible_to(self, user: "User"):
        """Whoever asked, while the item's facts are open to that account; whoever may open its working page."""
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        items = apps.get_model("action_plans.ActionItem").objects
        return self.filter(
            Q(item__in=items.visible_to(user)) | Q(asked_by=user, item__in=items.public_facts_visible_to(user))
        )
