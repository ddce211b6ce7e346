"""“What do we owe, and by when?”"""

from django.db.models import Exists, F, OuterRef, Q
from django.views.generic import ListView

from action_plans.models import ActionItem, ActionPlan, Amendment, Commitment, Question
from action_plans.querysets import ActionItemQuerySet
from action_plans.views.item_rows import task_tags
from bnn_portal import clock
from bnn_portal.access import access
from bnn_portal.templatetags.portal import DERIVED_LABELS
from stakeholders.models import User

COUNT_ORDER = ("overdue", "blocked", "in_progress", "not_started", "done")


IS_KNOWN = Q(plan__status__in=ActionPlan.PUBLIC_STATUSES)
IS_FINISHED = ~Q(status__in=ActionItem.OPEN_STATUSES)


def _owed(user: User) -> ActionItemQuerySet:
    """All that the account's institutions lead or support, or are asked to."""
    items = ActionItem.objects.visible_to(user).owed_by(user.reporting_institution_ids)
    return items.with_lateness(clock.today()).with_lead().with_own_part(user)


@access(get=200)
class TaskList(ListView):
    """What the account's institutions owe, late first; what waits for their answer stands on top."""

    template_name = "action_plans/task_list.html"
    context_object_name = "items"
    paginate_by = 50

    def get_queryset(self):
        owed = _owed(self.request.user)
        is_due = Q(plan__status=ActionPlan.Status.IN_FORCE, status__in=ActionItem.OPEN_STATUSES)
        # One statement counts for the line on top, for the pages and for the door to what is finished.
        self.counts = owed.filter(IS_KNOWN).count_states(due=is_due, finished=IS_FINISHED)
        return owed.filter(is_due).select_related("plan__workshop").order_by("-is_overdue", "due_on", "code")

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = self.counts["due"]
        return paginator

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, ids = self.request.user, self.request.user.reporting_institution_ids
        visible = ActionItem.objects.visible_to(user).filter(
            plan__status__in=[ActionPlan.Status.OFFERED, ActionPlan.Status.IN_FORCE]
        )
        is_offered = Q(status=Commitment.Status.OFFERED)
        is_promised = Q(status=Commitment.Status.ACCEPTED, item__plan__status=ActionPlan.Status.OFFERED)
        commitments = list(
            Commitment.objects.filter(is_offered | is_promised, institution__in=ids, item__in=visible)
            .select_related("item__plan__workshop", "institution")
            .order_by("item__due_on", "item__code")
        )
        context |= {
            "count_line": _count_line(self.counts),
            "offers": [row for row in commitments if row.status == Commitment.Status.OFFERED],
            "promised": [row for row in commitments if row.status == Commitment.Status.ACCEPTED],
            # Whoever is asked to take an item over does not work on it yet: its facts say what is asked.
            "amendments": Amendment.objects.visible_to(user)
            .awaiting_consent_of(ids)
            .annotate(may_open=Exists(ActionItem.objects.visible_to(user).filter(pk=OuterRef("item"))))
            .select_related("item__plan__workshop"),
            "questions": Question.objects.visible_to(user)
            .awaiting(ids)
            .select_related("item__plan__workshop", "institution"),
            "finished_count": self.counts["finished"],
        }
        for item in context["items"]:
            item.tags = task_tags(item)
        shown = [
            *context["items"],
            *(row.item for name in ("offers", "promised", "amendments", "questions") for row in context[name]),
        ]
        context["is_sample"] = any(item.plan.workshop.is_sample for item in shown)
        return context


@access(get=200)
class FinishedTaskList(ListView):
    """What the account's institutions no longer owe, the latest done first."""

    template_name = "action_plans/finished_task_list.html"
    context_object_name = "items"
    paginate_by = 50

    def get_queryset(self):
        finished = _owed(self.request.user).filter(IS_KNOWN, IS_FINISHED)
        return finished.select_related("plan__workshop").order_by(F("finished_on").desc(nulls_last=True), "code")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        is_sample = any(item.plan.workshop.is_sample for item in context["items"])
        return {**context, "is_sample": is_sample}


def _count_line(counts: dict[str, int]) -> str:
    """“1 terlambat, 2 berjalan, 1 selesai”."""
    labels = {"overdue": DERIVED_LABELS["overdue"], **dict(ActionItem.Status.choices)}
    return ", ".join(f"{counts[state]} {labels[state].lower()}" for state in COUNT_ORDER if counts[state])
