"""The list of workshops, one workshop, its facts, and the moves of its life cycle."""

import rules
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from bnn_portal import clock
from bnn_portal.access import BNN, access
from bnn_portal.views import ServiceFormMixin, refusal_as_message, require
from stakeholders.models import Membership, OfficeSettings, User
from stakeholders.views.drafts import DraftFormMixin
from workshops import services
from workshops.forms import CancelForm, WorkshopFilter, WorkshopForm
from workshops.models import Invitation, Workshop
from workshops.sharing import invitation_text
from workshops.views.fetch import get_editable_workshop


@access(get=200)
class WorkshopList(ListView):
    template_name = "workshops/workshop_list.html"
    context_object_name = "workshops"
    paginate_by = 25

    def get_queryset(self):
        user = self.request.user
        self.filter = WorkshopFilter(self.request.GET, Workshop.objects.visible_to(user), reads_minutes=user.is_bnn)
        return self.filter.qs.with_head_count()

    def get_context_data(self, **kwargs):
        may_edit = rules.test_rule("can_edit_workshop", self.request.user)
        return super().get_context_data(filter=self.filter, may_edit=may_edit, **kwargs)


@access(get=200)
class WorkshopDetail(DetailView):
    """Facts for whoever sees the workshop; names of attendees for BNN and for their own institution."""

    template_name = "workshops/workshop_detail.html"
    context_object_name = "workshop"
    pk_url_kwarg = "workshop_id"

    def get_queryset(self):
        workshops = Workshop.objects.visible_to(self.request.user)
        return workshops.select_related("organiser", "action_plan").prefetch_related("partners")

    def get_context_data(self, **kwargs):
        workshop, user = self.object, self.request.user
        may_edit = rules.test_rule("can_edit_workshop", user, workshop)
        sessions = list(workshop.sessions.select_related("speaker_institution"))
        invitations = list(workshop.invitations.listed_for(user).select_related("institution").with_answer_note())
        attendances = list(workshop.attendances.visible_to(user).select_related("institution"))
        outcomes = list(workshop.outcomes.visible_to(user))
        documents = list(workshop.documents.visible_to(user))
        head_counts = list(workshop.attendances.head_counts())
        changes = list(workshop.status_changes.select_related("by"))
        is_open = workshop.status != Workshop.Status.CANCELLED
        own = user.institution_ids(Membership.Capacity.CONTACT_PERSON)
        context = {
            "is_sample": workshop.is_sample,
            "may_edit": may_edit and is_open,
            "may_hold": workshop.status == Workshop.Status.PLANNED and workshop.held_on <= clock.today(),
            # A gap concerns those who can fill it.
            "facts": [(label, value) for label, value in self.facts() if value or may_edit],
            "is_ahead": is_open and workshop.held_on >= clock.today(),
            "sessions": sessions,
            "has_times": any(session.start_time for session in sessions),
            "invitations": invitations,
            "drafts_count": sum(invitation.status == Invitation.Status.DRAFT for invitation in invitations),
            "awaited": [
                invitation
                for invitation in invitations
                if is_open and invitation.status == Invitation.Status.SENT and invitation.institution_id in own
            ],
            "answers": services.ANSWERS,
            "own_institutions": user.institution_ids(),
            "attendances": attendances,
            "head_counts": head_counts,
            "head_count": sum(total for _, total in head_counts),
            "outcomes": outcomes,
            "documents": documents,
            "plan": visible_plan(workshop, user),
            "cancel_note": changes[-1].note if changes and not is_open else "",
        }
        if may_edit:
            context["history"] = [
                {"at": row.at, "by": row.by, "title": Workshop.Status(row.to_status).label, "note": row.note}
                for row in reversed(changes)
            ]
            url = self.request.build_absolute_uri(workshop.get_absolute_url())
            context["invitation_text"] = invitation_text(workshop, url)
            context["blocks"] = [
                (label, reverse(f"workshops:{url_name}", args=[workshop.pk]), len(rows), counted)
                for label, url_name, rows, counted in (
                    ("Agenda", "workshop_agenda", sessions, "acara"),
                    ("Undangan", "workshop_invitations", invitations, "instansi"),
                    ("Peserta", "workshop_attendance", attendances, "baris"),
                    ("Hasil", "workshop_outcomes", outcomes, "hasil"),
                    ("Dokumen dan foto", "workshop_documents", documents, "berkas"),
                )
            ]
        return super().get_context_data(**context, **kwargs)

    def facts(self) -> list[tuple[str, object]]:
        workshop = self.object
        times = [f"{time:%H.%M}" for time in (workshop.start_time, workshop.end_time) if time]
        return [
            ("Jenis", workshop.get_kind_display()),
            ("Pukul", f"{'–'.join(times)} WIB" if times else ""),
            ("Tempat", workshop.venue),
            ("Penyelenggara", workshop.organiser.name),
            ("Mitra penyelenggara", ", ".join(partner.name for partner in workshop.partners.all())),
            ("Dipimpin oleh", workshop.led_by),
            ("Sasaran", workshop.get_target_sector_display()),
            ("Sumber anggaran", workshop.get_funding_display()),
        ]


def visible_plan(workshop: Workshop, user: User):
    """The workshop's action plan through its reverse name, if the app that keeps it shows it to the user; or None."""
    plan = getattr(workshop, "action_plan", None)
    return plan and type(plan)._default_manager.visible_to(user).filter(pk=plan.pk).first()


@access(get=200, post=422, may=BNN)
class WorkshopCreate(DraftFormMixin, ServiceFormMixin, CreateView):
    form_class = WorkshopForm
    template_name = "workshops/workshop_create.html"

    def dispatch(self, request, *args, **kwargs):
        require("can_edit_workshop", request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        # Not called here: only a form that is shown asks for it.
        return {"organiser": OfficeSettings.objects.values_list("institution", flat=True).first}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = reverse("workshops:workshop_list")
        return form

    def save(self, form):
        workshop = services.create_workshop(form.cleaned_data, by=self.request.user)
        messages.success(self.request, "Workshop tercatat. Lengkapi agenda, undangan, peserta, hasil, dan dokumen.")
        return redirect(workshop)


@access(get=200, post=422, may=BNN)
class WorkshopUpdate(DraftFormMixin, ServiceFormMixin, UpdateView):
    form_class = WorkshopForm
    template_name = "workshops/workshop_update.html"
    context_object_name = "workshop"

    def get_object(self, queryset=None):
        return get_editable_workshop(self.request, self.kwargs["workshop_id"])

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = self.object.get_absolute_url()
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_sample=self.object.is_sample, **kwargs)

    def save(self, form):
        data = {**form.cleaned_data}
        version = data.pop("version")
        workshop = services.update_workshop(self.object, data, version=version, by=self.request.user)
        messages.success(self.request, "Perubahan tersimpan.")
        return redirect(workshop)


@access(post=302, may=BNN)
def workshop_hold(request, workshop_id):
    workshop = get_editable_workshop(request, workshop_id)
    with refusal_as_message(request):
        services.hold_workshop(workshop, by=request.user)
        messages.success(request, "Workshop ditandai terlaksana.")
    return redirect(workshop)


@access(post=302, may=BNN)
def workshop_complete(request, workshop_id):
    workshop = get_editable_workshop(request, workshop_id)
    with refusal_as_message(request):
        services.complete_workshop(workshop, by=request.user)
        messages.success(request, "Catatan workshop dinyatakan lengkap.")
    return redirect(workshop)


@access(post=302, may=BNN)
def workshop_cancel(request, workshop_id):
    workshop = get_editable_workshop(request, workshop_id)
    form = CancelForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tulis alasan pembatalan, paling panjang 2.000 huruf.")
        return redirect(workshop)
    with refusal_as_message(request):
        services.cancel_workshop(workshop, form.cleaned_data["note"], by=request.user)
        messages.success(request, "Workshop dibatalkan.")
    return redirect(workshop)
