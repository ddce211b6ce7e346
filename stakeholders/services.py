"""What changes an institution, its people and their accounts. Sign-in itself is allauth's."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import F, Func, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from bnn_portal import clock, lifecycle
from bnn_portal.exceptions import DomainError
from bnn_portal.files import CheckedFile, small_picture
from stakeholders.models import (
    AccountInvitation,
    Appointment,
    FormDraft,
    Hint,
    Institution,
    Membership,
    OfficeSettings,
    User,
)

INVITATION_LIFETIME = timedelta(days=14)
TOKEN_BYTES = 32
DRAFT_LIFETIME = timedelta(days=30)
MAX_DRAFTS = 50


# Invitations


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
        lifecycle.clean(invitation)
        invitation.save()
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
        lifecycle.clean(membership)
        membership.save()
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])


# Memberships and accounts


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> None:
    """Let today be the membership's last day; the row stays, so that history keeps its names.

    Raises `DomainError` for one that has already ended.
    """
    membership = lifecycle.lock(Membership, membership.pk)
    if membership.ends_on is not None and membership.ends_on <= clock.today():
        raise DomainError("Keanggotaan ini sudah berakhir.")
    membership.ends_on = clock.today()
    lifecycle.clean(membership)
    membership.save(update_fields=["ends_on"])


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


# Institutions and who holds their posts


def create_institution(data: Mapping[str, Any], *, by: User) -> Institution:
    """Raises `DomainError` when the data break a constraint."""
    institution = Institution(**data, edited_by=by)
    lifecycle.clean(institution)
    institution.save()
    return institution


@transaction.atomic
def update_institution(institution: Institution, data: Mapping[str, Any], *, version: int, by: User) -> Institution:
    """Raises `StaleEdit` if `version` is no longer the row's, `DomainError` when the data break a constraint."""
    institution = lifecycle.lock(Institution, institution.pk, version=version)
    _refuse_circle(institution, data.get("coordinated_by"))
    lifecycle.edit(institution, data, by=by)
    return institution


@transaction.atomic
def deactivate_institution(institution: Institution, *, by: User) -> None:
    """Take an institution out of the lists one chooses from; never deleted, because history names it."""
    lifecycle.edit(lifecycle.lock(Institution, institution.pk), {"is_active": False}, by=by)


@transaction.atomic
def activate_institution(institution: Institution, *, by: User) -> None:
    lifecycle.edit(lifecycle.lock(Institution, institution.pk), {"is_active": True}, by=by)


def _refuse_circle(institution: Institution, coordinator: Institution | None) -> None:
    """Coordination is one level deep in practice (Bakesbangpol, camat); a pair that coordinates itself is a slip."""
    if coordinator is not None and coordinator.coordinated_by_id == institution.pk:
        raise DomainError(f"{coordinator} sudah dikoordinasi oleh {institution}.", field="coordinated_by")


def create_appointment(institution: Institution, data: Mapping[str, Any], *, by: User) -> Appointment:
    """State who holds a post of the institution. Grants nothing. Raises `DomainError` when the dates cross."""
    appointment = Appointment(institution=institution, **data)
    lifecycle.clean(appointment)
    appointment.save()
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, ends_on: date, by: User) -> None:
    """State the last day in the post. Raises `DomainError` if it is before the first."""
    appointment = lifecycle.lock(Appointment, appointment.pk)
    appointment.ends_on = ends_on
    lifecycle.clean(appointment)
    appointment.save(update_fields=["ends_on"])


# The office itself

LOGO_EDGE = 240


@transaction.atomic
def update_office(
    data: Mapping[str, Any], *, by: User, version: int, logo: CheckedFile | None = None, drops_logo: bool = False
) -> OfficeSettings:
    """Change what every later document bears; a report that was asked for keeps what it began with.

    Raises `StaleEdit` if `version` is no longer the row's, `DomainError` for data that the row refuses or a logo that
    is no picture.
    """
    office = lifecycle.lock(OfficeSettings, 1, version=version)
    changes = dict(data)
    if logo is not None:
        changes["logo"] = small_picture(logo, LOGO_EDGE)
    elif drops_logo:
        changes["logo"] = b""
    lifecycle.edit(office, changes, by=by)
    return office


# Half-written forms


def save_draft(form: str, fields: Mapping[str, list[str]], *, by: User) -> FormDraft:
    """Keep what the account typed into a form, over what it kept there before. Touches no row but its own.

    An account keeps its `MAX_DRAFTS` latest. Raises `DomainError` for text that the database cannot hold.
    """
    if any("\x00" in text for name, values in fields.items() for text in (name, *values)):
        raise DomainError("Isian memuat karakter yang tidak dapat disimpan.")
    draft, is_new = FormDraft.objects.update_or_create(
        user=by, form=form, defaults={"fields": dict(fields), "saved_at": clock.now()}
    )
    if is_new:
        FormDraft.objects.filter(pk__in=by.form_drafts.values("pk")[MAX_DRAFTS:]).delete()
    return draft


def discard_draft(form: str, *, by: User) -> None:
    """Forget what the account typed into a form, if anything."""
    # Most saves come before the first autosave: looking costs one statement, deleting unseen a transaction of three.
    if draft := by.form_drafts.filter(form=form).first():
        draft.delete()


def discard_old_drafts() -> None:
    """Forget what nobody went on with: it may hold names of people."""
    FormDraft.objects.filter(saved_at__lt=clock.now() - DRAFT_LIFETIME).delete()


# Hints


def read_hint(hint: Hint, *, by: User) -> None:
    """Never show the account that hint again. A second time changes nothing."""
    # One statement, so that two pages closed at once both count.
    unread = User.objects.filter(pk=by.pk).exclude(read_hints__contains=[hint])
    unread.update(read_hints=Func(F("read_hints"), Value(hint), function="array_append"))
