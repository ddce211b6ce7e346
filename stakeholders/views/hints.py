"""A page explains itself once, on the first visit (`{% hint %}` in its template)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from bnn_portal.access import access
from stakeholders import services
from stakeholders.forms import HintForm


@access(post=302)
def hint_read(request):
    """Closes a hint for good. A script gets what takes its place, so that a form below it keeps what was typed."""
    form = HintForm(request.POST)
    if not form.is_valid():
        return redirect("home")
    services.read_hint(form.cleaned_data["hint"], by=request.user)
    if request.headers.get("HX-Request") == "true":
        return render(request, "stakeholders/_hint_read.html")
    messages.info(request, "Petunjuk ditutup. Bantuan selalu ada di bagian bawah halaman.")
    page = form.cleaned_data["page"]
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if is_ours else "home")
