"""What is shown: the reports that the city's leaders receive, when they are made, and what is held against them."""

from reports.models.checks import DocumentCheck
from reports.models.editions import Report, ReportDownload, ReportJoin, ReportStatusChange, new_code
from reports.models.mails import OutgoingMail
from reports.models.schedules import ReportSchedule, ReportScheduleStatusChange, ScheduledRun

__all__ = [
    "DocumentCheck",
    "OutgoingMail",
    "Report",
    "ReportDownload",
    "ReportJoin",
    "ReportSchedule",
    "ReportScheduleStatusChange",
    "ReportStatusChange",
    "ScheduledRun",
    "new_code",
]
