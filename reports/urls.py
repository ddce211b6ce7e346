from django.urls import path

from reports.views import editions

app_name = "reports"
urlpatterns = [
    path("", editions.ReportList.as_view(), name="report_list"),
    path("baru/", editions.ReportCreate.as_view(), name="report_create"),
    path("<id:report_id>/", editions.ReportDetail.as_view(), name="report_detail"),
    path("<id:report_id>/kemajuan/", editions.report_progress, name="report_progress"),
    path("<id:report_id>/terbitkan/", editions.ReportIssue.as_view(), name="report_issue"),
    path("<id:report_id>/batalkan/", editions.report_cancel, name="report_cancel"),
    path("<id:report_id>/buang/", editions.report_discard, name="report_discard"),
    path("<id:report_id>/ulangi/", editions.report_retry, name="report_retry"),
    path("<id:report_id>/cabut/", editions.report_revoke, name="report_revoke"),
    path("<id:report_id>/unduh/", editions.report_download, name="report_download"),
]
