"""Sign-in under allauth's own names; accounts and institutions under `stakeholders:`."""

from django.urls import include, path

from stakeholders.views import accounts, drafts, hints, institutions, invitations, office, sign_in

sign_in_patterns = [
    path("masuk/", sign_in.AccountLogin.as_view(), name="account_login"),
    path("masuk/kode/", sign_in.AccountRequestLoginCode.as_view(), name="account_request_login_code"),
    path("masuk/kode/isi/", sign_in.AccountConfirmLoginCode.as_view(), name="account_confirm_login_code"),
    path("masuk/nonaktif/", sign_in.AccountInactive.as_view(), name="account_inactive"),
    path("masuk/ulang/", sign_in.AccountReauthenticate.as_view(), name="account_reauthenticate"),
    path("keluar/", sign_in.AccountLogout.as_view(), name="account_logout"),
    path("sandi/lupa/", sign_in.AccountResetPassword.as_view(), name="account_reset_password"),
    path(
        "sandi/baru/<slug:uidb36>/<slug:key>/",
        sign_in.AccountResetPasswordFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sandi/ganti/", sign_in.AccountChangePassword.as_view(), name="account_change_password"),
    path("sandi/buat/", sign_in.AccountSetPassword.as_view(), name="account_set_password"),
    path("akun/perangkat/", sign_in.UserSessionsList.as_view(), name="usersessions_list"),
]

portal_patterns = [
    path("undangan/<str:link_token>/", invitations.InvitationAccept.as_view(), name="invitation_accept"),
    path("akun/", accounts.AccountDetail.as_view(), name="account_detail"),
    path("akun/daftar/", accounts.AccountList.as_view(), name="account_list"),
    path("akun/<id:account_id>/nonaktifkan/", accounts.account_deactivate, name="account_deactivate"),
    path("akun/<id:account_id>/aktifkan/", accounts.account_activate, name="account_activate"),
    path("akun/undangan/", invitations.InvitationList.as_view(), name="invitation_list"),
    path("akun/undangan/baru/", invitations.InvitationCreate.as_view(), name="invitation_create"),
    path(
        "akun/undangan/<id:account_invitation_id>/kirim-ulang/", invitations.invitation_renew, name="invitation_renew"
    ),
    path("akun/undangan/<id:account_invitation_id>/cabut/", invitations.invitation_revoke, name="invitation_revoke"),
    path("akun/keanggotaan/<id:membership_id>/akhiri/", accounts.membership_end, name="membership_end"),
    path("draf/", drafts.draft_save, name="draft_save"),
    path("draf/buang/", drafts.draft_discard, name="draft_discard"),
    path("petunjuk/", hints.hint_read, name="hint_read"),
    path("kantor/", office.OfficeUpdate.as_view(), name="office_update"),
    path("instansi/", institutions.InstitutionList.as_view(), name="institution_list"),
    path("instansi/baru/", institutions.InstitutionCreate.as_view(), name="institution_create"),
    path("instansi/<id:institution_id>/", institutions.InstitutionDetail.as_view(), name="institution_detail"),
    path("instansi/<id:institution_id>/ubah/", institutions.InstitutionUpdate.as_view(), name="institution_update"),
    path(
        "instansi/<id:institution_id>/nonaktifkan/", institutions.institution_deactivate, name="institution_deactivate"
    ),
    path("instansi/<id:institution_id>/aktifkan/", institutions.institution_activate, name="institution_activate"),
    path(
        "instansi/<id:institution_id>/pejabat/baru/",
        institutions.AppointmentCreate.as_view(),
        name="appointment_create",
    ),
    path("instansi/pejabat/<id:appointment_id>/akhiri/", institutions.appointment_end, name="appointment_end"),
]

urlpatterns = [*sign_in_patterns, path("", include((portal_patterns, "stakeholders")))]
