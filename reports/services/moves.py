"""The life cycle of a report, and how the worker hears of new work."""

from django.db import transaction
from django.db.models.functions import Now

from bnn_portal.lifecycle import move
from reports.models import Report
from stakeholders.models import User

Status = Report.Status

TRANSITIONS = {
    Status.QUEUED: (Status.RENDERING, Status.CANCELLED),
    Status.RENDERING: (Status.READY, Status.FAILED, Status.CANCELLED),
    Status.FAILED: (Status.QUEUED,),
    Status.READY: (Status.ISSUING, Status.DISCARDED),
    Status.ISSUING: (Status.PUBLISHED, Status.AWAITING_SIGNATURE, Status.READY),
    # Not signed after all: its review copy is made again, because the file that waited says no longer DRAF.
    Status.AWAITING_SIGNATURE: (Status.PUBLISHED, Status.QUEUED),
    Status.PUBLISHED: (Status.SUPERSEDED, Status.REVOKED),
}


def move_report(report: Report, to: str, *, by: User | None, note: str = "") -> None:
    """Move a locked report; `by` is None for the worker. Raises `DomainError` for a move that does not exist."""
    move(report, to, transitions=TRANSITIONS, by=by, note=note)


def free_edition(report: Report) -> None:
    """Take back what issuing wrote on a locked report, so that no edition's number is skipped. What the leader typed
    stays for the next try."""
    report.edition, report.signatory_title, report.signatory = None, "", ""
    report.save(update_fields=["edition", "signatory_title", "signatory"])


def hand_to_worker(report: Report) -> None:
    """Begin the job anew for a report that entered QUEUED or ISSUING: all but the token, which fences old workers."""
    Report.objects.filter(pk=report.pk).update(
        attempt=0,
        lease_until=None,
        queued_at=Now(),
        started_at=None,
        progress_step="",
        progress_percent=0,
        error="",
    )
    ring(report.pk)


def ring(report_id: int) -> None:
    """Tell the worker once this is committed. No broker, no harm: the row waits, and the sweeper rings again."""

    def deliver() -> None:
        from reports.tasks import render_report  # the tasks call these services

        render_report.delay(report_id)

    transaction.on_commit(deliver, robust=True)
