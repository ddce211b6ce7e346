"""Addresses of workshops and of what belongs to them."""

from django.urls import path

from workshops import views

app_name = "workshops"

urlpatterns = [
    path("", views.WorkshopList.as_view(), name="workshop_list"),
    path("baru/", views.WorkshopCreate.as_view(), name="workshop_create"),
    path("<id:workshop_id>/", views.WorkshopDetail.as_view(), name="workshop_detail"),
    path("<id:workshop_id>/kalender/", views.workshop_calendar, name="workshop_calendar"),
    path("<id:workshop_id>/ubah/", views.WorkshopUpdate.as_view(), name="workshop_update"),
    path("<id:workshop_id>/agenda/", views.WorkshopAgenda.as_view(), name="workshop_agenda"),
    path("<id:workshop_id>/undangan/", views.WorkshopInvitations.as_view(), name="workshop_invitations"),
    path("<id:workshop_id>/peserta/", views.WorkshopAttendance.as_view(), name="workshop_attendance"),
    path("<id:workshop_id>/hasil/", views.WorkshopOutcomes.as_view(), name="workshop_outcomes"),
    path("<id:workshop_id>/dokumen/", views.WorkshopDocuments.as_view(), name="workshop_documents"),
    path("<id:workshop_id>/terlaksana/", views.workshop_hold, name="workshop_hold"),
    path("<id:workshop_id>/terdokumentasi/", views.workshop_complete, name="workshop_complete"),
    path("<id:workshop_id>/batalkan/", views.workshop_cancel, name="workshop_cancel"),
    path("<id:workshop_id>/undangan/kirim/", views.invitation_send, name="invitation_send"),
    path("undangan/<id:invitation_id>/jawab/", views.invitation_answer, name="invitation_answer"),
    path("dokumen/<id:document_id>/", views.document_download, name="document_download"),
    path("dokumen/<id:document_id>/mini/", views.document_thumbnail, name="document_thumbnail"),
    path("dokumen/<id:document_id>/hapus/", views.document_delete, name="document_delete"),
]
