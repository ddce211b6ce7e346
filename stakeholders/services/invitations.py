"""Accounts come by invitation only: asking, reminding, answering."""

import hashlib
import secrets
from datetime import timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from bnn_portal import clock, lifecycle
from bnn_portal.exceptions import DomainError
from stakeholders.models import (
    AccountInvitation,
    Institution,
    Membership,
    OfficeSettings,
    User,
)

INVITATION_LIFETIME = timedelta(days=14)
TOKEN_BYTES = 32


class MailNotSent(DomainError):
    """The mail server refused or was away; what the mail was about is saved."""


class InvitationClosed(DomainError):
    """The invitation was used, revoked or has run out. `str(error)` says which, and what to do."""


def invite_person(
    email: str,
    name: str,
    *,
    by: User,
    institution: Institution | None = None,
    capacity: str = "",
    role: str = "",
) -> tuple[AccountInvitation, str]:
    """Open an invitation: to a BNN account (`role`), or to act for `institution` in `capacity`.

    Returns it with its link, which is known only here: give it to `send_invitation` after the commit.
    Raises `DomainError` where the person already has what is offered, or may not have it.
    """
    email = email.strip().lower()
    link_token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = AccountInvitation(
        email=email,
        # One line: what is typed here adds no paragraph to a mail in the office's name.
        name=" ".join(name.split()),
        role=role,
        institution=institution,
        capacity=capacity,
        invited_by=by,
        token_hash=_hash(link_token),
        expires_at=timezone.now() + INVITATION_LIFETIME,
    )
    with transaction.atomic():
        # A double click asks twice at once.
        lifecycle.lock(User, by.pk)
        _refuse_pointless(invitation, User.objects.filter(email=email).first())
        if (
            AccountInvitation.objects.open(timezone.now())
            .filter(email=email, role=role, institution=institution, capacity=capacity)
            .exists()
        ):
            raise DomainError("Undangan yang sama masih terbuka. Kirim ulang dari daftar undangan bila belum sampai.")
        lifecycle.create(invitation)
    return invitation, invitation_link(link_token)


def renew_invitation(invitation: AccountInvitation, *, by: User) -> tuple[AccountInvitation, str]:
    """Give an unanswered invitation a new link and a new term; the old link stops working.

    Raises `InvitationClosed` once it was used or revoked.
    """
    link_token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        invitation = lifecycle.lock(AccountInvitation, invitation.pk)
        _refuse_answered(invitation)
        invitation.token_hash = _hash(link_token)
        invitation.expires_at = timezone.now() + INVITATION_LIFETIME
        invitation.invited_by = by
        invitation.save(update_fields=["token_hash", "expires_at", "invited_by"])
    return invitation, invitation_link(link_token)


def send_invitation(invitation: AccountInvitation, link: str) -> None:
    """Mail the link. Call after the commit. Raises `MailNotSent`; the invitation stays and can be sent again."""
    context = {"invitation": invitation, "link": link}
    try:
        send_mail(
            "Undangan ke Portal KOTAN Kota Malang",
            render_to_string("emails/account_invitation.txt", context),
            None,
            [invitation.email],
        )
    except (OSError, SMTPException) as error:
        raise MailNotSent(
            "Undangan tersimpan, tetapi surelnya belum terkirim. Kirim ulang dari daftar undangan beberapa menit lagi."
        ) from error


def invitation_link(link_token: str) -> str:
    return settings.PORTAL_URL + reverse("stakeholders:invitation_accept", args=[link_token])


def find_invitation(link_token: str) -> AccountInvitation | None:
    """The invitation behind a link, open or not."""
    return (
        AccountInvitation.objects.select_related("institution", "invited_by")
        .filter(token_hash=_hash(link_token))
        .first()
    )


def check_open(invitation: AccountInvitation) -> None:
    """Raises `InvitationClosed`, saying why and what to do, unless the invitation can still be accepted."""
    _refuse_answered(invitation)
    if not invitation.invited_by.is_active:
        raise InvitationClosed("Undangan ini tidak berlaku lagi. Mintalah undangan baru kepada BNN Kota Malang.")
    if invitation.expires_at <= timezone.now():
        raise InvitationClosed(
            "Masa berlaku undangan ini sudah lewat. Mintalah undangan baru kepada "
            f"{invitation.invited_by.name}, BNN Kota Malang."
        )


@transaction.atomic
def accept_invitation(invitation: AccountInvitation, *, name: str, password: str) -> User:
    """Make the account that the invitation promises, with its verified address and its membership; once.

    The caller has validated `password`. Raises `InvitationClosed`, or `DomainError` if the address has an account.
    """
    invitation = lifecycle.lock(AccountInvitation, invitation.pk)
    check_open(invitation)
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=name, role=invitation.role)
    except IntegrityError as error:
        raise DomainError(
            "Surel ini sudah mempunyai akun. Masuklah dengan akun itu, lalu buka lagi undangannya."
        ) from error
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _fulfil(invitation, user)
    return user


@transaction.atomic
def accept_invitation_with_account(invitation: AccountInvitation, *, by: User) -> None:
    """Let an existing account take up what the invitation offers; once.

    Raises `InvitationClosed`, or `DomainError` where the account is not the invited one or already has it.
    """
    invitation = lifecycle.lock(AccountInvitation, invitation.pk)
    check_open(invitation)
    if by.email != invitation.email:
        raise DomainError(f"Undangan ini untuk {invitation.email}. Masuklah dengan akun itu.")
    # Two invitations of one person may be answered at the same moment.
    by = lifecycle.lock(User, by.pk)
    _refuse_pointless(invitation, by)
    _fulfil(invitation, by)


@transaction.atomic
def revoke_invitation(invitation: AccountInvitation, *, by: User) -> None:
    """Close the link. Raises `InvitationClosed` once it was used or revoked."""
    invitation = lifecycle.lock(AccountInvitation, invitation.pk)
    _refuse_answered(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])


def _hash(link_token: str) -> str:
    return hashlib.sha256(link_token.encode()).hexdigest()


def _refuse_answered(invitation: AccountInvitation) -> None:
    if invitation.accepted_at:
        raise InvitationClosed("Undangan ini sudah dipakai. Silakan masuk dengan surel dan kata sandi Anda.")
    if invitation.revoked_at:
        raise InvitationClosed(
            f"Undangan ini dicabut. Bila menurut Anda keliru, hubungi {invitation.invited_by.name}, BNN Kota Malang."
        )


def _refuse_pointless(invitation: AccountInvitation, account: User | None) -> None:
    institution = invitation.institution
    if institution is not None:
        if OfficeSettings.objects.filter(institution=institution).exists():
            # BNN's own items are reported by BNN accounts, of which another one verifies.
            raise DomainError("Untuk kantor ini, undanglah akun BNN.", field="institution")
        if not institution.is_active:
            raise DomainError(f"{institution} sedang nonaktif. Aktifkan dulu instansinya.", field="institution")
        if invitation.capacity == Membership.Capacity.OFFICIAL and not institution.is_forkopimda:
            raise DomainError(
                f"{institution} bukan anggota Forkopimda, jadi tidak mempunyai pejabat Forkopimda.", field="institution"
            )
    if account is None:
        return
    if not account.is_active:
        raise DomainError("Akun dengan surel ini dinonaktifkan. Aktifkan dulu akunnya.", field="email")
    if account.is_bnn:
        raise DomainError("Surel ini sudah dipakai akun BNN.", field="email")
    if institution is None:
        raise DomainError(
            "Surel ini sudah dipakai akun sebuah instansi. Pakai surel dinas BNN orang itu.", field="email"
        )
    if (
        account.memberships.current(clock.today())
        .filter(institution=institution, capacity=invitation.capacity, ends_on=None)
        .exists()
    ):
        raise DomainError(f"Akun dengan surel ini sudah bertugas untuk {institution}.", field="email")


def _fulfil(invitation: AccountInvitation, user: User) -> None:
    if invitation.institution is not None:
        membership = Membership(user=user, institution=invitation.institution, capacity=invitation.capacity)
        lifecycle.create(membership)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
