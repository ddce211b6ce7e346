"""What becomes of accounts and of whom they act for."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import F, Func, Value

from bnn_portal import clock, lifecycle
from bnn_portal.exceptions import DomainError
from stakeholders.models import (
    Hint,
    Membership,
    User,
)


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> None:
    """Let today be the membership's last day; the row stays, so that history keeps its names.

    Raises `DomainError` for one that has already ended.
    """
    membership = lifecycle.lock(Membership, membership.pk)
    if membership.ends_on is not None and membership.ends_on <= clock.today():
        raise DomainError("Keanggotaan ini sudah berakhir.")
    membership.ends_on = clock.today()
    lifecycle.write(membership, "ends_on")


@transaction.atomic
def deactivate_account(account: User, *, by: User) -> None:
    """Bar an account from its next request on. Memberships and history stay."""
    _set_active(account, False)


@transaction.atomic
def activate_account(account: User, *, by: User) -> None:
    """Let a barred account in again."""
    _set_active(account, True)


@transaction.atomic
def appoint_leader(email: str, name: str) -> tuple[User, str]:
    """Make the office's first leader account, or find it again, with a link that sets its password.

    For the operator's command line only: where no account exists yet, nobody can invite.
    Raises `DomainError` if the address belongs to an account of another role.
    """
    account = User.objects.filter(email=email.strip().lower()).first()
    if account is None:
        account = User(email=email.strip().lower(), name=name, role=User.Role.LEADER)
        account.set_unusable_password()
        lifecycle.clean(account)
        account.save()
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    elif not (account.is_leader and account.is_active):
        raise DomainError(f"{account.email} sudah dipakai akun yang bukan Kepala, atau akunnya nonaktif.")
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    return account, get_adapter().get_reset_password_from_key_url(key)


def _set_active(account: User, is_active: bool) -> None:
    account = lifecycle.lock(User, account.pk)
    account.is_active = is_active
    account.save(update_fields=["is_active"])


def read_hint(hint: Hint, *, by: User) -> None:
    """Never show the account that hint again. A second time changes nothing."""
    # One statement, so that two pages closed at once both count.
    unread = User.objects.filter(pk=by.pk).exclude(read_hints__contains=[hint])
    unread.update(read_hints=Func(F("read_hints"), Value(hint), function="array_append"))
