"""Reporting periods: open, then closed for good."""

from django.db import transaction

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import lock, move
from stakeholders.models import User

Status = ReportingPeriod.Status

TRANSITIONS = {Status.OPEN: (Status.CLOSED,)}


@transaction.atomic
def close_period(period: ReportingPeriod, *, by: User) -> ReportingPeriod:
    """Freeze a period that is over and in which nothing waits for verification."""
    period = lock(ReportingPeriod, period.pk)
    if period.ends_on >= clock.today():
        raise DomainError(f"Periode {period} belum berakhir.")
    if waiting := period.updates.awaiting_verification().count():
        raise DomainError(f"Masih ada {waiting} laporan kemajuan yang menunggu verifikasi pada periode {period}.")
    move(period, Status.CLOSED, transitions=TRANSITIONS, by=by)
    return period
