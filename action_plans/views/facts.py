"""What everyone signed in may know of an item."""

import rules
from django.db.models import Exists, OuterRef
from django.views.generic import DetailView

from action_plans.forms.questions import QuestionForm
from action_plans.models import ActionItem, Commitment, Question
from action_plans.views.amendments import describe
from action_plans.views.item_rows import item_tags
from bnn_portal import clock
from bnn_portal.access import EVERYONE, access
from bnn_portal.templatetags.portal import relative_day

Status = ActionItem.Status


@access(get=200, sees_foreign=EVERYONE)
class ItemFacts(DetailView):
    """No update, evidence, obstacle or person's name comes here; an official asks and reads the answers here."""

    template_name = "action_plans/item_facts.html"
    context_object_name = "item"
    pk_url_kwarg = "item_id"

    def get_queryset(self):
        user = self.request.user
        items = ActionItem.objects.public_facts_visible_to(user)
        items = items.annotate(may_open=Exists(ActionItem.objects.visible_to(user).filter(pk=OuterRef("pk"))))
        return items.with_lead().with_progress().with_lateness(clock.today()).select_related("plan__workshop")

    def get_context_data(self, **kwargs):
        item, user = self.object, self.request.user
        supporters = item.commitments.open().filter(role=Commitment.Role.SUPPORTING)
        context = {
            "is_sample": item.plan.workshop.is_sample,
            "tags": item_tags(item, is_working=False),
            "facts": [
                ("Penanggung jawab", item.lead_name),
                ("Instansi terkait", "\n".join(supporters.values_list("institution__name", flat=True))),
                ("Bidang", item.get_pillar_display()),
                ("Tenggat", relative_day(item.due_on)),
            ],
            "changes": [
                {"day": change.effective_on, "status": change.to_status, "label": Status(change.to_status).label}
                for change in item.status_changes.order_by("-effective_on", "-at", "-pk")
            ],
            "amendments": self._amendments(),
            "questions": Question.objects.visible_to(user)
            .filter(item=item)
            .select_related("institution")
            .with_answers(),
            "question_form": self._question_form(),
        }
        return super().get_context_data(**(context | kwargs))

    def _amendments(self):
        """Whoever is to take the item over does not work on it yet, and reads here what is asked."""
        item, user = self.object, self.request.user
        if not user.reporting_institution_ids:
            return []
        return [one for one in describe(item.amendments.open().visible_to(user), user) if one.asks_user]

    def _question_form(self) -> QuestionForm | None:
        """An empty question, for whoever may ask one about this item."""
        if self.object.plan.is_public and rules.test_rule("can_ask_question", self.request.user, self.object):
            return QuestionForm()
        return None
