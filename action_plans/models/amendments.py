"""Changes of the terms of an item in force."""

from django.db import models
from django.db.models import Q

from action_plans.models.items import ActionItem
from action_plans.querysets import AmendmentQuerySet
from bnn_portal.models import StatusChange, TimeStampedModel
from stakeholders.models import Institution


class Amendment(TimeStampedModel):
    """A change of the terms of an item in force. The old ones stand until the present and the new lead consent.

    `old` and `new` hold only the changed terms, as JSON values; dates and decimals as text, institutions as ids.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Diusulkan"
        CONSENTED = "consented", "Disetujui"
        APPLIED = "applied", "Diterapkan"
        DECLINED = "declined", "Ditolak"

    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="amendments", verbose_name="butir aksi")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.PROPOSED, editable=False)
    old = models.JSONField(editable=False)
    new = models.JSONField(editable=False)
    reason = models.TextField("alasan", max_length=1000)
    proposed_by = models.ForeignKey(
        "stakeholders.User", models.PROTECT, related_name="+", verbose_name="diusulkan oleh"
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "perubahan butir aksi"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(status__in=["proposed", "consented"]),
                name="item_has_one_open_amendment",
                violation_error_message="Masih ada usulan perubahan yang belum dijawab.",
            )
        ]


class AmendmentStatusChange(StatusChange):
    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="status_changes")


class AmendmentConsent(models.Model):
    """The consent that one institution owes or gave to an amendment."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="consents")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name="instansi")
    given_by = models.ForeignKey("stakeholders.User", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    source = models.CharField("sumber jawaban", max_length=200, blank=True)

    class Meta:
        ordering = ["institution__name"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "institution"], name="amendment_asks_each_institution_once")
        ]
