"""One page of numbers for those who answer for the city, and the same by institution."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.views.generic import ListView, TemplateView

from action_plans.models import ActionItem
from bnn_portal import clock
from bnn_portal.access import BNN, COORDINATOR, OFFICIAL, access
from bnn_portal.views import require
from reports import charts, figures
from reports.forms import InstitutionFiguresForm
from reports.models import Report
from stakeholders.models import Institution, User
from workshops.models import Workshop

OVERSEERS = BNN | {COORDINATOR, OFFICIAL}

# The worst ones; the door beside them leads to all.
LATE_ROWS = 10


@access(get=200, may=OVERSEERS)
class Summary(TemplateView):
    """Where things stand today, and what has changed since the last period ended."""

    template_name = "reports/summary.html"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, clock.today()
        require("reports.see_summary", user)
        now = figures.overview(user)
        period, before = figures.overview_before(user, today) or (None, None)
        city = Report.objects.current().filter(kind=Report.Kind.PROGRESS)
        report = city.select_related("period").defer("snapshot").first()
        sees_all = user.is_bnn or user.is_official
        return super().get_context_data(
            report=report,
            # Lists tell of today alone: figures of then lead to the report of then, for those who see all it counts.
            has_report_of_then=sees_all and report is not None and report.period == period,
            is_sample=now.is_sample,
            today=today,
            now=now,
            period=period,
            before=before,
            done_since=now.total.done - before.total.done if before else 0,
            pillars=_bars("Bidang", now.pillars, before and before.pillars, period),
            variables=_bars("Variabel KOTAN", now.variables, before and before.variables, period),
            institutions=_coordinated(user, now, before, period),
            late=_late_items(user),
            **kwargs,
        )


@access(get=200, may=OVERSEERS)
class InstitutionFigures(ListView):
    """Every institution that leads something or came to a workshop: what it did and what it still owes."""

    template_name = "reports/institution_figures.html"
    context_object_name = "rows"
    paginate_by = 50

    def get_queryset(self):
        user = self.request.user
        require("reports.see_summary", user)
        overview = figures.overview(user)
        self.is_sample = overview.is_sample
        attended = figures.workshops_attended(user)
        self.filter = InstitutionFiguresForm(self.request.GET)
        rows = [
            {
                "institution": institution,
                "figures": overview.institutions.get(institution.pk) or figures.nothing_led_by(institution),
                "workshop_count": attended.get(institution.pk, 0),
            }
            for institution in Institution.objects.overseen_by(user)
            if institution.pk in overview.institutions or institution.pk in attended
        ]
        return self.filter.narrow(rows)

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter=self.filter, is_sample=self.is_sample, **kwargs)


@access(get=200, sees=OVERSEERS, sees_foreign=BNN | {OFFICIAL})
class InstitutionFiguresDetail(TemplateView):
    """One institution's figures, what it is late with, and the workshops that it came to."""

    template_name = "reports/institution_figures_detail.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        institution = get_object_or_404(Institution.objects.overseen_by(user), pk=kwargs["institution_id"])
        require("reports.see_summary", user)
        workshops = Workshop.objects.visible_to(user).attended_by(institution)
        counted, is_sample = figures.led_by(institution, user)
        page = Paginator(workshops, 20).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            institution=institution,
            figures=counted,
            late=_late_items(user, lead=institution),
            page_obj=page,
            is_sample=is_sample or any(workshop.is_sample for workshop in page),
            **kwargs,
        )


def _late_items(user: User, lead: Institution | None = None) -> list[ActionItem]:
    """The overdue items that stand in the account's lists, those late longest first; each with its `url`."""
    items = figures.facts_of(ActionItem.objects.listed_for(user).in_public_plans(), clock.today())
    items = items.filter(is_overdue=True, **({"lead_id": lead.pk} if lead else {}))
    return list(items.order_by("-days_late", "code")[:LATE_ROWS])


def _coordinated(user: User, now: figures.Overview, before: figures.Overview | None, period):
    """A bar for each institution that a coordinator answers for; the whole city has too many for this page."""
    if user.is_bnn or user.is_official:
        return None
    then = list(before.institutions.values()) if before else None
    return _bars("Instansi", list(now.institutions.values()), then, period)


def _bars(head: str, now: list[figures.Figures], before: list[figures.Figures] | None, period) -> charts.StackedBars:
    was = {group.label: group.done_percent for group in before or []}
    counts = [as_bar(group, previous=was.get(group.label)) for group in now]
    return charts.stacked_bars(head, counts, previous=str(period) if period else "")


def as_bar(group: figures.Figures, previous: int | None = None) -> charts.StatusCounts:
    return charts.StatusCounts(
        label=group.label,
        done=group.done,
        in_progress=group.in_progress,
        blocked=group.blocked,
        not_started=group.not_started,
        cancelled=group.cancelled,
        overdue=group.overdue,
        url=group.doors["total"],
        previous=previous,
        average=group.average,
    )
