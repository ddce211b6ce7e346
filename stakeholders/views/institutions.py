"""Institutions, and who holds their posts."""

import rules
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from bnn_portal import clock
from bnn_portal.access import BNN, EVERYONE, access
from bnn_portal.views import ServiceFormMixin, refusal_as_message, require
from stakeholders import services
from stakeholders.forms import AppointmentForm, InstitutionFilter, InstitutionForm
from stakeholders.models import Appointment, Institution


@access(get=200)
class InstitutionList(ListView):
    template_name = "stakeholders/institution_list.html"
    context_object_name = "institutions"
    paginate_by = 50

    def get_queryset(self):
        institutions = Institution.objects.visible_to(self.request.user).select_related("coordinated_by")
        self.filter = InstitutionFilter(self.request.GET, institutions)
        return self.filter.qs

    def get_context_data(self, **kwargs):
        may_edit = rules.test_rule("can_edit_institution", self.request.user)
        return super().get_context_data(filter=self.filter, may_edit=may_edit, **kwargs)


@access(get=200, sees_foreign=EVERYONE)
class InstitutionDetail(DetailView):
    """Facts for everyone signed in; the people behind an institution for BNN only."""

    template_name = "stakeholders/institution_detail.html"
    context_object_name = "institution"
    pk_url_kwarg = "institution_id"

    def get_queryset(self):
        return Institution.objects.visible_to(self.request.user).select_related("coordinated_by")

    def get_context_data(self, **kwargs):
        institution, user = self.object, self.request.user
        context = {
            "facts": [
                ("Nama singkat", institution.short_name),
                ("Jenis", institution.get_kind_display()),
                ("Lingkungan", institution.get_sector_display()),
                ("Wilayah", institution.region),
                ("Anggota Forkopimda", "Ya" if institution.is_forkopimda else "Tidak"),
                ("Dikoordinasi oleh", institution.coordinated_by),
            ],
            "coordinated": institution.coordinates.active(),
            "may_edit": rules.test_rule("can_edit_institution", user, institution),
        }
        if context["may_edit"]:
            context |= {
                "memberships": institution.memberships.select_related("user").order_by("-starts_on", "pk"),
                "appointments": institution.appointments.order_by("-starts_on", "pk"),
                "invitations": institution.account_invitations.unanswered(),
                "today": clock.today(),
                "is_own_office": institution.pk in user.reporting_institution_ids
                and rules.test_rule("can_edit_office", user),
            }
        return super().get_context_data(**context, **kwargs)


@access(get=200, post=422, may=BNN)
class InstitutionCreate(ServiceFormMixin, CreateView):
    form_class = InstitutionForm
    template_name = "stakeholders/institution_form.html"

    def dispatch(self, request, *args, **kwargs):
        require("can_edit_institution", request.user)
        return super().dispatch(request, *args, **kwargs)

    def save(self, form):
        institution = services.create_institution(form.cleaned_data, by=self.request.user)
        messages.success(self.request, f"{institution} tersimpan.")
        return redirect("stakeholders:institution_detail", institution.pk)


@access(get=200, post=422, sees_foreign=EVERYONE, may=BNN)
class InstitutionUpdate(ServiceFormMixin, UpdateView):
    form_class = InstitutionForm
    template_name = "stakeholders/institution_form.html"

    def get_object(self, queryset=None):
        return _get_institution(self.request, self.kwargs["institution_id"])

    def save(self, form):
        data = {**form.cleaned_data}
        version = data.pop("version")
        institution = services.update_institution(self.object, data, version=version, by=self.request.user)
        messages.success(self.request, f"{institution} tersimpan.")
        return redirect("stakeholders:institution_detail", institution.pk)


@access(post=302, sees_foreign=EVERYONE, may=BNN)
def institution_deactivate(request, institution_id):
    institution = _get_institution(request, institution_id)
    services.deactivate_institution(institution, by=request.user)
    messages.success(request, f"{institution} dinonaktifkan. Riwayatnya tetap tersimpan.")
    return redirect("stakeholders:institution_detail", institution.pk)


@access(post=302, sees_foreign=EVERYONE, may=BNN)
def institution_activate(request, institution_id):
    institution = _get_institution(request, institution_id)
    services.activate_institution(institution, by=request.user)
    messages.success(request, f"{institution} aktif kembali.")
    return redirect("stakeholders:institution_detail", institution.pk)


def _get_institution(request, institution_id):
    """The institution, for those who may edit it."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), pk=institution_id)
    require("can_edit_institution", request.user, institution)
    return institution


@access(get=200, post=422, sees_foreign=EVERYONE, may=BNN)
class AppointmentCreate(ServiceFormMixin, CreateView):
    form_class = AppointmentForm
    template_name = "stakeholders/appointment_create.html"

    def dispatch(self, request, *args, **kwargs):
        self.institution = _get_institution(request, kwargs["institution_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(institution=self.institution, **kwargs)

    def save(self, form):
        appointment = services.create_appointment(self.institution, form.cleaned_data, by=self.request.user)
        messages.success(self.request, f"{appointment} tersimpan.")
        return redirect("stakeholders:institution_detail", self.institution.pk)


@access(post=302, sees=BNN)
def appointment_end(request, appointment_id):
    appointment = get_object_or_404(Appointment.objects.kept_by(request.user), pk=appointment_id)
    require("can_edit_institution", request.user, appointment)
    with refusal_as_message(request):
        services.end_appointment(appointment, ends_on=clock.today(), by=request.user)
        messages.success(request, f"Masa jabatan {appointment.person_name} berakhir hari ini.")
    return redirect("stakeholders:institution_detail", appointment.institution_id)
