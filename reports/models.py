"""What is shown: the reports that the city's leaders receive, and who downloaded them."""

import secrets
import uuid
from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from action_plans.models import ReportingPeriod
from bnn_portal.models import Job, StatusChange, TimeStampedModel, VersionedModel
from reports.querysets import ReportQuerySet, ReportScheduleQuerySet


def new_code() -> str:
    """128 random bits, for the address on the paper that tells whether a report is genuine."""
    return secrets.token_hex(16)


class Report(VersionedModel, Job):
    """One edition of one document. The snapshot is taken when it is asked for; the worker reads nothing else."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "Laporan progres"
        INSTITUTION = "institution", "Laporan progres instansi"
        WORKSHOP = "workshop", "Laporan kegiatan"
        SUMMARY = "summary", "Ringkasan satu halaman"

    class Scope(models.TextChoices):
        """What a report is about; its kind decides."""

        CITY = "city", "Kota Malang"
        INSTITUTION = "institution", "Satu instansi"
        WORKSHOP = "workshop", "Satu kegiatan"

    class Status(models.TextChoices):
        QUEUED = "queued", "Antre"
        RENDERING = "rendering", "Disusun"
        READY = "ready", "Siap diperiksa"
        ISSUING = "issuing", "Sedang diterbitkan"
        AWAITING_SIGNATURE = "awaiting_signature", "Menunggu tanda tangan"
        PUBLISHED = "published", "Terbit"
        SUPERSEDED = "superseded", "Diganti edisi baru"
        REVOKED = "revoked", "Dicabut"
        FAILED = "failed", "Gagal"
        CANCELLED = "cancelled", "Dibatalkan"
        DISCARDED = "discarded", "Dibuang"

    class Classification(models.TextChoices):
        """Sifat naskah dinas."""

        ORDINARY = "ordinary", "Biasa"
        LIMITED = "limited", "Terbatas"
        SECRET = "secret", "Rahasia"

    class Paper(models.TextChoices):
        A4 = "a4", "A4 (210 × 297 mm)"
        F4 = "f4", "F4 (215 × 330 mm)"

    class Signing(models.TextChoices):
        """What makes the issued document the office's own. The portal never signs for a person."""

        NONE = "none", "Tanpa segel elektronik"
        SEAL = "seal", "Segel kantor, dibubuhkan Portal"
        OUTSIDE = "outside", "Tanda tangan elektronik di luar Portal (BSrE)"

    class Trust(models.TextChoices):
        """What is known of whoever certified the signer's name."""

        SELF_MADE = "self_made", "tidak tersertifikasi"
        UNJUDGED = "unjudged", "penerbit sertifikatnya tidak dinilai oleh Portal"
        TRUSTED = "trusted", "penerbit sertifikatnya dipercaya kantor"

    # Those that tell of the whole city, and so can be asked for by a schedule.
    CITY_KINDS = (Kind.PROGRESS, Kind.SUMMARY)
    ISSUED_STATUSES = (Status.PUBLISHED, Status.SUPERSEDED, Status.REVOKED)
    # Whose pages say no longer that they are a draft.
    FINAL_STATUSES = (Status.ISSUING, Status.AWAITING_SIGNATURE, *ISSUED_STATUSES)
    # What a worker may claim: work not begun, or work whose worker is gone.
    CLAIMABLE_STATUSES = (Status.QUEUED, Status.RENDERING, Status.ISSUING)

    # What people type beside number, date and sifat; each kind names those that it shows.
    TEXTS = ("legal_basis", "warrant", "budget", "copies_to")

    kind = models.CharField("jenis laporan", max_length=12, choices=Kind, default=Kind.PROGRESS)
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="reports", verbose_name="periode")
    scope = models.CharField("cakupan", max_length=12, choices=Scope, default=Scope.CITY)
    institution = models.ForeignKey(
        "stakeholders.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name="instansi",
    )
    workshop = models.ForeignKey(
        "workshops.Workshop", models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="kegiatan"
    )
    # By value: an old report keeps the name that its institution or event had.
    title = models.CharField("judul", max_length=350, blank=True, editable=False)
    status = models.CharField("status", max_length=18, choices=Status, default=Status.QUEUED, editable=False)
    code = models.CharField("kode", max_length=32, unique=True, default=new_code, editable=False)
    as_of = models.DateField("keadaan per", editable=False)
    snapshot = models.TextField(editable=False)
    snapshot_sha256 = models.CharField(max_length=64, editable=False)
    is_sample = models.BooleanField("data contoh", default=False, editable=False)
    requested_by = models.ForeignKey(
        "stakeholders.User", models.PROTECT, related_name="+", editable=False, verbose_name="diminta oleh"
    )
    # Who asked for the same while it was in work, and is told the same.
    joined_by = models.ManyToManyField("stakeholders.User", through="ReportJoin", related_name="+")
    edition = models.PositiveSmallIntegerField("edisi", null=True, editable=False)
    number = models.CharField("nomor", max_length=80, blank=True)
    dated_on = models.DateField("tanggal laporan", null=True, blank=True)
    classification = models.CharField("sifat", max_length=10, choices=Classification, default=Classification.ORDINARY)
    legal_basis = models.TextField("dasar", max_length=2000, blank=True, help_text="Satu dasar per baris.")
    warrant = models.CharField("surat perintah", max_length=150, blank=True, help_text="Nomor dan tanggalnya.")
    budget = models.CharField("DIPA", max_length=150, blank=True, help_text="Nomor dan tanggalnya.")
    copies_to = models.TextField("tembusan", max_length=1000, blank=True, help_text="Satu penerima per baris.")
    paper = models.CharField("kertas", max_length=2, choices=Paper, default=Paper.A4)
    has_photos = models.BooleanField(
        "foto bukti",
        default=False,
        help_text="Foto dari laporan kemajuan yang diterima, sebagai lampiran.",
    )
    # The lines under the signature, by value, as the office knew them on the day of issuing; empty: nobody known.
    signatory = models.TextField("penanda tangan", blank=True, editable=False)
    # The post above it, with Plh. or Plt. where somebody stood in; empty: the one that the snapshot names.
    signatory_title = models.CharField("jabatan penanda tangan", max_length=170, blank=True, editable=False)
    # The review copy, then the issued document, which never changes again.
    file = models.FileField(upload_to="reports/", blank=True, editable=False)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    file_size = models.PositiveIntegerField(default=0, editable=False)
    page_count = models.PositiveIntegerField(default=0, editable=False)
    # The bytes before a seal, and what they were made with (`versions`): `rerender_report --check` compares with these.
    rendered_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    made_with = models.JSONField(default=dict, editable=False)
    # A picture of page one, for whoever holds the paper against it.
    first_page = models.FileField(upload_to="reports/", blank=True, editable=False)
    signing = models.CharField("pengesahan", max_length=8, choices=Signing, default=Signing.NONE)
    # As the certificate in the signature has it; the fingerprint is the certificate's sha256.
    signer_name = models.CharField("penanda tangan elektronik", max_length=200, blank=True, editable=False)
    signer_issuer = models.CharField("penerbit sertifikat", max_length=200, blank=True, editable=False)
    signer_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    signer_trust = models.CharField(max_length=10, choices=Trust, blank=True, editable=False)
    published_at = models.DateTimeField("diterbitkan", null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "laporan"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period", "scope", "institution", "workshop"],
                condition=Q(status="published"),
                nulls_distinct=False,
                name="report_has_one_published_edition",
                violation_error_message="Sudah ada edisi yang terbit untuk periode ini.",
            ),
            models.UniqueConstraint(
                fields=["kind", "period", "scope", "institution", "workshop"],
                condition=Q(status__in=["queued", "rendering"]),
                nulls_distinct=False,
                name="report_is_rendered_once_at_a_time",
                violation_error_message="Laporan periode ini sedang disusun.",
            ),
            models.UniqueConstraint(
                fields=["kind", "period", "scope", "institution", "workshop", "edition"],
                condition=Q(edition__isnull=False),
                nulls_distinct=False,
                name="report_edition_is_unique",
                violation_error_message="Edisi ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["progress", "summary"], scope="city", institution=None, workshop=None)
                | Q(kind="institution", scope="institution", institution__isnull=False, workshop=None)
                | Q(kind="workshop", scope="workshop", institution=None, workshop__isnull=False),
                name="report_is_about_what_its_kind_tells",
                violation_error_message="Pilih instansi atau kegiatan yang dilaporkan.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["issuing", "awaiting_signature", "published", "superseded", "revoked"])
                | (~Q(number="") & Q(dated_on__isnull=False, edition__isnull=False)),
                name="issued_report_has_number_and_date",
                violation_error_message="Isi nomor dan tanggal laporan.",
            ),
        ]
        indexes = [models.Index(fields=["status", "lease_until"], name="report_by_lease")]

    @property
    def signed_by(self) -> str:
        """By whom the issued document is signed, and what is known of that name."""
        if not self.signer_name:
            return self.get_signing_display()
        by = "Disegel oleh" if self.signing == self.Signing.SEAL else "Ditandatangani oleh"
        issuer = "" if self.signer_trust == self.Trust.SELF_MADE else f", sertifikat dari {self.signer_issuer}"
        # The portal's own certificate says so in its name.
        known = self.get_signer_trust_display()
        return f"{by} {self.signer_name}{issuer}" + ("" if known in self.signer_name else f" ({known})")

    def editions(self) -> "ReportQuerySet":
        """The issued editions of this document, newest first."""
        return Report.objects.issued().alike(self).select_related("period").order_by("-edition")

    def is_edition_of(self, other: "Report") -> bool:
        """Whether both are editions of one document."""
        return Report.objects.alike(self).filter(pk=other.pk).exists()

    @property
    def is_issued(self) -> bool:
        return self.status in self.ISSUED_STATUSES

    @property
    def is_in_work(self) -> bool:
        return self.status in self.CLAIMABLE_STATUSES


class ReportStatusChange(StatusChange):
    report = models.ForeignKey(Report, models.CASCADE, related_name="status_changes")


class ReportJoin(TimeStampedModel):
    """A request that joined a report in work instead of beginning another one."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="joins")
    user = models.ForeignKey("stakeholders.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "user"], name="report_is_joined_once")]


class DocumentCheck(TimeStampedModel, Job):
    """A file that somebody handed in, until it is known what it is; then only the answer stays, for a day.

    Either a copy that anybody holds against an issued report, or the document that was signed outside the portal.
    """

    class Purpose(models.TextChoices):
        COPY = "copy", "Salinan"
        SIGNED = "signed", "Dokumen yang ditandatangani"

    class Verdict(models.TextChoices):
        GENUINE = "genuine", "Asli"
        OTHER_EDITION = "other_edition", "Edisi lain"
        OTHER_REPORT = "other_report", "Laporan lain"
        UNSEALED = "unsealed", "Segel dilepas"
        APPENDED = "appended", "Ditambahi"
        ALTERED = "altered", "Diubah"
        FOREIGN = "foreign", "Dokumen lain"
        LOCKED = "locked", "Terkunci sandi"
        NOT_PDF = "not_pdf", "Bukan PDF"
        UNREADABLE = "unreadable", "Tidak dapat dibaca"
        ACCEPTED = "accepted", "Diterima"
        REFUSED = "refused", "Ditolak"

    # In the address of its page: whoever does not know it does not see what was checked.
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.COPY)
    report = models.ForeignKey(Report, models.CASCADE, related_name="checks")
    by = models.ForeignKey("stakeholders.User", models.PROTECT, null=True, related_name="+")
    file = models.FileField(upload_to="checks/", blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    # Empty while the worker has not found out.
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True)
    # What the file is, where it is another issued document.
    found = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")
    # Pages that differ from the issued ones, and whether a seal of the office is on the file and sound.
    changed_pages = models.JSONField(default=list)
    has_sound_seal = models.BooleanField(null=True)

    class Meta:
        ordering = ["-created_at"]

    @property
    def is_pending(self) -> bool:
        return not self.verdict


class ReportDownload(TimeStampedModel):
    """Who fetched which document, and when; written on each download and never changed."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="downloads")
    user = models.ForeignKey("stakeholders.User", models.PROTECT, related_name="+")
    file_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-created_at"]


class ReportSchedule(VersionedModel):
    """Has a report asked for at set times; its officials get the link once the leader has issued it."""

    class Rhythm(models.TextChoices):
        B06 = "b06", "B06: setiap Juli, tentang Januari–Juni"
        B12 = "b12", "B12: setiap Januari, tentang Juli–Desember tahun sebelumnya"
        MONTHLY = "monthly", "Setiap bulan"
        FIRST_MONDAY = "first_monday", "Setiap Senin pertama"

    class TimeZone(models.TextChoices):
        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    class Status(models.TextChoices):
        ACTIVE = "active", "Berjalan"
        PAUSED = "paused", "Dijeda"
        STOPPED = "stopped", "Terhenti"

    KINDS = [(kind.value, kind.label) for kind in Report.CITY_KINDS]

    kind = models.CharField("jenis laporan", max_length=12, choices=KINDS, default=Report.Kind.PROGRESS)
    rhythm = models.CharField("irama", max_length=12, choices=Rhythm, default=Rhythm.FIRST_MONDAY)
    day_of_month = models.PositiveSmallIntegerField(
        "tanggal",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="Bulan yang lebih pendek memakai hari terakhirnya. Tidak berlaku untuk Senin pertama.",
    )
    time_of_day = models.TimeField("pukul", default=time(8))
    time_zone = models.CharField("zona waktu", max_length=20, choices=TimeZone, default=TimeZone.WIB)
    recipients = models.ManyToManyField("stakeholders.User", related_name="report_schedules", verbose_name="penerima")
    created_by = models.ForeignKey(
        "stakeholders.User", models.PROTECT, related_name="+", editable=False, verbose_name="dibuat oleh"
    )
    status = models.CharField("status", max_length=8, choices=Status, default=Status.ACTIVE, editable=False)
    # Means something while it is active only.
    next_at = models.DateTimeField("berikutnya", editable=False)
    # In a row: a report that came about sets it to none again.
    failure_count = models.PositiveSmallIntegerField("kegagalan beruntun", default=0, editable=False)

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "jadwal laporan"
        ordering = ["next_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day_of_month__range=(1, 31)),
                name="report_schedule_day_is_in_a_month",
                violation_error_message="Tanggal antara 1 dan 31.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {Report.Scope.CITY.label}"

    @property
    def rhythm_text(self) -> str:
        """When it runs, in words."""
        days = {
            self.Rhythm.B06: f"B06, setiap {self.day_of_month} Juli",
            self.Rhythm.B12: f"B12, setiap {self.day_of_month} Januari",
            self.Rhythm.MONTHLY: f"Setiap bulan tanggal {self.day_of_month}",
            self.Rhythm.FIRST_MONDAY: "Setiap Senin pertama",
        }
        return f"{days[self.Rhythm(self.rhythm)]}, pukul {self.time_of_day:%H.%M} {self.get_time_zone_display()}"


class ReportScheduleStatusChange(StatusChange):
    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="status_changes")


class ScheduledRun(TimeStampedModel):
    """One time at which a schedule was due. It is pursued until it has ended."""

    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="runs")
    due_at = models.DateTimeField("jatuh waktu")
    # Times before this one that passed while the portal stood still; this run makes up for all of them.
    missed_count = models.PositiveIntegerField("terlewat", default=0)
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="scheduled_runs")
    # Somebody had asked for the same report already, so it is not for the schedule's officials alone.
    has_joined = models.BooleanField(default=False)
    retry_at = models.DateTimeField("dicoba lagi", null=True)
    ended_at = models.DateTimeField("selesai", null=True)
    error = models.TextField("sebab gagal", blank=True)

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "due_at"], name="report_schedule_runs_once_at_a_time")
        ]


class OutgoingMail(TimeStampedModel):
    """A mail that has still to leave: written together with what it tells of, so that no crash loses it, and deleted
    once it was handed over. It holds a link, never a file."""

    user = models.ForeignKey("stakeholders.User", models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    attempt = models.PositiveSmallIntegerField(default=0)
    # On the database's clock, like a lease.
    next_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
