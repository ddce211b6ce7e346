"""Long forms keep themselves: what is typed is saved every few seconds, for its writer alone (js/drafts.js)."""

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property

from bnn_portal.access import access
from bnn_portal.exceptions import DomainError
from bnn_portal.forms import leave_unjudged
from stakeholders import services
from stakeholders.forms import DraftKeyForm
from stakeholders.models import FormDraft

MAX_BYTES = 500_000


class DraftMixin:
    """A class-based view whose form may be left half-written. Its template includes `partials/_draft.html`.

    The view binds its form to `restored` instead of to nothing, and leaves it unjudged. Once the form is saved, which
    a redirect tells, the draft is forgotten.
    """

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if request.method == "POST" and response.status_code == 302:
            services.discard_draft(self.draft_key, by=request.user)
        return response

    @property
    def draft_key(self) -> str:
        """The name of the route, and the id of the row that the form changes."""
        ids = self.kwargs.values()  # type: ignore[attr-defined]
        return ":".join([self.request.resolver_match.view_name, *map(str, ids)])  # type: ignore[attr-defined]

    @cached_property
    def draft(self) -> FormDraft | None:
        """What the account left here earlier; asked only when the page is opened."""
        request = self.request  # type: ignore[attr-defined]
        return None if request.method == "POST" else request.user.form_drafts.filter(form=self.draft_key).first()

    @property
    def restored(self) -> QueryDict | None:
        """The fields of that draft, if the account chose to go on with it (`?draf=1`)."""
        goes_on = self.draft is not None and "draf" in self.request.GET  # type: ignore[attr-defined]
        return self.draft.posted if self.draft and goes_on else None


class DraftFormMixin(DraftMixin):
    """The same for Django's own form views."""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()  # type: ignore[misc]
        return kwargs if self.restored is None else {**kwargs, "data": self.restored}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)  # type: ignore[misc]
        if self.restored is not None:
            leave_unjudged(form)
        return form


@access(post=422)
def draft_save(request):
    """Takes the form as it stands, with `draft` naming it. Answers when it was saved, as text for the page."""
    if len(request.body) > MAX_BYTES:
        return HttpResponse("Isian terlalu panjang untuk disimpan sebagai draf.", status=413)
    form = DraftKeyForm(request.POST)
    if not form.is_valid():
        return HttpResponse("Formulir ini tidak dikenal.", status=422)
    fields = {name: values for name, values in request.POST.lists() if name not in ("draft", "csrfmiddlewaretoken")}
    try:
        draft = services.save_draft(form.cleaned_data["draft"], fields, by=request.user)
    except DomainError as error:
        return HttpResponse(str(error), status=422)
    return JsonResponse({"saved_at": f"{timezone.localtime(draft.saved_at):%H.%M}"})


@access(post=302)
def draft_discard(request):
    """Forget a draft, and show its form anew."""
    form = DraftKeyForm(request.POST)
    if not form.is_valid():
        return redirect("home")
    services.discard_draft(form.cleaned_data["draft"], by=request.user)
    return redirect(FormDraft(form=form.cleaned_data["draft"]))
