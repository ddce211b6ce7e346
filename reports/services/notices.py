"""Mails about reports: a link, never the file. A mail that cannot be sent changes nothing, and is tried again."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse

from bnn_portal import clock
from reports.models import OutgoingMail, Report, ReportSchedule
from stakeholders.models import Institution, Membership, User

logger = logging.getLogger(__name__)

RESEND_AFTER = timedelta(minutes=5)
# Half a day: a mail server that is away for longer is noticed by somebody.
MOST_SENDINGS = 144

LONGEST_SUBJECT = OutgoingMail._meta.get_field("subject").max_length

NEWS = {
    Report.Status.READY: "siap diperiksa",
    Report.Status.FAILED: "gagal disusun",
    Report.Status.AWAITING_SIGNATURE: "menunggu tanda tangan Kepala",
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


def tell_readers(report: Report) -> None:
    """Tell those for whom a report was published, once this is committed.

    An institution's own report is for its contact persons and its coordinator; every other one for the officials: those
    a schedule names where nobody else asked for it, otherwise all of today.
    """
    if report.institution is not None:
        _tell_later(report, _readers_at(report.institution))
        return
    runs = report.scheduled_runs.all()
    officials = User.objects.officials(clock.today())
    if runs and not any(run.has_joined for run in runs) and not report.joins.exists():
        officials = officials.filter(report_schedules__runs__in=runs).distinct()
    _tell_later(report, officials)


def _readers_at(institution: Institution) -> QuerySet[User]:
    own = Q(institution=institution, capacity=Membership.Capacity.CONTACT_PERSON)
    above = Q(institution=institution.coordinated_by_id, capacity=Membership.Capacity.COORDINATOR)
    current = Membership.objects.current(clock.today()).filter(own | above)
    return User.objects.filter(is_active=True, memberships__in=current).distinct()


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
    # A title may be long, and a header is one line.
    one_line = " ".join(subject.split())[:LONGEST_SUBJECT]
    mail = OutgoingMail.objects.create(user=user, subject=one_line, text=render_to_string(template, context))
    transaction.on_commit(lambda: _send(mail.pk), robust=True)


def send_waiting_mails() -> None:
    """Send what did not leave: its worker was killed, or the mail server was away."""
    for mail_id in list(OutgoingMail.objects.filter(next_at__lte=Now()).values_list("pk", flat=True)):
        _send(mail_id)


def _send(mail_id: int) -> None:
    """Send one mail, unless somebody else does. It may leave twice when we are killed in between, but never not."""
    waiting = OutgoingMail.objects.filter(pk=mail_id, next_at__lte=Now())
    if not waiting.update(attempt=F("attempt") + 1, next_at=Now() + RESEND_AFTER):
        return
    mail = OutgoingMail.objects.select_related("user").get(pk=mail_id)
    try:
        send_mail(mail.subject, mail.text, None, [mail.user.email])
    except Exception as error:
        # Whatever it is, it keeps nobody else from his mail.
        logger.warning("Mail %s to account %s, attempt %s: %s", mail.pk, mail.user_id, mail.attempt, error)
        if mail.attempt < MOST_SENDINGS:
            return
    mail.delete()
