"""Reports at set times: for BNN's people, who set them, watch them and stop them."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from bnn_portal.access import BNN, access
from bnn_portal.views import ServiceFormMixin, refusal_as_message, require
from reports import services
from reports.forms import ScheduleForm
from reports.models import ReportSchedule
from reports.views.history import moves_of

RUNS_SHOWN = 20


@access(get=200, may=BNN)
class ScheduleList(ListView):
    template_name = "reports/schedule_list.html"
    context_object_name = "schedules"
    paginate_by = 50

    def dispatch(self, request, *args, **kwargs):
        require("reports.manage_schedule", request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        schedules = ReportSchedule.objects.visible_to(self.request.user)
        return schedules.annotate(recipient_count=Count("recipients")).order_by("status", "next_at", "pk")


@access(get=200, sees=BNN)
class ScheduleDetail(DetailView):
    template_name = "reports/schedule_detail.html"
    context_object_name = "schedule"
    pk_url_kwarg = "schedule_id"

    def get_queryset(self):
        return ReportSchedule.objects.visible_to(self.request.user).select_related("created_by")

    def get_context_data(self, **kwargs):
        schedule = self.object
        context = {
            "facts": _facts(schedule),
            "recipients": schedule.recipients.order_by("name"),
            "runs": schedule.runs.select_related("report__period").defer("report__snapshot")[:RUNS_SHOWN],
            "stopping": schedule.status_changes.filter(to_status=ReportSchedule.Status.STOPPED).last(),
            "history": [
                *moves_of(schedule),
                {"at": schedule.created_at, "by": schedule.created_by.name, "title": "Dibuat"},
            ],
        }
        return super().get_context_data(**context, **kwargs)


def _facts(schedule: ReportSchedule) -> list[tuple[str, str]]:
    facts = [("Irama", schedule.rhythm_text)]
    if schedule.status == ReportSchedule.Status.ACTIVE:
        local = timezone.localtime(schedule.next_at)
        facts.append(("Berikutnya", date_format(local, r"l, j F Y, H.i \W\I\B")))
    return facts


class _ScheduleFormMixin(ServiceFormMixin):
    model = ReportSchedule
    form_class = ScheduleForm
    cancel_url = ""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = self.cancel_url or reverse("reports:schedule_list")
        return form


@access(get=200, post=422, may=BNN)
class ScheduleCreate(_ScheduleFormMixin, CreateView):
    template_name = "reports/schedule_create.html"

    def dispatch(self, request, *args, **kwargs):
        require("reports.manage_schedule", request.user)
        return super().dispatch(request, *args, **kwargs)

    def save(self, form):
        schedule = services.create_schedule(form.terms(), form.cleaned_data["recipients"], by=self.request.user)
        messages.success(self.request, "Jadwal tersimpan.")
        return redirect("reports:schedule_detail", schedule.pk)


@access(get=200, post=422, sees=BNN)
class ScheduleUpdate(_ScheduleFormMixin, UpdateView):
    template_name = "reports/schedule_update.html"
    context_object_name = "schedule"

    def get_object(self, queryset=None):
        schedule = _get_schedule(self.request, self.kwargs["schedule_id"])
        self.cancel_url = reverse("reports:schedule_detail", args=[schedule.pk])
        return schedule

    def save(self, form):
        schedule = services.update_schedule(
            self.object,
            form.terms(),
            form.cleaned_data["recipients"],
            by=self.request.user,
            version=form.cleaned_data["version"],
        )
        messages.success(self.request, "Jadwal diubah.")
        return redirect("reports:schedule_detail", schedule.pk)


@access(post=302, sees=BNN)
def schedule_pause(request, schedule_id):
    return _act(request, schedule_id, services.pause_schedule, "Jadwal dijeda.")


@access(post=302, sees=BNN)
def schedule_resume(request, schedule_id):
    return _act(request, schedule_id, services.resume_schedule, "Jadwal berjalan lagi.")


def _get_schedule(request, schedule_id: int) -> ReportSchedule:
    schedule = get_object_or_404(ReportSchedule.objects.visible_to(request.user), pk=schedule_id)
    require("reports.manage_schedule", request.user, schedule)
    return schedule


def _act(request, schedule_id: int, service, done: str):
    schedule = _get_schedule(request, schedule_id)
    with refusal_as_message(request):
        service(schedule, request.POST.get("note", ""), by=request.user)
        messages.success(request, done)
    return redirect("reports:schedule_detail", schedule.pk)
