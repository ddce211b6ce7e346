"""What institutions report of their items."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from action_plans.models.commitments import Commitment
from action_plans.models.items import ActionItem
from action_plans.models.periods import ReportingPeriod
from action_plans.querysets import ProgressUpdateQuerySet
from bnn_portal import clock
from bnn_portal.models import StatusChange, VersionedModel
from stakeholders.models import Institution


class ProgressUpdate(VersionedModel):
    """One institution's report on one item.

    The lead's values count once accepted; supporters add narrative and evidence.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draf"
        SUBMITTED = "submitted", "Menunggu verifikasi"
        ACCEPTED = "accepted", "Diterima"
        RETURNED = "returned", "Dikembalikan"
        WITHDRAWN = "withdrawn", "Ditarik"

    class ItemStatus(models.TextChoices):
        """What an institution may claim of its item."""

        NOT_STARTED = "not_started", "Belum dimulai"
        IN_PROGRESS = "in_progress", "Berjalan"
        BLOCKED = "blocked", "Terkendala"
        DONE = "done", "Selesai"

    class Obstacle(models.TextChoices):
        """Obstacles named nationally (domain 3.1), and the common local ones."""

        BUDGET = "budget", "Anggaran terbatas"
        STAFF = "staff", "Tenaga terbatas"
        DATA = "data", "Sistem data dan pelaporan belum terpadu"
        REGULATION = "regulation", "Aturan atau dasar hukum belum ada"
        COORDINATION = "coordination", "Koordinasi antarinstansi"
        SCHEDULE = "schedule", "Jadwal berbenturan"
        OTHER = "other", "Lainnya"

    item = models.ForeignKey(
        ActionItem, models.PROTECT, related_name="updates", db_index=False, verbose_name="butir aksi"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="progress_updates", verbose_name="instansi"
    )
    # The institution's part in the item when the update was begun: a later change of lead rewrites no history.
    role = models.CharField("peran", max_length=10, choices=Commitment.Role, editable=False)
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        editable=False,
        verbose_name="periode",
    )
    status = models.CharField("status laporan", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", editable=False
    )
    item_status = models.CharField("keadaan sekarang", max_length=12, choices=ItemStatus)
    value = models.DecimalField(
        "realisasi (kumulatif)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    percent = models.DecimalField(
        "capaian (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    happened_on = models.DateField("tanggal kejadian", default=clock.today)
    # A draft may be saved before it tells anything; `submit_progress` asks for it.
    narrative = models.TextField("apa yang dilakukan", max_length=4000, blank=True)
    obstacle = models.CharField("kendala", max_length=12, choices=Obstacle, blank=True)
    obstacle_note = models.TextField("penjelasan kendala", max_length=2000, blank=True)
    next_step = models.TextField("langkah berikutnya", max_length=2000, blank=True)
    created_by = models.ForeignKey("stakeholders.User", models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField("diajukan", null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey("stakeholders.User", models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True, editable=False)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "laporan kemajuan"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "institution"],
                condition=Q(status__in=["draft", "submitted"]),
                name="update_is_open_once_per_item_and_institution",
                violation_error_message="Masih ada laporan yang belum selesai untuk butir aksi ini.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0),
                name="update_value_is_not_negative",
                violation_error_message="Realisasi tidak boleh negatif.",
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100),
                name="update_percent_is_a_percentage",
                violation_error_message="Capaian antara 0 dan 100 persen.",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, period__isnull=False),
                name="update_sent_knows_when_and_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["item", "status", "happened_on", "submitted_at"], name="update_by_item"),
            models.Index(fields=["status", "submitted_at"], name="update_by_status"),
        ]

    @property
    def is_final(self) -> bool:
        return self.status in (self.Status.ACCEPTED, self.Status.RETURNED, self.Status.WITHDRAWN)

    @property
    def is_lead(self) -> bool:
        return self.role == Commitment.Role.LEAD


class UpdateStatusChange(StatusChange):
    update = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="status_changes")
