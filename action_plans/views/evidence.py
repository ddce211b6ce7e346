"""Evidence leaves the portal only through the scope of its update."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from action_plans import services
from action_plans.models import Evidence
from bnn_portal.access import CONTACT, WORKERS, access
from bnn_portal.downloads import file_response, thumbnail_response
from bnn_portal.views import refusal_as_message, require


@access(get=200, sees=WORKERS)
def evidence_download(request, evidence_id):
    return file_response(_get_evidence(request, evidence_id))


@access(get=200, sees=WORKERS)
def evidence_thumbnail(request, evidence_id):
    return thumbnail_response(_get_evidence(request, evidence_id))


@access(post=302, sees={CONTACT}, sees_foreign=(), may={CONTACT})
def evidence_delete(request, evidence_id):
    evidence = _get_evidence(request, evidence_id)
    require("can_write_progress", request.user, evidence.update)
    with refusal_as_message(request):
        services.delete_evidence(evidence, by=request.user)
        messages.success(request, f"{evidence.title} dihapus.")
    return redirect("action_plans:progress_update", evidence.update_id)


def _get_evidence(request, evidence_id):
    return get_object_or_404(Evidence.objects.visible_to(request.user).select_related("update"), pk=evidence_id)
