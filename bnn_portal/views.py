"""The first page after sign-in."""

from django.shortcuts import redirect

from bnn_portal.access import access

FIRST_PAGES = (
    ("contact_person", "action_plans:task_list"),
    ("coordinator", "action_plans:item_list"),
    ("official", "reports:report_list"),
)


@access(get=302)
def home(request):
    """Send each to the page that person comes for."""
    if request.user.is_bnn:
        return redirect("action_plans:verification_queue")
    for capacity, page in FIRST_PAGES:
        if capacity in request.user.capacities:
            return redirect(page)
    return redirect("stakeholders:account_detail")
