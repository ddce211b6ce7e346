"""What was promised and what was done about it: plans, items, commitments, and the institutions' progress."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from action_plans.querysets import (
    ActionItemQuerySet,
    ActionPlanQuerySet,
    AmendmentQuerySet,
    CommitmentQuerySet,
    EvidenceQuerySet,
    ProgressUpdateQuerySet,
    ReportingPeriodQuerySet,
)
from bnn_portal import clock
from bnn_portal.models import StatusChange, StoredFile, TimeStampedModel, VersionedModel
from stakeholders.models import Appointment, Institution, Sector, UrbanVillage
from workshops.models import Outcome, Workshop, topics_field


class Pillar(models.TextChoices):
    """The four fields of RAN P4GN, plus pemberdayaan masyarakat, which KOTAN adds (domain 3.1, inferred)."""

    PREVENTION = "prevention", "Pencegahan"
    EMPOWERMENT = "empowerment", "Pemberdayaan masyarakat"
    ERADICATION = "eradication", "Pemberantasan"
    REHABILITATION = "rehabilitation", "Rehabilitasi"
    RESEARCH = "research", "Penelitian, pengembangan, data dan informasi"


class KotanVariable(models.TextChoices):
    """The five variables of the KOTAN index."""

    FAMILY_RESILIENCE = "family_resilience", "Ketahanan keluarga"
    COMMUNITY_RESILIENCE = "community_resilience", "Ketahanan masyarakat"
    TERRITORY = "territory", "Kewilayahan"
    INSTITUTION = "institution", "Kelembagaan"
    LAW = "law", "Hukum"


class ActionPlan(VersionedModel):
    """The joint action plan of one workshop. Its status says whether it is drafted, answered, or reported on."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draf"
        OFFERED = "offered", "Ditawarkan"
        IN_FORCE = "in_force", "Berlaku"
        CLOSED = "closed", "Ditutup"

    workshop = models.OneToOneField(Workshop, models.PROTECT, related_name="action_plan", verbose_name="workshop")
    title = models.CharField("judul", max_length=250)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.DRAFT, editable=False)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "rencana aksi"
        ordering = ["-workshop__held_on", "-pk"]

    def __str__(self):
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether its public facts may be shown to all."""
        return self.status in (self.Status.IN_FORCE, self.Status.CLOSED)


class ItemCounter(models.Model):
    """The last number given to an item of one year's workshops; its lock keeps numbers without gap or twin."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.PositiveIntegerField(default=0)


class PlanStatusChange(StatusChange):
    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="status_changes")


class ActionItem(VersionedModel):
    """One thing that one institution leads.

    Its status moves through accepted updates of the lead; BNN may reopen, cancel or withdraw it, with a reason.
    """

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Belum dimulai"
        IN_PROGRESS = "in_progress", "Berjalan"
        BLOCKED = "blocked", "Terkendala"
        DONE = "done", "Selesai"
        CANCELLED = "cancelled", "Dibatalkan"
        WITHDRAWN = "withdrawn", "Dikeluarkan"

    class ActionClass(models.TextChoices):
        SPECIFIC = "specific", "Khusus"
        GENERIC = "generic", "Generik"

    class Funding(models.TextChoices):
        DIPA = "dipa", "DIPA (APBN)"
        APBD = "apbd", "APBD"
        CSR = "csr", "CSR"
        NON_DIPA = "non_dipa", "Non DIPA/swadaya"

    # The terms of an item: what an institution agrees to. Changing one asks for its consent again.
    TERMS = ("title", "success_criteria", "indicator", "unit", "target", "starts_on", "due_on")

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="items", verbose_name="rencana aksi")
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="action_items", verbose_name="hasil workshop"
    )
    code = models.CharField("nomor aksi", max_length=20, unique=True, editable=False)
    batch = models.UUIDField("kelompok aksi generik", null=True, editable=False)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.NOT_STARTED, editable=False)
    title = models.CharField("aksi", max_length=250)
    description = models.TextField("uraian", blank=True, max_length=4000)
    action_class = models.CharField("jenis aksi", max_length=10, choices=ActionClass, default=ActionClass.SPECIFIC)
    pillar = models.CharField("bidang", max_length=16, choices=Pillar)
    topics = topics_field()
    kotan_variable = models.CharField("variabel KOTAN", max_length=24, choices=KotanVariable, blank=True)
    success_criteria = models.TextField(
        "kriteria keberhasilan", max_length=1000, blank=True, help_text="Keadaan yang akan tercapai."
    )
    indicator = models.CharField("indikator", max_length=200, blank=True)
    unit = models.CharField("satuan", max_length=40, blank=True, help_text="Misalnya kegiatan, orang, dokumen, satgas.")
    target = models.DecimalField(
        "target",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    starts_on = models.DateField("mulai", null=True, blank=True)
    due_on = models.DateField("tenggat")
    target_group = models.CharField("sasaran", max_length=12, choices=Sector, blank=True)
    areas = models.ManyToManyField(UrbanVillage, blank=True, related_name="action_items", verbose_name="lokasi")
    funding = models.CharField("sumber anggaran", max_length=10, choices=Funding, blank=True)
    pic = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="action_items", verbose_name="PIC"
    )
    is_restricted = models.BooleanField(
        "terbatas", default=False, help_text="Operasi, tes urine mendadak: tidak tampil untuk umum, hanya dihitung."
    )

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "butir aksi"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gt=0),
                name="item_target_is_positive",
                violation_error_message="Target harus lebih dari 0. Kosongkan bila tidak berupa angka.",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | ~Q(unit=""),
                name="item_target_has_a_unit",
                violation_error_message="Isi satuan untuk target ini.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="item_due_after_start",
                violation_error_message="Tenggat tidak boleh sebelum tanggal mulai.",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="item_by_due_date")]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.status in self.OPEN_STATUSES

    OPEN_STATUSES = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED)
    # A withdrawn item leaves every count; a cancelled one is counted as cancelled and in no average.
    REPORTABLE_STATUSES = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED, Status.DONE)


class ItemStatusChange(StatusChange):
    """`effective_on` says from which day the status holds: the day the institution claims, but never in a period that
    was closed when the update came; or the day of BNN's decision. The status as of a past day is read from it."""

    # `item_change_by_day` begins with the item: a second index would only mislead the planner. Likewise below.
    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="status_changes", db_index=False)
    effective_on = models.DateField()

    class Meta(StatusChange.Meta):
        indexes = [models.Index(fields=["item", "effective_on", "at"], name="item_change_by_day")]


class ReportingPeriod(models.Model):
    """A semester of RAN P4GN: B06 January–June, B12 July–December. A closed one takes no updates and is frozen."""

    class Semester(models.TextChoices):
        B06 = "b06", "B06 (Januari–Juni)"
        B12 = "b12", "B12 (Juli–Desember)"

    class Status(models.TextChoices):
        OPEN = "open", "Terbuka"
        CLOSED = "closed", "Ditutup"

    year = models.PositiveSmallIntegerField("tahun")
    semester = models.CharField("semester", max_length=3, choices=Semester)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN, editable=False)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "periode pelaporan"
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["year", "semester"], name="reporting_period_is_unique"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="reporting_period_ends_after_start"),
        ]

    def __str__(self):
        return f"{self.semester.upper()} {self.year}"


class PeriodStatusChange(StatusChange):
    period = models.ForeignKey(ReportingPeriod, models.CASCADE, related_name="status_changes")


class Checkpoint(models.Model):
    """What an item is measured by at the end of one period."""

    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="checkpoints", db_index=False)
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="checkpoints", verbose_name="periode")
    measure = models.CharField("ukuran keberhasilan", max_length=250)
    target = models.DecimalField(
        "target",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "ukuran per periode"
        ordering = ["period__starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "period"],
                name="checkpoint_is_once_per_period",
                violation_error_message="Periode ini sudah punya ukuran.",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gt=0),
                name="checkpoint_target_is_positive",
                violation_error_message="Target harus lebih dari 0.",
            ),
        ]


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


class CommitmentStatusChange(StatusChange):
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="status_changes")


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


class Evidence(StoredFile, TimeStampedModel):
    """A photo, file or link that shows what an update tells. Frozen once the update is submitted."""

    update = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="evidence")
    url = models.URLField("tautan", max_length=500, blank=True)
    caption = models.CharField("keterangan", max_length=200, blank=True)
    uploaded_by = models.ForeignKey("stakeholders.User", models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "data dukung"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") ^ Q(url=""),
                name="evidence_is_a_file_or_a_link",
                violation_error_message="Pilih berkas atau isi tautan.",
            )
        ]

    @property
    def is_link(self) -> bool:
        return bool(self.url)

    @property
    def title(self) -> str:
        return self.caption or self.original_name or self.url

    def get_absolute_url(self) -> str:
        return self.url or reverse("action_plans:evidence_download", args=[self.pk])

    def get_thumbnail_url(self) -> str:
        return reverse("action_plans:evidence_thumbnail", args=[self.pk])
