"""BNN reads what institutions sent, and decides.

A decision sent by htmx is answered with what takes the card's place, so that the page stands still; any other with the
queue.
"""

import rules
from django.contrib import messages
from django.db.models import Case, Count, Value, When, Window
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import ListView

from action_plans import services
from action_plans.forms.progress import ReturnForm, VerdictForm
from action_plans.models import ProgressUpdate
from bnn_portal.access import BNN, WORKERS, access
from bnn_portal.exceptions import DomainError, StaleEdit
from bnn_portal.views import require


@access(get=200, may=BNN)
class VerificationQueue(ListView):
    """Sent updates, oldest first. What one submitted oneself stands there without buttons."""

    template_name = "action_plans/verification_queue.html"
    context_object_name = "updates"
    paginate_by = 20

    def get_queryset(self):
        require("can_see_verification_queue", self.request.user)
        return _as_read(self.request.user).awaiting_verification()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for update in context["updates"]:
            _lay_out(update, self.request.user)
        context["is_sample"] = any(update.item.plan.workshop.is_sample for update in context["updates"])
        return context


def next_in_turn(user) -> ProgressUpdate | None:
    """The update that BNN should read next, laid out; `queue_length` counts it and all behind it. Two statements.

    What the account itself submitted comes last: others verify it.
    """
    own_last = Case(When(submitted_by=user, then=Value(1)), default=Value(0))
    waiting = _as_read(user).awaiting_verification().annotate(queue_length=Window(Count("*")))
    update = waiting.order_by(own_last, "submitted_at", "pk").first()
    if update is not None:
        _lay_out(update, user)
    return update


@access(post=422, sees=WORKERS, may=BNN)
def progress_accept(request, update_id):
    return _decide(request, update_id, VerdictForm, services.accept_progress, "diterima")


@access(post=422, sees=WORKERS, may=BNN)
def progress_return(request, update_id):
    return _decide(request, update_id, ReturnForm, services.return_progress, "dikembalikan")


def _decide(request, update_id, form_class, decide, done):
    # The evidence is read where the card is shown again.
    update = get_object_or_404(_as_read(request.user).prefetch_related(None), pk=update_id)
    require("can_verify_progress", request.user, update)
    form = form_class(request.POST)
    if not form.is_valid():
        return _ask_again(request, update, form, status=422)
    is_decided = False
    try:
        decide(update, by=request.user, **form.cleaned_data)
    except StaleEdit as stale:
        return _ask_again(request, update, form, status=409, stale=stale)
    except DomainError as error:
        news = str(error)
    else:
        is_decided = True
        news = f"Laporan {update.institution.short_name} untuk {update.item.code} {done}."
    if _is_htmx(request):
        return _swap(request, news, is_decided=is_decided)
    (messages.success if is_decided else messages.error)(request, news)
    return redirect("action_plans:verification_queue")


def _is_htmx(request) -> bool:
    return request.headers.get("HX-Request") == "true"


def _swap(request, news, *, is_decided):
    """What takes the place of a decided card: nothing in a list; the next in turn where only one is shown (`next`)."""
    context = {"news": news, "is_decided": is_decided, "shows_next": "next" in request.POST}
    if context["shows_next"]:
        context["update"] = update = next_in_turn(request.user)
        context["queue_length"] = update.queue_length if update else 0
    else:
        context["queue_length"] = ProgressUpdate.objects.awaiting_verification().count()
    return render(request, "action_plans/_verification_decided.html", context)


def _ask_again(request, update, form, *, status, stale=None):
    """The update as it is now, with what was typed; nothing was decided."""
    _lay_out(update, request.user)
    context = {"update": update, "form": form, "stale": stale, "is_sample": update.item.plan.workshop.is_sample}
    if _is_htmx(request):
        context |= {"item": update.item, "is_swapped": True}
        return render(request, "action_plans/_verification_card.html", context, status=status)
    return render(request, "action_plans/verification_again.html", context, status=status)


def _lay_out(update, user):
    """What the card of one update shows apart: photos large, papers and links as a list, buttons for whoever may."""
    evidence = update.evidence.all()
    update.photos = [piece for piece in evidence if piece.is_image]
    update.papers = [piece for piece in evidence if not piece.is_image]
    is_open = update.status == ProgressUpdate.Status.SUBMITTED
    update.may_decide = is_open and rules.test_rule("can_verify_progress", user, update)


def _as_read(user):
    """Updates with all that a verifier looks at."""
    return (
        ProgressUpdate.objects.visible_to(user)
        .with_previous()
        .select_related("item__plan__workshop", "institution", "submitted_by", "replaces")
        .prefetch_related("evidence")
    )
