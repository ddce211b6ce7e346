"""Addresses of plans, items, tasks and progress."""

from django.urls import path

from action_plans import views

app_name = "action_plans"

plans = [
    path("rencana-aksi/", views.PlanList.as_view(), name="plan_list"),
    path("rencana-aksi/susun/<id:workshop_id>/", views.plan_create, name="plan_create"),
    path("rencana-aksi/<id:plan_id>/", views.PlanDetail.as_view(), name="plan_detail"),
    path("rencana-aksi/<id:plan_id>/judul/", views.PlanUpdate.as_view(), name="plan_update"),
    path("rencana-aksi/<id:plan_id>/tawarkan/", views.plan_offer, name="plan_offer"),
    path("rencana-aksi/<id:plan_id>/sepakati/", views.plan_agree, name="plan_agree"),
    path("rencana-aksi/<id:plan_id>/tutup/", views.plan_close, name="plan_close"),
    path("rencana-aksi/<id:plan_id>/butir-baru/", views.ItemCreate.as_view(), name="item_create"),
    path("rencana-aksi/<id:plan_id>/tempel-butir/", views.ItemPaste.as_view(), name="item_paste"),
]

items = [
    path("rencana-aksi/butir/", views.ItemList.as_view(), name="item_list"),
    path("rencana-aksi/butir/unduh/", views.item_export, name="item_export"),
    path("rencana-aksi/butir/<id:item_id>/", views.ItemDetail.as_view(), name="item_detail"),
    path("rencana-aksi/butir/<id:item_id>/fakta/", views.ItemFacts.as_view(), name="item_facts"),
    path("rencana-aksi/butir/<id:item_id>/ubah/", views.ItemUpdate.as_view(), name="item_update"),
    path("rencana-aksi/butir/<id:item_id>/alihkan/", views.item_reassign, name="item_reassign"),
    path("rencana-aksi/butir/<id:item_id>/keluarkan/", views.item_withdraw, name="item_withdraw"),
    path("rencana-aksi/butir/<id:item_id>/batalkan/", views.item_cancel, name="item_cancel"),
    path("rencana-aksi/butir/<id:item_id>/buka-kembali/", views.item_reopen, name="item_reopen"),
    path("rencana-aksi/komitmen/<id:commitment_id>/jawab/", views.commitment_answer, name="commitment_answer"),
    path("rencana-aksi/butir/<id:item_id>/tanya/", views.question_create, name="question_create"),
    path("rencana-aksi/pertanyaan/<id:question_id>/", views.QuestionAnswer.as_view(), name="question_answer"),
    path("rencana-aksi/butir/<id:item_id>/usul-ubah/", views.AmendmentCreate.as_view(), name="amendment_create"),
    path("rencana-aksi/perubahan/<id:amendment_id>/setujui/", views.amendment_consent, name="amendment_consent"),
    path("rencana-aksi/perubahan/<id:amendment_id>/tolak/", views.amendment_decline, name="amendment_decline"),
]

progress = [
    path("tugas/", views.TaskList.as_view(), name="task_list"),
    path("tugas/selesai/", views.FinishedTaskList.as_view(), name="finished_task_list"),
    path("tugas/<id:item_id>/lapor/", views.progress_create, name="progress_create"),
    path("rencana-aksi/kemajuan/<id:update_id>/", views.ProgressUpdateView.as_view(), name="progress_update"),
    path("rencana-aksi/kemajuan/<id:update_id>/unggah/", views.evidence_upload, name="evidence_upload"),
    path("rencana-aksi/kemajuan/<id:update_id>/ajukan/", views.progress_submit, name="progress_submit"),
    path("rencana-aksi/kemajuan/<id:update_id>/buang/", views.progress_discard, name="progress_discard"),
    path("rencana-aksi/kemajuan/<id:update_id>/tarik/", views.progress_withdraw, name="progress_withdraw"),
    path("rencana-aksi/kemajuan/<id:update_id>/terima/", views.progress_accept, name="progress_accept"),
    path("rencana-aksi/kemajuan/<id:update_id>/kembalikan/", views.progress_return, name="progress_return"),
    path("rencana-aksi/verifikasi/", views.VerificationQueue.as_view(), name="verification_queue"),
    path("rencana-aksi/data-dukung/<id:evidence_id>/", views.evidence_download, name="evidence_download"),
    path("rencana-aksi/data-dukung/<id:evidence_id>/mini/", views.evidence_thumbnail, name="evidence_thumbnail"),
    path("rencana-aksi/data-dukung/<id:evidence_id>/hapus/", views.evidence_delete, name="evidence_delete"),
    path("rencana-aksi/periode/", views.PeriodList.as_view(), name="period_list"),
    path("rencana-aksi/periode/<id:period_id>/tutup/", views.period_close, name="period_close"),
]

urlpatterns = [*plans, *items, *progress]
