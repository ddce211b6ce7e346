"""“What do we owe, and by when?”"""

from django.db.models import Exists, F, OuterRef
from django.views.generic import ListView

from action_plans.models import ActionItem, ActionPlan, Amendment, Commitment, Question
from action_plans.views.item_rows import task_tags
from bnn_portal import clock
from bnn_portal.access import access
from bnn_portal.templatetags.portal import DERIVED_LABELS

FINISHED_SHOWN = 20
COUNT_ORDER = ("overdue", "blocked", "in_progress", "not_started", "done")


@access(get=200)
class TaskList(ListView):
    """What the account's institutions owe, late first; what waits for their answer stands on top."""

    template_name = "action_plans/task_list.html"
    context_object_name = "items"
    paginate_by = 50

    def get_queryset(self):
        user = self.request.user
        owed = ActionItem.objects.visible_to(user).owed_by(user.reporting_institution_ids)
        self.owed = owed.with_lateness(clock.today()).with_lead().with_own_part(user)
        in_force = self.owed.filter(plan__status=ActionPlan.Status.IN_FORCE)
        return in_force.open().select_related("plan__workshop").order_by("-is_overdue", "due_on", "code")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, ids = self.request.user, self.request.user.reporting_institution_ids
        known = self.owed.filter(plan__status__in=[ActionPlan.Status.IN_FORCE, ActionPlan.Status.CLOSED])
        visible = ActionItem.objects.visible_to(user).filter(
            plan__status__in=[ActionPlan.Status.OFFERED, ActionPlan.Status.IN_FORCE]
        )
        commitments = Commitment.objects.filter(institution__in=ids, item__in=visible)
        context |= {
            "count_line": _count_line(known.count_states()),
            "offers": commitments.filter(status=Commitment.Status.OFFERED)
            .select_related("item__plan__workshop", "institution")
            .order_by("item__due_on", "item__code"),
            "promised": commitments.filter(
                status=Commitment.Status.ACCEPTED, item__plan__status=ActionPlan.Status.OFFERED
            )
            .select_related("item__plan__workshop")
            .order_by("item__due_on", "item__code"),
            # Whoever is asked to take an item over does not work on it yet: its facts say what is asked.
            "amendments": Amendment.objects.visible_to(user)
            .awaiting_consent_of(ids)
            .annotate(may_open=Exists(ActionItem.objects.visible_to(user).filter(pk=OuterRef("item"))))
            .select_related("item__plan__workshop"),
            "questions": Question.objects.visible_to(user)
            .awaiting(ids)
            .select_related("item__plan__workshop", "institution"),
            "finished": known.exclude(status__in=ActionItem.OPEN_STATUSES)
            .select_related("plan__workshop")
            .order_by(F("finished_on").desc(nulls_last=True), "code")[:FINISHED_SHOWN],
        }
        for item in context["items"]:
            item.tags = task_tags(item)
        shown = [
            *context["items"],
            *context["finished"],
            *(row.item for name in ("offers", "promised", "amendments", "questions") for row in context[name]),
        ]
        context["is_sample"] = any(item.plan.workshop.is_sample for item in shown)
        return context


def _count_line(counts: dict[str, int]) -> str:
    """“1 terlambat, 2 berjalan, 1 selesai”."""
    labels = {"overdue": DERIVED_LABELS["overdue"], **dict(ActionItem.Status.choices)}
    return ", ".join(f"{counts[state]} {labels[state].lower()}" for state in COUNT_ORDER if counts[state])
