"""A workshop for the calendar of whoever sees it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from bnn_portal.access import access
from workshops.models import Workshop
from workshops.sharing import calendar_entry


@access(get=200)
def workshop_calendar(request, workshop_id):
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), pk=workshop_id)
    entry = calendar_entry(workshop, request.build_absolute_uri(workshop.get_absolute_url()))
    name = f"workshop-{workshop.held_on:%Y-%m-%d}.ics"
    return HttpResponse(
        entry,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
