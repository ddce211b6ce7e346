"""One edition of one document, who joined in asking for it, and who downloaded it."""

import secrets

from django.db import models
from django.db.models import Q

from action_plans.models import ReportingPeriod
from bnn_portal.models import Job, StatusChange, TimeStampedModel, VersionedModel
from reports.querysets import ReportQuerySet


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


class ReportDownload(TimeStampedModel):
    """Who fetched which document, and when; written on each download and never changed."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="downloads")
    user = models.ForeignKey("stakeholders.User", models.PROTECT, related_name="+")
    file_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-created_at"]
