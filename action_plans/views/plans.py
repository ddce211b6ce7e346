"""The joint action plan: its list, its page, and its way from draft to closed."""

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import DetailView, ListView, UpdateView

from action_plans import services
from action_plans.forms.plans import PlanForm
from action_plans.models import ActionItem, ActionPlan
from action_plans.views.item_rows import item_rows
from bnn_portal import clock
from bnn_portal.access import BNN, LEADER, access
from bnn_portal.exceptions import DomainError
from bnn_portal.views import ServiceFormMixin, refusal_as_message, require
from workshops.models import Outcome, Workshop

Status = ActionPlan.Status
ITEMS_PER_PAGE = 50


@access(get=200)
class PlanList(ListView):
    template_name = "action_plans/plan_list.html"
    context_object_name = "plans"
    paginate_by = 50

    def get_queryset(self):
        plans = ActionPlan.objects.visible_to(self.request.user)
        return plans.with_item_counts().select_related("workshop").order_by("-workshop__held_on", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["is_sample"] = any(plan.workshop.is_sample for plan in context["plans"])
        context["may_edit"] = rules.test_rule("can_edit_plan", self.request.user)
        return context


@access(get=200)
class PlanDetail(DetailView):
    """The plan with its items; for BNN also what is still missing and the next step."""

    template_name = "action_plans/plan_detail.html"
    context_object_name = "plan"
    pk_url_kwarg = "plan_id"

    def get_queryset(self):
        plans, user = ActionPlan.objects.visible_to(self.request.user), self.request.user
        workshop = Workshop.objects.visible_to(user).filter(pk=OuterRef("workshop"))
        return plans.annotate(sees_workshop=Exists(workshop)).select_related("workshop")

    def get_context_data(self, **kwargs):
        plan, user = self.object, self.request.user
        items = ActionItem.objects.public_facts_visible_to(user).filter(plan=plan)
        counts = _counts(plan, items)
        standing_count, visible_count = counts["standing"], counts["visible"]
        rows = items.with_lead().with_supporting_count().with_progress().with_lateness(clock.today()).order_by("code")
        rows = rows.annotate(may_open=Exists(ActionItem.objects.visible_to(user).filter(pk=OuterRef("pk"))))
        paginator = Paginator(rows, ITEMS_PER_PAGE)
        paginator.count = counts["listed"]
        page_obj = paginator.get_page(self.request.GET.get("page"))
        working_ids = {item.pk for item in page_obj if item.may_open}
        context = {
            "is_sample": plan.workshop.is_sample,
            "page_obj": page_obj,
            "rows": list(item_rows(page_obj, working_ids, shows_answers=plan.status == Status.OFFERED)),
            "standing_count": standing_count if user.is_bnn or plan.is_public else visible_count,
            "hidden_count": standing_count - visible_count if plan.is_public else 0,
            "may_edit": rules.test_rule("can_edit_plan", user, plan),
            "may_agree": plan.status == Status.OFFERED and rules.test_rule("can_agree_plan", user, plan),
            "may_close": plan.status == Status.IN_FORCE and rules.test_rule("can_close_plan", user, plan),
            "entries": [
                {
                    "at": change.at,
                    "by": change.by if user.is_bnn else "",
                    "title": "Rencana aksi",
                    "status": change.to_status,
                    "status_label": Status(change.to_status).label,
                    "note": change.note,
                }
                for change in plan.status_changes.select_related("by").order_by("-at", "-pk")
            ],
        }
        if context["may_edit"]:
            context["obstacles"] = _obstacles(plan, standing_count)
            context["is_drafting"] = plan.is_drafting
            if context["is_drafting"]:
                outcomes = plan.workshop.outcomes.filter(kind=Outcome.Kind.ACTION, action_items=None)
                context["open_outcomes"] = outcomes.order_by("position", "pk")
        return super().get_context_data(**context, **kwargs)


def _counts(plan: ActionPlan, items: QuerySet[ActionItem]) -> dict[str, int]:
    """How many of the plan's items are `standing`, how many the account has `listed`, how many of these stand.

    One statement, the paginator's included.
    """
    is_listed, is_standing = Q(pk__in=items.values("pk")), ~Q(status=ActionItem.Status.WITHDRAWN)
    return plan.items.aggregate(
        standing=Count("pk", filter=is_standing),
        listed=Count("pk", filter=is_listed),
        visible=Count("pk", filter=is_listed & is_standing),
    )


def _obstacles(plan: ActionPlan, standing_count: int) -> list[str]:
    """What keeps the plan from its next step, in whole sentences."""
    items = plan.items.standing()
    if plan.status == Status.DRAFT:
        if not standing_count:
            return ["Rencana ini belum punya butir aksi. Tambahkan paling sedikit satu sebelum ditawarkan."]
        codes = list(items.lacking_lead().order_by("code").values_list("code", flat=True))
        return [f"{len(codes)} butir aksi belum punya penanggung jawab: {_named(codes)}."] if codes else []
    if plan.status == Status.OFFERED:
        rows = list(items.lacking_consent().with_lead().order_by("code").values_list("code", "lead_name"))
        silent = [f"{lead} ({code})" for code, lead in rows if lead]
        refused = [code for code, lead in rows if not lead]
        sentences = [f"{len(silent)} penanggung jawab belum menjawab: {_named(silent)}."] if silent else []
        if refused:
            sentences.append(
                f"{len(refused)} butir aksi ditolak penanggung jawabnya: {_named(refused)}. "
                "Alihkan ke instansi lain, atau keluarkan dari rencana."
            )
        return sentences
    if plan.status == Status.IN_FORCE and (count := items.open().count()):
        return [f"{count} butir aksi masih berjalan. Rencana dapat ditutup setelah semuanya selesai atau dibatalkan."]
    return []


def _named(names: list[str], most: int = 10) -> str:
    return ", ".join(names[:most]) + (f", dan {len(names) - most} lainnya" if len(names) > most else "")


@access(post=302, may=BNN)
def plan_create(request, workshop_id):
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), pk=workshop_id)
    require("can_edit_plan", request.user)
    try:
        plan = services.create_plan(workshop, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("workshops:workshop_detail", workshop.pk)
    messages.success(request, "Rencana aksi dibuat. Jadikan hasil workshop butir aksi, lalu tawarkan kepada instansi.")
    return redirect("action_plans:plan_detail", plan.pk)


@access(get=200, post=422, may=BNN)
class PlanUpdate(ServiceFormMixin, UpdateView):
    form_class = PlanForm
    template_name = "action_plans/plan_update.html"
    context_object_name = "plan"

    def get_object(self, queryset=None):
        return _get_plan(self.request, self.kwargs["plan_id"], "can_edit_plan")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = self.request.path.removesuffix("judul/")
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_sample=self.object.workshop.is_sample, **kwargs)

    def save(self, form):
        data = form.cleaned_data
        services.rename_plan(self.object, data["title"], by=self.request.user, version=data["version"])
        messages.success(self.request, "Judul tersimpan.")
        return redirect("action_plans:plan_detail", self.object.pk)


@access(post=302, may=BNN)
def plan_offer(request, plan_id):
    plan = _get_plan(request, plan_id, "can_edit_plan")
    return _move(request, plan, services.offer_plan, "Rencana aksi ditawarkan. Setiap instansi kini melihat butirnya.")


@access(post=302, may={LEADER})
def plan_agree(request, plan_id):
    plan = _get_plan(request, plan_id, "can_agree_plan")
    return _move(request, plan, services.agree_plan, "Rencana aksi disepakati dan mulai berlaku.")


@access(post=302, may={LEADER})
def plan_close(request, plan_id):
    plan = _get_plan(request, plan_id, "can_close_plan")
    return _move(request, plan, services.close_plan, "Rencana aksi ditutup.")


def _get_plan(request, plan_id, rule) -> ActionPlan:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user).select_related("workshop"), pk=plan_id)
    require(rule, request.user, plan)
    return plan


def _move(request, plan, service, done):
    with refusal_as_message(request):
        service(plan, by=request.user)
        messages.success(request, done)
    return redirect("action_plans:plan_detail", plan.pk)
