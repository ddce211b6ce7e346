"""Items of a plan copied from a spreadsheet: looked at first, then all added or none."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView

from action_plans import services
from action_plans.forms.pasting import PasteForm
from action_plans.models import ActionPlan
from bnn_portal.access import BNN, access
from bnn_portal.views import ServiceFormMixin, require


@access(get=200, post=422, may=BNN)
class ItemPaste(ServiceFormMixin, FormView):
    form_class = PasteForm
    template_name = "action_plans/item_paste.html"

    def dispatch(self, request, *args, **kwargs):
        plans = ActionPlan.objects.visible_to(request.user).select_related("workshop")
        self.plan = get_object_or_404(plans, pk=kwargs["plan_id"])
        require("can_edit_plan", request.user, self.plan)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            plan=self.plan,
            back_url=reverse("action_plans:plan_detail", args=[self.plan.pk]),
            is_sample=self.plan.workshop.is_sample,
            **kwargs,
        )

    def save(self, form):
        if "save" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, is_checked=True))
        items = services.add_items(self.plan, form.items, by=self.request.user)
        messages.success(self.request, f"{len(items)} butir aksi tersimpan: {items[0].code} sampai {items[-1].code}.")
        return redirect("action_plans:plan_detail", self.plan.pk)
