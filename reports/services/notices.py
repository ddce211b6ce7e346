"""Mails about reports: a link, never the file. A mail that cannot be sent changes nothing."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from bnn_portal import clock
from reports.models import Report, ReportSchedule
from stakeholders.models import User

NEWS = {
    Report.Status.READY: "siap diperiksa",
    Report.Status.FAILED: "gagal disusun",
    Report.Status.PUBLISHED: "sudah terbit",
}
NOT_ISSUED = "belum jadi terbit"


def tell_requesters(report: Report) -> None:
    """Tell whoever asked for it or joined in, once this is committed, what became of the report.

    What a schedule asked for is told to the leaders too: the next step is theirs.
    """
    asked = Q(pk=report.requested_by_id) | Q(pk__in=report.joins.values("user"))
    if report.scheduled_runs.exists():
        asked |= Q(role=User.Role.LEADER)
    _tell_later(report, User.objects.filter(asked, is_active=True))


def tell_officials(report: Report) -> None:
    """Tell officials, once this is committed, that a report was published: those a schedule names where nobody else
    asked for it, otherwise all of today."""
    runs = report.scheduled_runs.all()
    officials = User.objects.officials(clock.today())
    if runs and not any(run.has_joined for run in runs) and not report.joins.exists():
        officials = officials.filter(report_schedules__runs__in=runs).distinct()
    _tell_later(report, officials)


def tell_stopped(schedule: ReportSchedule, reason: str) -> None:
    """Tell BNN's people, once this is committed, that a schedule gave up."""
    address = settings.PORTAL_URL + reverse("reports:schedule_detail", kwargs={"schedule_id": schedule.pk})
    for user in User.objects.filter(is_active=True).exclude(role=""):
        context = {"schedule": schedule, "user": user, "reason": reason, "address": address}
        _mail(user, f"Jadwal terhenti: {schedule}", "emails/schedule_stopped.txt", context)


def _tell_later(report: Report, users: Iterable[User]) -> None:
    address = settings.PORTAL_URL + reverse("reports:report_detail", kwargs={"report_id": report.pk})
    is_review_copy_again = report.status == Report.Status.READY and report.error
    news = NOT_ISSUED if is_review_copy_again else NEWS[Report.Status(report.status)]
    for user in users:
        context = {"report": report, "user": user, "news": news, "address": address}
        _mail(user, f"{report.title} {news}", "emails/report.txt", context)


def _mail(user: User, subject: str, template: str, context: dict) -> None:
    """Each mail by itself: an address that refuses keeps nobody else from his."""
    text = render_to_string(template, context)
    transaction.on_commit(lambda: send_mail(subject, text, None, [user.email]), robust=True)
