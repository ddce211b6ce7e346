"""Pages and actions, cut by noun: sign-in, invitations, accounts, institutions."""

import rules
from django.core.exceptions import PermissionDenied


class UnprocessableMixin:
    """An invalid form is shown again with status 422."""

    def form_invalid(self, form):
        response = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


def require(rule: str, user, thing=None) -> None:
    """Raises `PermissionDenied` (403) unless the rule lets the account."""
    if not rules.test_rule(rule, user, thing):
        raise PermissionDenied
