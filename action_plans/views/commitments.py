"""An institution's answer to an item that was offered to it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from action_plans import services
from action_plans.forms.actions import AnswerForm
from action_plans.models import Commitment
from bnn_portal.access import BNN, CONTACT, WORKERS, access
from bnn_portal.views import refusal_as_message, require


@access(post=302, sees=WORKERS, may=BNN | {CONTACT})
def commitment_answer(request, commitment_id):
    """The institution's contact person answers, or BNN records an answer and its source."""
    commitments = Commitment.objects.visible_to(request.user).select_related("item", "institution")
    commitment = get_object_or_404(commitments, pk=commitment_id)
    require("can_answer_commitment", request.user, commitment)
    with refusal_as_message(request):
        answer = AnswerForm(request.POST).arguments()
        services.answer_commitment(commitment, by=request.user, **answer)
        messages.success(request, f"Jawaban {commitment.institution.short_name} tercatat.")
    return redirect("action_plans:item_detail", commitment.item_id)
