from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.ReportList.as_view(), name="report_list"),
    path("baru/", views.ReportCreate.as_view(), name="report_create"),
    path("<id:report_id>/", views.ReportDetail.as_view(), name="report_detail"),
    path("<id:report_id>/kemajuan/", views.report_progress, name="report_progress"),
    path("<id:report_id>/terbitkan/", views.ReportIssue.as_view(), name="report_issue"),
    path("<id:report_id>/batalkan/", views.report_cancel, name="report_cancel"),
    path("<id:report_id>/buang/", views.report_discard, name="report_discard"),
    path("<id:report_id>/ulangi/", views.report_retry, name="report_retry"),
    path("<id:report_id>/cabut/", views.report_revoke, name="report_revoke"),
    path("<id:report_id>/unduh/", views.report_download, name="report_download"),
]
