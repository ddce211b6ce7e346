"""Who was asked to open an account."""

from django.db import models
from django.db.models import Q

from bnn_portal.models import TimeStampedModel
from stakeholders.models.institutions import Institution
from stakeholders.models.people import Membership, User
from stakeholders.querysets import (
    AccountInvitationQuerySet,
)


class AccountInvitation(TimeStampedModel):
    """The only way to an account. The link's token is known to the mail alone; the row keeps its hash."""

    email = models.EmailField("surel")
    name = models.CharField("nama", max_length=120)
    role = models.CharField("peran di BNN", max_length=10, choices=User.Role, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="account_invitations", verbose_name="instansi"
    )
    capacity = models.CharField("sebagai", max_length=16, choices=Membership.Capacity, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diundang oleh")
    expires_at = models.DateTimeField("berlaku sampai")
    accepted_at = models.DateTimeField("diterima", null=True, editable=False)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    revoked_at = models.DateTimeField("dicabut", null=True, editable=False)

    objects = AccountInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "undangan akun"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(role="") & Q(institution=None, capacity=""))
                | (Q(role="", institution__isnull=False) & ~Q(capacity="")),
                name="account_invitation_is_for_bnn_or_for_an_institution",
                violation_error_message="Pilih peran di BNN, atau instansi dan kedudukannya.",
            )
        ]
