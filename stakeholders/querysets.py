"""Questions over institutions, people and their memberships."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from stakeholders.models import User


class CurrentQuerySet(models.QuerySet):
    """Rows with `starts_on` and `ends_on` (inclusive, None: no end)."""

    def current(self, on: date):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


class InstitutionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def visible_to(self, user: "User"):
        """Names and kinds of institutions are no secret: they stand on every public plan."""
        return self if user.is_authenticated else self.none()


class InvitationQuerySet(models.QuerySet):
    def open(self, at):
        """Invitations that can still be accepted at the moment `at`."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make an account. E-mail addresses are kept in lower case, so that one person has one account."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.strip().lower())
