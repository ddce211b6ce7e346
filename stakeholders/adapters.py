"""How sign-in differs from allauth's default: nobody signs up by themselves, and it speaks as the portal does."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Surel atau kata sandi tidak cocok.",
        "enter_current_password": "Kata sandi sekarang tidak cocok.",
        "incorrect_code": "Kode tidak cocok. Periksa kembali surel terbaru dari Portal KOTAN.",
        "incorrect_password": "Kata sandi tidak cocok.",
        "rate_limited": "Terlalu banyak permintaan. Tunggu beberapa menit, lalu coba lagi.",
        "too_many_login_attempts": "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("stakeholders:account_detail")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Links in mails begin with the portal's own address, whatever host the browser asked for."""
        uid, _, link_token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": link_token})
        return settings.PORTAL_URL + path

    def send_mail(self, template_prefix: str, email: str, context_data: dict) -> None:
        """Send, or tell the person that it failed: an absent mail server must not be an error page."""
        try:
            super().send_mail(template_prefix, email, context_data)
        except (OSError, SMTPException) as error:
            logger.exception("Mail %s was not sent", template_prefix)
            request = context.request
            messages.error(request, "Surel belum dapat dikirim. Coba lagi beberapa menit lagi.")
            raise ImmediateHttpResponse(redirect(request.get_full_path())) from error
