"""Sign-in by allauth: only the routes the portal needs, each with its declared access.

Neither text nor time tells whether an address has an account: unknown addresses are mailed as well.
"""

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import FormView

from bnn_portal.access import access
from bnn_portal.views import UnprocessableMixin
from stakeholders import forms


@access(public=True, get=200, post=422, signed_in=302)
class AccountLogin(UnprocessableMixin, allauth_views.LoginView):
    form_class = forms.LoginForm


@access(public=True, get=200, post=422, signed_in=302)
class AccountRequestLoginCode(UnprocessableMixin, allauth_views.RequestLoginCodeView):
    form_class = forms.RequestLoginCodeForm

    def form_valid(self, form):
        if form._user is None:
            get_adapter().send_mail("account/email/unknown_account", form.cleaned_data["email"], {})
        return super().form_valid(form)


# Without a code under way there is nothing to confirm: back to asking for one.
@access(public=True, get=302, post=302)
class AccountConfirmLoginCode(UnprocessableMixin, allauth_views.ConfirmLoginCodeView):
    form_class = forms.ConfirmLoginCodeForm


@access(public=True, get=200)
class AccountInactive(allauth_views.AccountInactiveView):
    pass


@access(public=True, post=302)
class AccountLogout(allauth_views.LogoutView):
    pass


@access(public=True, get=200, post=422)
class AccountResetPassword(UnprocessableMixin, allauth_views.PasswordResetView):
    form_class = forms.ResetPasswordForm
    success_url = reverse_lazy("account_login")

    def form_valid(self, form):
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.info(self.request, "Surel sudah dikirim. Ikuti petunjuk di dalamnya; periksa juga folder spam.")
        return response


@access(public=True, get=200, post=422)
class AccountResetPasswordFromKey(UnprocessableMixin, allauth_views.PasswordResetFromKeyView):
    form_class = forms.ResetPasswordKeyForm
    success_url = reverse_lazy("account_login")

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, status=404 if context.get("token_fail") else 200, **kwargs)


@access(get=200, post=422)
class AccountChangePassword(UnprocessableMixin, allauth_views.PasswordChangeView):
    form_class = forms.ChangePasswordForm

    def form_valid(self, form):
        response = super().form_valid(form)
        forms.EndOtherSessionsForm(request=self.request).save(self.request)
        return response


# Only for an account that has no password yet; the others are sent on to change theirs.
@access(get=302, post=302)
class AccountSetPassword(UnprocessableMixin, allauth_views.PasswordSetView):
    form_class = forms.SetPasswordForm


@access(get=200, post=422)
class AccountReauthenticate(UnprocessableMixin, allauth_views.ReauthenticateView):
    form_class = forms.ReauthenticateForm


@access(get=200, post=302)
class UserSessionsList(FormView):
    """Where the account is signed in. allauth's own page asks the database several times for each session."""

    form_class = forms.EndOtherSessionsForm
    template_name = "usersessions/usersession_list.html"
    success_url = reverse_lazy("usersessions_list")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs):
        alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        sessions = UserSession.objects.filter(user=self.request.user, session_key__in=alive).order_by("-created_at")
        devices = [(session, device_name(session.user_agent)) for session in sessions]
        return super().get_context_data(devices=devices, **kwargs)

    def form_valid(self, form):
        form.save(self.request)
        messages.success(self.request, "Perangkat lain sudah dikeluarkan.")
        return super().form_valid(form)


# What a browser calls itself by → its name. The order matters: each of them also claims to be those behind it.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def device_name(user_agent: str) -> str:
    """“Chrome di Android”, as its owner would call it."""
    browser, system = (
        next((name for mark, name in names.items() if mark in user_agent), None) for names in (BROWSERS, SYSTEMS)
    )
    return f"{browser or 'Peramban lain'} di {system or 'perangkat lain'}"
