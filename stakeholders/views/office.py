"""The office that runs the portal: what its documents bear."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import UpdateView

from bnn_portal import clock
from bnn_portal.access import LEADER, access
from bnn_portal.views import ServiceFormMixin, require
from stakeholders import services
from stakeholders.forms import OfficeForm
from stakeholders.models import OfficeSettings


@access(get=200, post=422, may={LEADER})
class OfficeUpdate(ServiceFormMixin, UpdateView):
    form_class = OfficeForm
    template_name = "stakeholders/office_update.html"
    context_object_name = "office"

    def get_object(self, queryset=None):
        require("can_edit_office", self.request.user)
        return OfficeSettings.objects.select_related("institution").get()

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = reverse("stakeholders:institution_detail", args=[self.object.institution_id])
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(signatory=self.object.signatory(clock.today()), **kwargs)

    def save(self, form):
        data = {**form.cleaned_data}
        version, logos, drops = data.pop("version"), data.pop("logo"), data.pop("drops_logo", False)
        services.update_office(
            data, logo=logos[0] if logos else None, drops_logo=drops, version=version, by=self.request.user
        )
        messages.success(self.request, "Setelan tersimpan. Laporan yang diminta mulai sekarang memakainya.")
        return redirect("stakeholders:office_update")
