"""“What is there to do today?”: the first page of BNN's own people."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from action_plans.models import ActionPlan, Question
from action_plans.views.verification import next_in_turn
from bnn_portal import clock
from bnn_portal.access import BNN, access
from bnn_portal.views import require
from reports.figures import overview
from workshops.models import Workshop

QUESTIONS_SHOWN = 5
PLANS_SHOWN = 5


@access(get=200, may=BNN)
class Today(TemplateView):
    """Four counts, each the door to its list; the report to be verified next; what else waits for somebody."""

    template_name = "reports/today.html"

    def get(self, request, *args, **kwargs):
        require("reports.see_today", request.user)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        user, today = self.request.user, clock.today()
        figures = overview(user)
        update = next_in_turn(user)
        questions = Question.objects.visible_to(user).open().select_related("item__plan__workshop", "institution")
        plans = list(ActionPlan.objects.visible_to(user).awaiting_a_step()[:PLANS_SHOWN])
        workshop_count = Workshop.objects.visible_to(user).in_week_of(today).count()
        context = {
            "today": today,
            "stats": [
                ("Terlambat", figures.total.overdue, figures.total.doors["overdue"], "negative"),
                ("Jatuh tempo 7 hari", figures.total.due_soon, figures.total.doors["due_soon"], "warning"),
                (
                    "Menunggu verifikasi",
                    update.queue_length if update else 0,
                    reverse("action_plans:verification_queue"),
                    "info",
                ),
                (
                    "Workshop minggu ini",
                    workshop_count,
                    f"{reverse('workshops:workshop_list')}?when=this_week",
                    "neutral",
                ),
            ],
            "update": update,
            "queue_length": update.queue_length if update else 0,
            "questions": questions.order_by("asked_at", "pk")[:QUESTIONS_SHOWN],
            "plans": [(plan, _next_step(plan)) for plan in plans],
            "is_sample": figures.is_sample,
        }
        return super().get_context_data(**(context | kwargs))


def _next_step(plan: Any) -> str:
    """What a plan of `awaiting_a_step` waits for."""
    if plan.status == ActionPlan.Status.DRAFT:
        return "Isi butir aksinya." if not plan.item_count else "Siap ditawarkan kepada instansi."
    if plan.status == ActionPlan.Status.IN_FORCE:
        return "Semua butir aksi selesai. Dapat ditutup oleh Kepala."
    if plan.unanswered_count:
        return f"Menunggu jawaban untuk {plan.unanswered_count} dari {plan.item_count} butir aksi."
    return "Semua penanggung jawab sanggup. Siap disepakati Kepala."
