"""Evidence leaves the portal only through the scope of its update."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from action_plans import services
from action_plans.forms.progress import UploadForm
from action_plans.models import Evidence
from action_plans.views.progress import get_own_update
from bnn_portal.access import CONTACT, WORKERS, access
from bnn_portal.downloads import file_response, thumbnail_response
from bnn_portal.exceptions import DomainError
from bnn_portal.views import refusal_as_message, require


@access(get=200, sees=WORKERS)
def evidence_download(request, evidence_id):
    return file_response(_get_evidence(request, evidence_id))


@access(get=200, sees=WORKERS)
def evidence_thumbnail(request, evidence_id):
    return thumbnail_response(_get_evidence(request, evidence_id))


@access(post=422, sees={CONTACT}, sees_foreign=(), may={CONTACT})
def evidence_upload(request, update_id):
    """Takes one file (js/uploads.js); answers with its entry in the list, or with the reason why not, as plain text."""
    update = get_own_update(request, update_id)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refusal(form.reasons)
    [checked] = form.cleaned_data["files"]
    try:
        evidence = services.upload_evidence(update, checked, form.cleaned_data["key"], by=request.user)
    except DomainError as error:
        return _refusal(str(error))
    return render(request, "action_plans/_evidence_row.html", {"piece": evidence})


@access(post=302, sees={CONTACT}, sees_foreign=(), may={CONTACT})
def evidence_delete(request, evidence_id):
    evidence = _get_evidence(request, evidence_id)
    require("can_write_progress", request.user, evidence.update)
    with refusal_as_message(request):
        services.delete_evidence(evidence, by=request.user)
        messages.success(request, f"{evidence.title} dihapus.")
    return redirect("action_plans:progress_update", evidence.update_id)


def _refusal(text):
    return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")


def _get_evidence(request, evidence_id):
    return get_object_or_404(Evidence.objects.visible_to(request.user).select_related("update"), pk=evidence_id)
