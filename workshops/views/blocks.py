"""The pages on which BNN fills in the rows of a workshop: agenda, invitations, attendance, outcomes."""

from abc import ABC, abstractmethod

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views import View

from bnn_portal.access import BNN, access
from bnn_portal.exceptions import DomainError, StaleEdit
from bnn_portal.forms import add_domain_error, adds_row, leave_unjudged
from stakeholders.views.drafts import DraftMixin
from workshops import services
from workshops.forms import (
    AgendaFormSet,
    AttendanceFormSet,
    BlockFormSet,
    InvitationFormSet,
    OutcomeFormSet,
    VersionForm,
)
from workshops.models import Workshop
from workshops.views.fetch import get_editable_workshop


class BlockView(DraftMixin, View, ABC):
    """All rows of one block on one page, saved together."""

    formset_class: type[BlockFormSet]
    template_name: str

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.conflict = None

    def dispatch(self, request, *args, **kwargs):
        self.workshop = get_editable_workshop(request, kwargs["workshop_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, workshop_id):
        form = VersionForm(self.restored, workshop=self.workshop)
        formset = self.formset_class(self.restored, workshop=self.workshop)
        if self.restored is not None:
            leave_unjudged(form, formset)
        return self.show(form, formset)

    def post(self, request, workshop_id):
        form = VersionForm(request.POST, workshop=self.workshop)
        formset = self.formset_class(request.POST, workshop=self.workshop)
        if adds_row(form, formset):
            return self.show(form, formset)
        if formset.wants_paste:
            # Judged at once, so that each pasted row says what is wrong with it; nothing is saved.
            return self.show(form, formset)
        if not (form.is_valid() and formset.is_valid()):
            return self.show(form, formset, status=422)
        try:
            self.save(formset.rows, form.cleaned_data["version"])
        except StaleEdit as stale:
            form.conflict_with(stale.row)
            self.conflict = formset.conflict_with(stale.row)
            return self.show(form, formset, status=409)
        except services.InvalidRows as error:
            formset.add_row_errors(error)
            return self.show(form, formset, status=422)
        except DomainError as error:
            add_domain_error(form, error)
            return self.show(form, formset, status=422)
        messages.success(request, f"{formset.title} tersimpan.")
        return redirect(self.workshop)

    @abstractmethod
    def save(self, rows: list[dict], version: int) -> Workshop:
        """Call the block's service."""

    def show(self, form: VersionForm, formset: BlockFormSet, *, status: int = 200):
        context = {
            "view": self,
            "workshop": self.workshop,
            "is_sample": self.workshop.is_sample,
            "form": form,
            "formset": formset,
            "conflict": self.conflict,
        }
        return render(self.request, self.template_name, context, status=status)


@access(get=200, post=422, may=BNN)
class WorkshopAgenda(BlockView):
    formset_class = AgendaFormSet
    template_name = "workshops/workshop_agenda.html"

    def save(self, rows, version):
        return services.save_agenda(self.workshop, rows, version=version, by=self.request.user)


@access(get=200, post=422, may=BNN)
class WorkshopInvitations(BlockView):
    formset_class = InvitationFormSet
    template_name = "workshops/workshop_invitations.html"

    def save(self, rows, version):
        return services.save_invitations(self.workshop, rows, version=version, by=self.request.user)


@access(get=200, post=422, may=BNN)
class WorkshopAttendance(BlockView):
    formset_class = AttendanceFormSet
    template_name = "workshops/workshop_attendance.html"

    def save(self, rows, version):
        return services.save_attendance(self.workshop, rows, version=version, by=self.request.user)


@access(get=200, post=422, may=BNN)
class WorkshopOutcomes(BlockView):
    formset_class = OutcomeFormSet
    template_name = "workshops/workshop_outcomes.html"

    def save(self, rows, version):
        return services.save_outcomes(self.workshop, rows, version=version, by=self.request.user)
