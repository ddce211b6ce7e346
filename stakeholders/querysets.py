"""Questions over institutions, people and their memberships."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from bnn_portal.search import matches, stems_of

if TYPE_CHECKING:
    from stakeholders.models import AccountInvitation, Institution, UrbanVillage, User


class CurrentQuerySet(models.QuerySet):
    """Rows with `starts_on` and `ends_on` (inclusive, None: no end)."""

    def current(self, on: date):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def kept_by(self, user: "User"):
        """Rows that the account may find in order to end them: memberships and posts are kept by BNN."""
        return self if user.is_bnn else self.none()


class UrbanVillageQuerySet(models.QuerySet["UrbanVillage"]):
    def matching(self, text: str):
        """Kelurahan found by their own name or by that of their kecamatan."""
        villages = self.order_by().alias(stems=stems_of("name", "district__name"))
        return villages.filter(matches(text, "name", "district__name"))


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def active(self):
        return self.filter(is_active=True)

    def matching(self, text: str):
        """Institutions found by the words of their names."""
        return self.alias(stems=stems_of("name", "short_name")).filter(matches(text, "name", "short_name"))

    def visible_to(self, user: "User"):
        """Names and kinds of institutions are no secret: they stand on every public plan."""
        return self if user.is_authenticated else self.none()

    def overseen_by(self, user: "User"):
        """Whose figures the account reads: BNN and Forkopimda all, a coordinator its own and those it coordinates."""
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn or user.is_official:
            return self
        own = user.institution_ids("coordinator")
        return self.filter(Q(pk__in=own) | Q(coordinated_by__in=own))

    def reported_to(self, user: "User"):
        """Those whose own report the account reads: the ones it acts for, and the ones it coordinates."""
        return self.filter(Q(pk__in=user.institution_ids()) | Q(coordinated_by__in=user.institution_ids("coordinator")))


class AccountInvitationQuerySet(models.QuerySet["AccountInvitation"]):
    def open(self, at: datetime):
        """Invitations that can still be accepted at the moment `at`."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def unanswered(self):
        """Neither accepted nor revoked; the link may have run out, and can then be renewed."""
        return self.filter(accepted_at=None, revoked_at=None)

    def visible_to(self, user: "User"):
        return self if user.is_bnn else self.none()


class AccountQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User"):
        """BNN sees every account; to anyone else other people's accounts do not exist."""
        return self if user.is_bnn else self.filter(pk=user.pk)

    def officials(self, on: date):
        """Open accounts that act as officials of Forkopimda on that day."""
        is_current = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=on)
        acting = self.filter(is_current, memberships__capacity="official", memberships__starts_on__lte=on)
        return acting.filter(is_active=True).distinct()


class UserManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make an account. E-mail addresses are kept in lower case, so that one person has one account."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.strip().lower())
