"""What every view needs; the first page after sign-in, and the last one when something broke."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.views import defaults

from bnn_portal.access import CONTACT, COORDINATOR, OFFICIAL
from bnn_portal.exceptions import DomainError, StaleEdit
from bnn_portal.forms import add_domain_error

FIRST_PAGES = (
    (CONTACT, "action_plans:task_list"),
    (COORDINATOR, "reports:summary"),
    (OFFICIAL, "reports:summary"),
)


class UnprocessableMixin:
    """An invalid form is shown again with status 422."""

    def form_invalid(self, form):
        response = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


class ServiceFormMixin(UnprocessableMixin):
    """A form whose data a service writes.

    The view's `save(form)` calls the service and answers. What the service refuses is said on the form (422); a row
    that somebody else has changed since is shown with both texts (409).
    """

    def form_valid(self, form):
        try:
            return self.save(form)  # type: ignore[attr-defined]
        except StaleEdit as stale:
            return self.form_stale(form, stale)
        except DomainError as error:
            add_domain_error(form, error)
            return self.form_invalid(form)

    def form_stale(self, form, stale: StaleEdit):
        context = self.get_context_data(form=form, conflict=form.conflict_with(stale.row))  # type: ignore[attr-defined]
        return self.render_to_response(context, status=409)  # type: ignore[attr-defined]


def require(rule: str, user, thing=None) -> None:
    """Raises `PermissionDenied` (403) unless the rule lets the account."""
    if not rules.test_rule(rule, user, thing):
        raise PermissionDenied


@contextmanager
def refusal_as_message(request) -> Iterator[None]:
    """Tell the person why a service refused; the rest of the block is left out and the view goes on behind it."""
    try:
        yield
    except DomainError as error:
        messages.error(request, str(error))


def first_page(user) -> str:
    """The name of the page that this account comes for."""
    if user.is_bnn:
        return "reports:today"
    for capacity, page in FIRST_PAGES:
        if capacity in user.capacities:
            return page
    return "stakeholders:account_detail"


def server_error(request):
    """A database that is away is no fault of the portal: say so, and when to come back. Touches no database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = defaults.server_error(request, template_name="503.html")
        response.status_code = 503
        response.headers["Retry-After"] = "30"
        return response
    return defaults.server_error(request)
