"""Addresses of reports, summaries and public pages."""

from django.urls import path

from reports.views import charts, editions, follow_up, office, public, schedules, search, summary, today, verification

app_name = "reports"

edition_patterns = [
    path("laporan/", editions.ReportList.as_view(), name="report_list"),
    path("laporan/baru/", editions.ReportCreate.as_view(), name="report_create"),
    path("laporan/<id:report_id>/", editions.ReportDetail.as_view(), name="report_detail"),
    path("laporan/<id:report_id>/perubahan/", editions.ReportChanges.as_view(), name="report_changes"),
    path("laporan/<id:report_id>/kemajuan/", editions.report_progress, name="report_progress"),
    path("laporan/<id:report_id>/terbitkan/", editions.ReportIssue.as_view(), name="report_issue"),
    path("laporan/<id:report_id>/tanda-tangan/", editions.ReportSign.as_view(), name="report_sign"),
    path("laporan/<id:report_id>/tarik/", editions.report_recall, name="report_recall"),
    path("laporan/<id:report_id>/batalkan/", editions.report_cancel, name="report_cancel"),
    path("laporan/<id:report_id>/buang/", editions.report_discard, name="report_discard"),
    path("laporan/<id:report_id>/ulangi/", editions.report_retry, name="report_retry"),
    path("laporan/<id:report_id>/cabut/", editions.report_revoke, name="report_revoke"),
    path("laporan/<id:report_id>/unduh/", editions.report_download, name="report_download"),
]

schedule_patterns = [
    path("laporan/jadwal/", schedules.ScheduleList.as_view(), name="schedule_list"),
    path("laporan/jadwal/baru/", schedules.ScheduleCreate.as_view(), name="schedule_create"),
    path("laporan/jadwal/<id:schedule_id>/", schedules.ScheduleDetail.as_view(), name="schedule_detail"),
    path("laporan/jadwal/<id:schedule_id>/ubah/", schedules.ScheduleUpdate.as_view(), name="schedule_update"),
    path("laporan/jadwal/<id:schedule_id>/jeda/", schedules.schedule_pause, name="schedule_pause"),
    path("laporan/jadwal/<id:schedule_id>/lanjutkan/", schedules.schedule_resume, name="schedule_resume"),
]

# For those who answer for more than one institution.
summary_patterns = [
    path("ringkasan/", summary.Summary.as_view(), name="summary"),
    path("ringkasan/perkembangan/", charts.Charts.as_view(), name="charts"),
    path("ringkasan/instansi/", summary.InstitutionFigures.as_view(), name="institution_figures"),
    path(
        "ringkasan/instansi/<id:institution_id>/",
        summary.InstitutionFiguresDetail.as_view(),
        name="institution_figures_detail",
    ),
]

# For BNN's own people.
work_patterns = [
    path("hari-ini/", today.Today.as_view(), name="today"),
    path("tindak-lanjut/", follow_up.FollowUp.as_view(), name="follow_up"),
]

# For the leader.
office_patterns = [
    path("kantor/pratinjau/", office.office_preview, name="office_preview"),
    path("kantor/pratinjau/susun/", office.office_preview_draw, name="office_preview_draw"),
    path("kantor/pratinjau/halaman-1.png", office.office_preview_picture, name="office_preview_picture"),
]

# For everybody who signed in.
search_patterns = [path("cari/", search.Search.as_view(), name="search")]

# For everybody, signed in or not.
public_patterns = [
    path("kemajuan/", public.PublicProgress.as_view(), name="public_progress"),
    path("kemajuan/<slug:item_code>/", public.PublicItem.as_view(), name="public_item"),
    path("kegiatan/", public.PublicWorkshopList.as_view(), name="public_workshop_list"),
    path("kegiatan/<id:workshop_id>/", public.PublicWorkshop.as_view(), name="public_workshop"),
    path("tentang/", public.About.as_view(), name="about"),
    path("bantuan/", public.Help.as_view(), name="help"),
]

# For everybody who holds a report on paper or as a file: short, because it stands in the code on each page.
verification_patterns = [
    path("v/<slug:report_code>/", verification.Verification.as_view(), name="verification"),
    path(
        "v/<slug:report_code>/periksa/<uuid:check_key>/",
        verification.VerificationResult.as_view(),
        name="verification_result",
    ),
    path("v/<slug:report_code>/halaman-1.png", verification.first_page, name="first_page"),
]

urlpatterns = [
    *edition_patterns,
    *schedule_patterns,
    *summary_patterns,
    *work_patterns,
    *office_patterns,
    *search_patterns,
    *public_patterns,
    *verification_patterns,
]
