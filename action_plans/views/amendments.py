"""Changing the terms of an item in force: proposed by BNN, consented to or declined by its leads."""

from typing import Any

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.views import View

from action_plans import services
from action_plans.forms.actions import ConsentForm, ReasonForm
from action_plans.forms.amendments import AmendmentForm
from action_plans.forms.items import checkpoint_formset
from action_plans.models import ActionItem, Amendment, Commitment, ReportingPeriod
from bnn_portal.access import BNN, CONTACT, WORKERS, access
from bnn_portal.exceptions import DomainError
from bnn_portal.forms import add_domain_error, adds_row
from bnn_portal.templatetags.portal import NOTHING, number_id
from bnn_portal.views import refusal_as_message, require
from stakeholders.models import Institution

LABELS = {
    **{name: str(ActionItem._meta.get_field(name).verbose_name).capitalize() for name in ActionItem.TERMS},
    "lead": "Penanggung jawab",
    "supporting": "Instansi terkait",
    "checkpoints": "Ukuran per periode",
}


def describe(amendments, user) -> list[Amendment]:
    """Amendments as a page shows them.

    Each gets `terms` (label, old, new), `is_open`, `answer_note`, `waiting` (consents that the account may give, each
    with `needs_source`), `may_decline`, and `asks_user` (its own institution is asked).
    """
    rows = list(amendments.select_related("proposed_by").prefetch_related("consents__institution", "status_changes"))
    names = _Names(rows)
    for row in rows:
        row.terms = [(LABELS[name], names.say(name, row.old[name]), names.say(name, row.new[name])) for name in row.new]
        row.is_open = row.status == Amendment.Status.PROPOSED
        changes = list(row.status_changes.all())
        row.answer_note = changes[-1].note if changes else ""
        row.may_decline = row.is_open and rules.test_rule("can_answer_amendment", user, row)
        missing = [consent for consent in row.consents.all() if consent.given_at is None] if row.may_decline else []
        for consent in missing:
            consent.needs_source = consent.institution_id not in user.reporting_institution_ids
        row.waiting = [consent for consent in missing if user.is_bnn or not consent.needs_source]
        row.asks_user = any(not consent.needs_source for consent in row.waiting)
    return rows


class _Names:
    """The names behind the ids that some amendments hold, read in two queries."""

    def __init__(self, amendments: list[Amendment]):
        terms = [side for row in amendments for side in (row.old, row.new)]
        institutions = {pk for side in terms for pk in [side.get("lead"), *side.get("supporting", [])] if pk}
        periods = {line["period"] for side in terms for line in side.get("checkpoints", [])}
        self.institutions = Institution.objects.in_bulk(institutions)
        self.periods = ReportingPeriod.objects.in_bulk(periods)

    def say(self, name: str, value: Any) -> str:
        """One term as a person reads it."""
        if name == "supporting":
            return ", ".join(self.institutions[pk].short_name for pk in value) or NOTHING
        if name == "checkpoints":
            return "\n".join(self._checkpoint(line) for line in value) or NOTHING
        if value is None or value == "":
            return NOTHING
        if name == "lead":
            return self.institutions[value].short_name
        if name == "target":
            return number_id(value)
        if name in ("starts_on", "due_on"):
            return date_format(parse_date(value), "j F Y")
        return value

    def _checkpoint(self, line: dict[str, Any]) -> str:
        target = f" (target {number_id(line['target'])})" if line["target"] else ""
        return f"{self.periods[line['period']]}: {line['measure']}{target}"


@access(get=200, post=422, sees=WORKERS, may=BNN)
class AmendmentCreate(View):
    """The terms as they stand, to be changed; only what differs is proposed."""

    def dispatch(self, request, *args, **kwargs):
        items = ActionItem.objects.visible_to(request.user).select_related("plan__workshop")
        self.item = get_object_or_404(items, pk=kwargs["item_id"])
        require("can_propose_amendment", request.user, self.item)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        return self._page(*self._forms())

    def post(self, request, **kwargs):
        form, checkpoints = self._forms(request.POST)
        if adds_row(form, checkpoints):
            return self._page(form, checkpoints)
        if not (form.is_valid() & checkpoints.is_valid()):
            return self._page(form, checkpoints, status=422)
        changes = {**form.cleaned_data, "checkpoints": checkpoints.rows()}
        reason = changes.pop("reason")
        try:
            services.propose_amendment(self.item, changes, by=request.user, reason=reason)
        except DomainError as error:
            add_domain_error(form, error)
            return self._page(form, checkpoints, status=422)
        messages.success(request, "Usulan perubahan tersimpan. Isi lama berlaku sampai semua yang diminta menyetujui.")
        return redirect("action_plans:item_detail", self.item.pk)

    def _forms(self, data=None):
        commitments = list(self.item.commitments.open().select_related("institution"))
        lead = next((row.institution for row in commitments if row.role == Commitment.Role.LEAD), None)
        supporting = [row.institution for row in commitments if row.role == Commitment.Role.SUPPORTING]
        form = AmendmentForm(data, instance=self.item, initial={"lead": lead, "supporting": supporting})
        return form, checkpoint_formset(self.item, data)

    def _page(self, form, checkpoints, status=200):
        context = {
            "item": self.item,
            "form": form,
            "checkpoints": checkpoints,
            "is_sample": self.item.plan.workshop.is_sample,
        }
        return render(self.request, "action_plans/amendment_form.html", context, status=status)


@access(post=302, sees=WORKERS, may=BNN | {CONTACT})
def amendment_consent(request, amendment_id):
    """One institution's consent: given by its contact person, or recorded by BNN with its source."""
    amendment = _get_amendment(request, amendment_id)
    with refusal_as_message(request):
        data = ConsentForm(request.POST).arguments()
        institution = data["institution"]
        if not request.user.is_bnn and institution.pk not in request.user.reporting_institution_ids:
            raise PermissionDenied
        amendment = services.consent_amendment(amendment, institution, by=request.user, source=data["source"])
        is_applied = amendment.status == Amendment.Status.APPLIED
        done = "Perubahan kini berlaku." if is_applied else "Perubahan berlaku setelah semua menyetujui."
        messages.success(request, f"Persetujuan {institution.short_name} tercatat. {done}")
    return _back(request, amendment)


@access(post=302, sees=WORKERS, may=BNN | {CONTACT})
def amendment_decline(request, amendment_id):
    amendment = _get_amendment(request, amendment_id)
    with refusal_as_message(request):
        services.decline_amendment(amendment, by=request.user, note=ReasonForm(request.POST).arguments()["note"])
        messages.success(request, "Usulan perubahan ditolak. Isi lama tetap berlaku.")
    return _back(request, amendment)


def _get_amendment(request, amendment_id) -> Amendment:
    amendments = Amendment.objects.visible_to(request.user).select_related("item").prefetch_related("consents")
    amendment = get_object_or_404(amendments, pk=amendment_id)
    require("can_answer_amendment", request.user, amendment)
    return amendment


def _back(request, amendment):
    """To the item's working page, or, for whoever does not work on it (yet), to its public facts."""
    works = ActionItem.objects.visible_to(request.user).filter(pk=amendment.item_id).exists()
    return redirect("action_plans:item_detail" if works else "action_plans:item_facts", amendment.item_id)
