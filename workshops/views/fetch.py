"""How the views of this app get their workshop."""

from django.shortcuts import get_object_or_404

from bnn_portal.views import require
from workshops.models import Workshop


def get_editable_workshop(request, workshop_id: int) -> Workshop:
    """The workshop, for those who may edit it: 404 for whoever does not see it, 403 for whoever may only look."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), pk=workshop_id)
    require("can_edit_workshop", request.user, workshop)
    return workshop
