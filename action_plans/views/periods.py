"""Reporting periods: which are open, and the closing of one."""

import rules
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import ListView

from action_plans import services
from action_plans.models import ProgressUpdate, ReportingPeriod
from bnn_portal import clock
from bnn_portal.access import BNN, EVERYONE, LEADER, access
from bnn_portal.views import refusal_as_message, require


@access(get=200, may=BNN)
class PeriodList(ListView):
    """Every period that has begun, the newest first."""

    template_name = "action_plans/period_list.html"
    context_object_name = "periods"

    def dispatch(self, request, *args, **kwargs):
        require("can_see_periods", request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        waiting = Count("updates", filter=Q(updates__status=ProgressUpdate.Status.SUBMITTED))
        begun = ReportingPeriod.objects.filter(starts_on__lte=clock.today())
        return begun.annotate(waiting_count=waiting).order_by("-starts_on")

    def get_context_data(self, **kwargs):
        may_close = rules.test_rule("can_close_period", self.request.user)
        return super().get_context_data(may_close=may_close, today=clock.today(), **kwargs)


@access(post=302, sees_foreign=EVERYONE, may={LEADER})
def period_close(request, period_id):
    period = get_object_or_404(ReportingPeriod, pk=period_id)
    require("can_close_period", request.user)
    with refusal_as_message(request):
        services.close_period(period, by=request.user)
        messages.success(request, f"Periode {period} ditutup. Angkanya tidak berubah lagi.")
    return redirect("action_plans:period_list")
