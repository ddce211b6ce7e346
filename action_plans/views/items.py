"""Action items: their working page, and what BNN does with them."""

from typing import Any

import rules
from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views import View
from django.views.generic import DetailView

from action_plans import services
from action_plans.forms.actions import ReasonForm, ReassignForm
from action_plans.forms.items import CheckpointFormSet, DraftItemForm, ItemForm, NewItemForm, checkpoint_formset
from action_plans.models import (
    ActionItem,
    ActionPlan,
    Amendment,
    Checkpoint,
    Commitment,
    CommitmentStatusChange,
    ProgressUpdate,
    Question,
    ReportingPeriod,
)
from action_plans.views.amendments import describe
from action_plans.views.item_rows import item_tags
from action_plans.views.timeline import decision_note, timeline
from bnn_portal import clock
from bnn_portal.access import BNN, LEADER, WORKERS, access
from bnn_portal.exceptions import DomainError, StaleEdit
from bnn_portal.forms import add_domain_error, adds_row, leave_unjudged
from bnn_portal.templatetags.portal import number_id, relative_day
from bnn_portal.views import refusal_as_message, require
from stakeholders.models import UrbanVillage
from stakeholders.views.drafts import DraftMixin
from workshops.models import Outcome

Status = ActionItem.Status
PlanStatus = ActionPlan.Status


@access(get=200, sees=WORKERS)
class ItemDetail(DetailView):
    """The working page: what was promised, who answered what, what was reported, and what to do next."""

    template_name = "action_plans/item_detail.html"
    context_object_name = "item"
    pk_url_kwarg = "item_id"

    def get_queryset(self):
        items = ActionItem.objects.visible_to(self.request.user)
        items = items.with_lead().with_progress().with_lateness(clock.today())
        # Most items were never amended nor asked about: known at once, these tables are not asked.
        checkpoint = JSONObject(
            measure="measure", target="target", year=F("period__year"), semester=F("period__semester")
        )
        checkpoints = Checkpoint.objects.filter(item=OuterRef("pk")).values(row=checkpoint)
        items = items.annotate(
            checkpoint_rows=ArraySubquery(checkpoints.order_by("period__starts_on")),
            has_amendments=Exists(Amendment.objects.filter(item=OuterRef("pk"))),
            has_questions=Exists(Question.objects.filter(item=OuterRef("pk"))),
            area_names=ArraySubquery(UrbanVillage.objects.filter(action_items=OuterRef("pk")).values("name")),
        )
        return items.select_related("plan__workshop", "outcome", "pic__institution")

    def get_context_data(self, **kwargs):
        item, user = self.object, self.request.user
        updates = list(
            ProgressUpdate.objects.visible_to(user)
            .filter(item=item)
            .select_related("institution", "period", "submitted_by", "created_by", "item")
            .with_status_note()
            .prefetch_related("evidence")
        )
        amendments = describe(item.amendments.visible_to(user), user) if item.has_amendments else []
        questions = (
            Question.objects.visible_to(user).filter(item=item).select_related("institution", "asked_by").with_answers()
            if item.has_questions
            else []
        )
        commitments = _commitments(item, user)
        context = {
            "is_sample": item.plan.workshop.is_sample,
            "tags": item_tags(item, is_working=True),
            "commitments": commitments,
            "checkpoints": [
                {**row, "period": ReportingPeriod(year=row.pop("year"), semester=row.pop("semester"))}
                for row in item.checkpoint_rows
            ],
            "terms": _terms(item),
            "execution": _execution(item),
            "amendments": amendments,
            "returned": _returned(updates, user),
            "open_questions": [question for question in questions if question.is_open],
            "may_answer": rules.test_rule("can_answer_question", user, item),
            "entries": timeline(updates, item.status_changes.select_related("by"), questions),
            "is_awaited": any(update.status == ProgressUpdate.Status.SUBMITTED for update in updates),
            "may_verify": rules.test_rule("can_see_verification_queue", user),
            **_rights(item, user, amendments),
        }
        returned = context["returned"]
        context["may_correct"] = (
            context["may_report"] and returned and returned.institution_id in user.reporting_institution_ids
        )
        if context["may_reassign"]:
            context["reassign_form"] = ReassignForm()
        return super().get_context_data(**context, **kwargs)


def _rights(item: ActionItem, user, amendments) -> dict[str, bool]:
    """Which actions the page offers: those that the rules allow and that the item's state leaves open."""
    is_drafting = item.plan.is_drafting and item.status != Status.WITHDRAWN
    in_force = item.plan.status == PlanStatus.IN_FORCE
    has_open_amendment = any(amendment.is_open for amendment in amendments)
    return {
        "may_edit": (is_drafting or in_force) and rules.test_rule("can_edit_item", user, item),
        "may_reassign": is_drafting and rules.test_rule("can_edit_item", user, item),
        "may_amend": in_force
        and item.is_open
        and not has_open_amendment
        and rules.test_rule("can_propose_amendment", user, item),
        "may_cancel": in_force and item.is_open and rules.test_rule("can_cancel_item", user, item),
        "may_reopen": in_force and item.status == Status.DONE and rules.test_rule("can_reopen_item", user, item),
        "may_report": in_force
        and item.status != Status.CANCELLED
        and rules.test_rule("can_report_progress", user, item),
    }


def _commitments(item: ActionItem, user) -> list[Commitment]:
    """The item's commitments, each with the last word said (`last_note`) and whether the account `may_answer`."""
    changes = CommitmentStatusChange.objects.filter(commitment=OuterRef("pk")).order_by("-at", "-pk")
    rows = Commitment.objects.select_related("institution").annotate(last_note=Subquery(changes.values("note")[:1]))
    # Kept on the item, where the rules look for them.
    prefetch_related_objects([item], Prefetch("commitments", rows))
    commitments = list(item.commitments.all())
    is_asking = item.plan.status in (PlanStatus.OFFERED, PlanStatus.IN_FORCE)
    for commitment in commitments:
        commitment.may_answer = (
            is_asking
            and commitment.status == Commitment.Status.OFFERED
            and rules.test_rule("can_answer_commitment", user, commitment)
        )
        commitment.needs_source = commitment.institution_id not in user.reporting_institution_ids
    return commitments


def _returned(updates: list[ProgressUpdate], user) -> ProgressUpdate | None:
    """The last update, of the account's own institution if it has one here, if BNN returned it; with its `reply`."""
    sent = [update for update in updates if update.submitted_at]
    own = [update for update in sent if update.institution_id in user.reporting_institution_ids]
    last = max(own or sent, key=lambda update: update.submitted_at, default=None)
    if last is None or last.status != ProgressUpdate.Status.RETURNED:
        return None
    last.reply = decision_note(last)
    return last


def _terms(item: ActionItem) -> list[tuple[str, Any]]:
    """What the institutions agree to."""
    return [
        ("Kriteria keberhasilan", item.success_criteria),
        ("Indikator", item.indicator),
        ("Target", f"{number_id(item.target)} {item.unit}" if item.target else "Tanpa angka: dilaporkan dalam persen"),
        ("Mulai", item.starts_on and date_format(item.starts_on, "j F Y")),
        ("Tenggat", relative_day(item.due_on)),
    ]


def _execution(item: ActionItem) -> list[tuple[str, Any]]:
    return [
        ("Bidang", item.get_pillar_display()),
        ("Topik", ", ".join(_topic_labels(item))),
        ("Variabel KOTAN", item.get_kotan_variable_display()),
        ("Jenis aksi", item.get_action_class_display()),
        ("Sasaran", item.get_target_group_display()),
        ("Sumber anggaran", item.get_funding_display()),
        ("PIC", item.pic),
        ("Lokasi", ", ".join(item.area_names) or "Seluruh kota"),
    ]


def _topic_labels(item: ActionItem) -> list[str]:
    labels = dict(ActionItem._meta.get_field("topics").base_field.choices)
    return [labels.get(topic, topic) for topic in item.topics]


@access(get=200, post=422, may=BNN)
class ItemCreate(DraftMixin, View):
    """A new item; `?outcome=` names the outcome that it grows out of."""

    def dispatch(self, request, *args, **kwargs):
        plans = ActionPlan.objects.visible_to(request.user).select_related("workshop")
        self.plan = get_object_or_404(plans, pk=kwargs["plan_id"])
        require("can_edit_plan", request.user, self.plan)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        form = NewItemForm(self.restored, plan=self.plan, initial=self._initial())
        checkpoints = CheckpointFormSet(self.restored, prefix="checkpoints")
        if self.restored is not None:
            leave_unjudged(form, checkpoints)
        return self._page(form, checkpoints)

    def post(self, request, **kwargs):
        form = NewItemForm(request.POST, plan=self.plan)
        checkpoints = CheckpointFormSet(request.POST, prefix="checkpoints")
        if adds_row(form, checkpoints):
            return self._page(form, checkpoints)
        if not (form.is_valid() & checkpoints.is_valid()):
            return self._page(form, checkpoints, status=422)
        try:
            items = self._add(form.cleaned_data, checkpoints.rows())
        except DomainError as error:
            add_domain_error(form, error)
            return self._page(form, checkpoints, status=422)
        if len(items) == 1:
            messages.success(request, f"Butir aksi {items[0].code} tersimpan.")
        else:
            messages.success(request, f"{len(items)} butir aksi tersimpan: {items[0].code} sampai {items[-1].code}.")
        return redirect("action_plans:plan_detail", self.plan.pk)

    def _initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("outcome", "")
        outcomes = self.plan.workshop.outcomes.filter(kind=Outcome.Kind.ACTION)
        outcome = outcomes.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 10 else None
        if outcome is None:
            return {}
        longest = ActionItem._meta.get_field("title").max_length
        fits = len(outcome.text) <= longest
        return {
            "outcome": outcome,
            "title": outcome.text if fits else "",
            "description": "" if fits else outcome.text,
            "topics": outcome.topics,
        }

    def _add(self, data, checkpoints) -> list[ActionItem]:
        lead, many = data.pop("lead"), data.pop("institutions")
        common = {"areas": data.pop("areas"), "checkpoints": checkpoints, "by": self.request.user}
        supporting = data.pop("supporting")
        if lead is None:
            return services.add_generic_items(self.plan, data, institutions=many, **common)
        return [services.add_item(self.plan, data, lead=lead, supporting=supporting, **common)]

    def _page(self, form, checkpoints, status=200):
        context = {
            "view": self,
            "plan": self.plan,
            "form": form,
            "checkpoints": checkpoints,
            "back_url": reverse("action_plans:plan_detail", args=[self.plan.pk]),
            "is_sample": self.plan.workshop.is_sample,
        }
        return render(self.request, "action_plans/item_form.html", context, status=status)


@access(get=200, post=422, sees=WORKERS, may=BNN)
class ItemUpdate(DraftMixin, View):
    """Changes an item. Once the plan is in force its terms are left to amendments, and the form leaves them out."""

    def dispatch(self, request, *args, **kwargs):
        self.item = _get_item(request, kwargs["item_id"], "can_edit_item")
        open_commitments = list(self.item.commitments.open().select_related("institution"))
        leads = [one.institution for one in open_commitments if one.role == Commitment.Role.LEAD]
        self.lead = leads[0] if leads else None
        self.supporting = [one.institution for one in open_commitments if one.role == Commitment.Role.SUPPORTING]
        self.has_terms = self.item.plan.is_drafting
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        form, checkpoints = self._forms(self.restored)
        if self.restored is not None:
            leave_unjudged(*filter(None, (form, checkpoints)))
        return self._page(form, checkpoints)

    def post(self, request, **kwargs):
        form, checkpoints = self._forms(request.POST)
        if self.has_terms and adds_row(form, checkpoints):
            return self._page(form, checkpoints)
        if not (form.is_valid() & (checkpoints is None or checkpoints.is_valid())):
            return self._page(form, checkpoints, status=422)
        data = {**form.cleaned_data}
        try:
            services.update_item(
                self.item,
                data,
                version=data.pop("version"),
                areas=data.pop("areas"),
                supporting=data.pop("supporting", None),
                checkpoints=None if checkpoints is None else checkpoints.rows(),
                by=request.user,
            )
        except StaleEdit as stale:
            return self._page(form, checkpoints, status=409, conflict=form.conflict_with(stale.row))
        except DomainError as error:
            add_domain_error(form, error)
            return self._page(form, checkpoints, status=422)
        messages.success(request, f"Butir aksi {self.item.code} tersimpan.")
        return redirect("action_plans:item_detail", self.item.pk)

    def _forms(self, data=None):
        common = {"instance": self.item, "plan": self.item.plan, "lead": self.lead}
        if not self.has_terms:
            return ItemForm(data, **common), None
        form = DraftItemForm(data, initial={"supporting": self.supporting}, **common)
        return form, checkpoint_formset(self.item, data)

    def _page(self, form, checkpoints, status=200, **context):
        context |= {
            "view": self,
            "item": self.item,
            "plan": self.item.plan,
            "lead": self.lead,
            "back_url": reverse("action_plans:item_detail", args=[self.item.pk]),
            "form": form,
            "checkpoints": checkpoints,
            "is_sample": self.item.plan.workshop.is_sample,
        }
        return render(self.request, "action_plans/item_form.html", context, status=status)


@access(post=302, sees=WORKERS, may=BNN)
def item_reassign(request, item_id):
    item = _get_item(request, item_id, "can_edit_item")
    with refusal_as_message(request):
        data = ReassignForm(request.POST).arguments()
        services.reassign_item(item, data["lead"], by=request.user, reason=data["note"])
        messages.success(request, f"{item.code} ditawarkan kepada {data['lead'].short_name}.")
    return redirect("action_plans:item_detail", item.pk)


@access(post=302, sees=WORKERS, may=BNN)
def item_withdraw(request, item_id):
    item = _get_item(request, item_id, "can_edit_item")
    return _act_with_reason(request, item, services.withdraw_item, "dikeluarkan dari rencana aksi")


@access(post=302, sees=WORKERS, may={LEADER})
def item_cancel(request, item_id):
    item = _get_item(request, item_id, "can_cancel_item")
    return _act_with_reason(request, item, services.cancel_item, "dibatalkan")


@access(post=302, sees=WORKERS, may=BNN)
def item_reopen(request, item_id):
    item = _get_item(request, item_id, "can_reopen_item")
    return _act_with_reason(request, item, services.reopen_item, "dibuka kembali")


def _get_item(request, item_id, rule) -> ActionItem:
    items = ActionItem.objects.visible_to(request.user).select_related("plan__workshop")
    item = get_object_or_404(items, pk=item_id)
    require(rule, request.user, item)
    return item


def _act_with_reason(request, item, service, done):
    with refusal_as_message(request):
        service(item, by=request.user, reason=ReasonForm(request.POST).arguments()["note"])
        messages.success(request, f"{item.code} {done}.")
    return redirect("action_plans:item_detail", item.pk)
