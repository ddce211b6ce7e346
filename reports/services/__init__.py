"""Everything that changes a report: what people do with editions, and what the worker does with the job.

What the rules forbid raises `DomainError`; who may call what is asked before, in `rules`.
"""

from reports.services.checking import check_document, request_check, submit_signed, sweep_checks
from reports.services.editions import (
    cancel_report,
    discard_report,
    issue_report,
    recall_report,
    record_download,
    request_report,
    request_workshop_report,
    retry_report,
    revoke_report,
)
from reports.services.rendering import (
    LeaseLost,
    claim_report,
    differences_of,
    fail_render,
    finish_render,
    render_inline,
    render_report,
    renew_lease,
    rerender_report,
    sweep_reports,
)
from reports.services.schedules import (
    create_schedule,
    pause_schedule,
    resume_schedule,
    run_schedules,
    update_schedule,
)

__all__ = [
    "LeaseLost",
    "cancel_report",
    "check_document",
    "claim_report",
    "create_schedule",
    "differences_of",
    "discard_report",
    "fail_render",
    "finish_render",
    "issue_report",
    "pause_schedule",
    "recall_report",
    "record_download",
    "render_inline",
    "render_report",
    "renew_lease",
    "request_check",
    "request_report",
    "request_workshop_report",
    "rerender_report",
    "resume_schedule",
    "retry_report",
    "revoke_report",
    "run_schedules",
    "submit_signed",
    "sweep_checks",
    "sweep_reports",
    "update_schedule",
]
