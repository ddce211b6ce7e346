"""Passwords that anyone who knows the programme would try first."""

import re

from django.core.exceptions import ValidationError

CONTEXT_WORDS = (
    "narkotika",
    "narkoba",
    "bersinar",
    "malang",
    "portal",
    "kotan",
    "sandi",
    "admin",
    "p4gn",
    "kota",
    "bnn",
)
REST_LENGTH = 8


class ContextWordValidator:
    """Refuse a password that is hardly more than words of the programme: “KotanMalang2023!”, not a long sentence."""

    def validate(self, password, user=None):
        rest = re.sub("|".join(CONTEXT_WORDS), "", password.lower())
        if len(rest) < min(REST_LENGTH, len(password)):
            raise ValidationError(
                "Kata sandi ini mudah ditebak karena bertumpu pada kata seperti “kotan”, “malang”, atau “bnn”.",
                code="password_of_context_words",
            )

    def get_help_text(self):
        return "Jangan bertumpu pada kata seperti “kotan”, “malang”, atau “bnn”."
