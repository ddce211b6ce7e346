"""Invitations on their way, and what the invited answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from bnn_portal.access import BNN, CONTACT, access
from bnn_portal.views import refusal_as_message, require
from workshops import services
from workshops.forms import AnswerForm
from workshops.models import Invitation
from workshops.views.fetch import get_editable_workshop


@access(post=302, may=BNN)
def invitation_send(request, workshop_id):
    workshop = get_editable_workshop(request, workshop_id)
    with refusal_as_message(request):
        count = services.send_invitations(workshop, by=request.user)
        messages.success(request, f"{count} undangan ditandai terkirim. Instansinya kini dapat menjawab.")
    return redirect(workshop)


@access(post=302, sees=BNN | {CONTACT})
def invitation_answer(request, invitation_id):
    invitations = Invitation.objects.visible_to(request.user).select_related("workshop", "institution")
    invitation = get_object_or_404(invitations, pk=invitation_id)
    require("can_answer_invitation", request.user, invitation)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Pilih salah satu jawaban: akan hadir, berhalangan, atau diwakili.")
        return redirect(invitation.workshop)
    with refusal_as_message(request):
        services.answer_invitation(
            invitation, form.cleaned_data["status"], note=form.cleaned_data["note"], by=request.user
        )
        messages.success(request, f"Jawaban {invitation.institution.short_name} tercatat.")
    return redirect(invitation.workshop)
