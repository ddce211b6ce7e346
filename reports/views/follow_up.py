"""“Who has to be called?”: what BNN waits for, institution by institution, and whom to ask."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.views.generic import ListView

from bnn_portal import clock
from bnn_portal.access import BNN, access
from bnn_portal.forms import FilterForm
from bnn_portal.views import require
from reports.follow_up import Debt, Kind, debts_by_institution, reminder
from stakeholders.models import Institution, Membership, OfficeSettings

DEBTS_SHOWN = 5


class FollowUpFilter(FilterForm):
    kind = forms.ChoiceField(label="Yang ditunggu", choices=[("", "Semua"), *Kind.choices], required=False)


@dataclass(frozen=True)
class Call:
    """One institution to be called."""

    institution: Institution
    debts: list[Debt]

    @property
    def shown(self) -> list[Debt]:
        return self.debts[:DEBTS_SHOWN]

    @property
    def more_count(self) -> int:
        return len(self.debts) - len(self.shown)

    @property
    def text(self) -> str:
        """Names what is shown, so that it fits a message; the portal tells the rest."""
        return reminder(
            self.institution.short_name, self.shown, settings.PORTAL_URL + reverse("action_plans:task_list")
        )

    @property
    def whatsapp_url(self) -> str:
        return f"https://wa.me/?text={quote(self.text)}"


@access(get=200, may=BNN)
class FollowUp(ListView):
    """Institutions that owe most come first."""

    template_name = "reports/follow_up.html"
    context_object_name = "institution_ids"
    paginate_by = 5

    def get_queryset(self):
        require("reports.see_follow_up", self.request.user)
        self.form = FollowUpFilter(self.request.GET)
        kind = self.form.cleaned_data["kind"] if self.form.is_valid() else ""
        self.owed = debts_by_institution(clock.today(), kind)
        return sorted(self.owed, key=lambda institution_id: (-len(self.owed[institution_id]), institution_id))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(form=self.form, **kwargs)
        institutions = _with_contacts(context["institution_ids"], clock.today())
        calls = [Call(institutions[pk], self.owed[pk]) for pk in context["institution_ids"]]
        return context | {
            "calls": calls,
            "is_sample": any(debt.is_sample for call in calls for debt in call.debts),
        }


def _with_contacts(institution_ids: list[int], today: date) -> dict[int, Institution]:
    """The institutions with `contacts` (today's contact persons) and `is_own` (the office itself), by id."""
    contacts = Membership.objects.current(today).filter(
        capacity=Membership.Capacity.CONTACT_PERSON, user__is_active=True
    )
    institutions = Institution.objects.annotate(
        is_own=Exists(OfficeSettings.objects.filter(institution=OuterRef("pk")))
    ).prefetch_related(
        Prefetch("memberships", contacts.select_related("user").order_by("user__name"), to_attr="contacts")
    )
    return institutions.in_bulk(institution_ids)
