"""What institutions answered to what they were asked."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from action_plans.models.items import ActionItem
from action_plans.querysets import CommitmentQuerySet
from bnn_portal.models import StatusChange, TimeStampedModel
from stakeholders.models import Institution


class Commitment(TimeStampedModel):
    """One institution's word on one item. Answers are given to a version of the terms; changed terms ask again."""

    class Role(models.TextChoices):
        LEAD = "lead", "Penanggung jawab"
        SUPPORTING = "supporting", "Instansi terkait"

    class Status(models.TextChoices):
        OFFERED = "offered", "Menunggu jawaban"
        ACCEPTED = "accepted", "Disanggupi"
        DECLINED = "declined", "Ditolak"
        WITHDRAWN = "withdrawn", "Ditarik"

    # Rows that bind or may come to bind; a declined or withdrawn one is history.
    OPEN_STATUSES = (Status.OFFERED, Status.ACCEPTED)

    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="commitments", verbose_name="butir aksi")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="commitments", db_index=False, verbose_name="instansi"
    )
    role = models.CharField("peran", max_length=10, choices=Role)
    status = models.CharField("jawaban", max_length=10, choices=Status, default=Status.OFFERED, editable=False)
    terms_version = models.PositiveSmallIntegerField(default=1, editable=False)
    answer_source = models.CharField(
        "sumber jawaban",
        max_length=200,
        blank=True,
        help_text="Bila dicatat oleh BNN: surat, rapat, atau telepon mana.",
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "komitmen"
        ordering = ["role", "institution__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(role="lead", status__in=["offered", "accepted"]),
                name="item_has_one_lead",
                violation_error_message="Butir aksi ini sudah punya penanggung jawab.",
            ),
            models.UniqueConstraint(
                fields=["item", "institution"],
                condition=Q(status__in=["offered", "accepted"]),
                name="institution_commits_once_per_item",
                violation_error_message="Instansi ini sudah terlibat dalam butir aksi itu.",
            ),
        ]
        indexes = [models.Index(fields=["institution", "status"], name="commitment_by_institution")]

    def is_open_for(self, institution_ids: Collection[int]) -> bool:
        """Whether it binds, or may come to bind, one of these institutions."""
        return self.status in self.OPEN_STATUSES and self.institution_id in institution_ids


class CommitmentStatusChange(StatusChange):
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="status_changes")
