"""What a plan is made of: its items, their numbers, and what they are measured by."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, When

from action_plans.models.periods import ReportingPeriod
from action_plans.models.plans import ActionPlan
from action_plans.querysets import ActionItemQuerySet
from bnn_portal.models import StatusChange, VersionedModel
from bnn_portal.search import stems_of
from stakeholders.models import Appointment, Sector, UrbanVillage
from workshops.models import Outcome, topics_field


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

    OPEN_STATUSES = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED)
    # A withdrawn item leaves every count; a cancelled one is counted as cancelled and in no average.
    REPORTABLE_STATUSES = (*OPEN_STATUSES, Status.DONE)
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
    target = models.DecimalField("target", max_digits=14, decimal_places=2, null=True, blank=True)
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
        indexes = [
            models.Index(fields=["due_on"], name="item_by_due_date"),
            models.Index(
                Case(When(status__in=["not_started", "in_progress", "blocked"], then=0), default=1),
                "due_on",
                "code",
                name="item_by_what_is_owed",
            ),
            GinIndex(stems_of("title", "description"), name="item_by_stems"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="item_by_likeness"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.status in self.OPEN_STATUSES


class ItemCounter(models.Model):
    """The last number given to an item of one year's workshops; its lock keeps numbers without gap or twin."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.PositiveIntegerField(default=0)


class ItemStatusChange(StatusChange):
    """`effective_on` says from which day the status holds: the day the institution claims, but never in a period that
    was closed when the update came; or the day of BNN's decision. The status as of a past day is read from it."""

    # `item_change_by_day` begins with the item: a second index would only mislead the planner.
    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="status_changes", db_index=False)
    effective_on = models.DateField()

    class Meta(StatusChange.Meta):
        indexes = [models.Index(fields=["item", "effective_on", "at"], name="item_change_by_day")]


class Checkpoint(models.Model):
    """What an item is measured by at the end of one period."""

    # Its uniqueness begins with the item, and so needs no second index.
    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="checkpoints", db_index=False)
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="checkpoints", verbose_name="periode")
    measure = models.CharField("ukuran keberhasilan", max_length=250)
    target = models.DecimalField("target", max_digits=14, decimal_places=2, null=True, blank=True)

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
