"""Mails about reports: a link, never the file. A mail that cannot be sent changes nothing."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from bnn_portal import clock
from reports.models import Report
from stakeholders.models import Membership, User

NEWS = {
    Report.Status.READY: "siap diperiksa",
    Report.Status.FAILED: "gagal disusun",
    Report.Status.PUBLISHED: "sudah terbit",
}
NOT_ISSUED = "belum jadi terbit"


def tell_requester(report: Report) -> None:
    """Tell whoever asked for it, once this is committed, what became of the report."""
    transaction.on_commit(lambda: _send(report, [report.requested_by]), robust=True)


def tell_officials(report: Report) -> None:
    """Tell the officials of today that a report was published, once this is committed."""
    current = Membership.objects.current(clock.today()).filter(capacity=Membership.Capacity.OFFICIAL)
    officials = list(User.objects.filter(is_active=True, memberships__in=current).distinct())
    transaction.on_commit(lambda: _send(report, officials), robust=True)


def _send(report: Report, users: list[User]) -> None:
    address = settings.PORTAL_URL + reverse("reports:report_detail", kwargs={"report_id": report.pk})
    is_review_copy_again = report.status == Report.Status.READY and report.error
    news = NOT_ISSUED if is_review_copy_again else NEWS[Report.Status(report.status)]
    for user in users:
        context = {"report": report, "user": user, "news": news, "address": address}
        send_mail(f"{report.title} {news}", render_to_string("emails/report.txt", context), None, [user.email])
