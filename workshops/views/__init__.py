"""Pages and actions, cut by noun: workshops, the blocks of one, invitations, documents."""

from workshops.views.blocks import WorkshopAgenda, WorkshopAttendance, WorkshopInvitations, WorkshopOutcomes
from workshops.views.documents import WorkshopDocuments, document_delete, document_download, document_thumbnail
from workshops.views.invitations import invitation_answer, invitation_send
from workshops.views.sharing import workshop_calendar
from workshops.views.workshops import (
    WorkshopCreate,
    WorkshopDetail,
    WorkshopList,
    WorkshopUpdate,
    workshop_cancel,
    workshop_complete,
    workshop_hold,
)

__all__ = [
    "WorkshopAgenda",
    "WorkshopAttendance",
    "WorkshopCreate",
    "WorkshopDetail",
    "WorkshopDocuments",
    "WorkshopInvitations",
    "WorkshopList",
    "WorkshopOutcomes",
    "WorkshopUpdate",
    "document_delete",
    "document_download",
    "document_thumbnail",
    "invitation_answer",
    "invitation_send",
    "workshop_calendar",
    "workshop_cancel",
    "workshop_complete",
    "workshop_hold",
]
