"""What happened: workshops and every other P2M event, who came, and what was agreed."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from bnn_portal.models import StatusChange, StoredFile, TimeStampedModel, VersionedModel
from stakeholders.models import Institution, Sector
from workshops.querysets import (
    AttendanceQuerySet,
    DocumentQuerySet,
    InvitationQuerySet,
    OutcomeQuerySet,
    WorkshopQuerySet,
)


class Topic(models.TextChoices):
    """The six subjects that the workshop of 6 December 2023 discussed (its press release)."""

    PREVENTION = "prevention", "Pencegahan"
    DETECTION = "detection", "Deteksi"
    HANDLING = "handling", "Penanganan"
    COMMUNITY = "community", "Peran serta masyarakat"
    YOUTH = "youth", "Sosialisasi kreatif untuk generasi muda"
    TECHNOLOGY = "technology", "Teknologi dan media sosial"


def topics_field() -> ArrayField:
    return ArrayField(models.CharField(max_length=12, choices=Topic), verbose_name="topik", default=list, blank=True)


class Workshop(VersionedModel):
    """A P2M event. Its `is_sample` is the only source of the mark "data contoh" for all that grows out of it."""

    class Kind(models.TextChoices):
        CROSS_STAKEHOLDER = "cross_stakeholder", "Workshop lintas stakeholder"
        THEMATIC = "thematic", "Workshop tematik"
        MEDIA = "media", "Workshop insan media"
        ACTIVISTS = "activists", "Workshop penggiat P4GN"
        COORDINATION = "coordination", "Rapat koordinasi"
        WORKING_MEETING = "working_meeting", "Rapat kerja"
        CONSOLIDATION = "consolidation", "Konsolidasi kebijakan"
        SYNCHRONISATION = "synchronisation", "Sinkronisasi"
        ASSISTANCE = "assistance", "Asistensi"
        TECHNICAL_GUIDANCE = "technical_guidance", "Bimbingan teknis"
        AUDIENCE = "audience", "Audiensi"
        MONITORING = "monitoring", "Monitoring dan evaluasi"
        OTHER = "other", "Kegiatan lain"

    class Status(models.TextChoices):
        PLANNED = "planned", "Direncanakan"
        HELD = "held", "Terlaksana"
        DOCUMENTED = "documented", "Terdokumentasi"
        CANCELLED = "cancelled", "Dibatalkan"

    class Funding(models.TextChoices):
        DIPA = "dipa", "DIPA"
        NON_DIPA = "non_dipa", "Non DIPA"

    theme = models.CharField("tema", max_length=250)
    kind = models.CharField("jenis kegiatan", max_length=20, choices=Kind, default=Kind.CROSS_STAKEHOLDER)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.PLANNED, editable=False)
    held_on = models.DateField("tanggal")
    start_time = models.TimeField("mulai pukul", null=True, blank=True)
    end_time = models.TimeField("selesai pukul", null=True, blank=True)
    venue = models.CharField("tempat", max_length=200)
    organiser = models.ForeignKey(
        Institution, models.PROTECT, related_name="organised_workshops", verbose_name="penyelenggara"
    )
    partners = models.ManyToManyField(
        Institution, related_name="partnered_workshops", blank=True, verbose_name="mitra penyelenggara"
    )
    led_by = models.CharField("dipimpin oleh (jabatan)", max_length=150, blank=True)
    funding = models.CharField("sumber anggaran", max_length=10, choices=Funding, blank=True)
    target_sector = models.CharField("sasaran", max_length=12, choices=Sector, blank=True)
    minutes = models.TextField(
        "notula",
        blank=True,
        help_text="Jangan menulis nama atau kasus pengguna, tersangka, pasien, maupun pelapor.",
    )
    is_public = models.BooleanField(
        "tampil untuk umum",
        default=False,
        help_text="Fakta, agenda, hasil, dan jumlah peserta dapat dibaca siapa saja tanpa akun. Nama peserta, notula, "
        "dan dokumen tidak ikut tampil.",
    )
    is_sample = models.BooleanField("data contoh", default=False, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "workshop"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_time=None) | Q(start_time__isnull=False, end_time__gt=F("start_time")),
                name="workshop_ends_after_start",
                violation_error_message="Jam selesai harus sesudah jam mulai.",
            )
        ]

    def __str__(self):
        return self.theme

    def get_absolute_url(self) -> str:
        return reverse("workshops:workshop_detail", args=[self.pk])


class WorkshopStatusChange(StatusChange):
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="status_changes")


class Session(models.Model):
    """A row of the agenda: what, by which office, with which paper."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="sessions")
    position = models.PositiveSmallIntegerField("urutan", default=0, editable=False)
    start_time = models.TimeField("pukul", null=True, blank=True)
    title = models.CharField("acara", max_length=200)
    paper_title = models.CharField("judul materi", max_length=250, blank=True)
    speaker_position = models.CharField("narasumber (jabatan)", max_length=150, blank=True)
    speaker_institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="instansi narasumber"
    )
    topics = topics_field()

    class Meta:
        verbose_name = verbose_name_plural = "acara"
        ordering = ["position", "pk"]


class Invitation(models.Model):
    """One institution's invitation to one workshop."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Belum dikirim"
        SENT = "sent", "Terkirim"
        COMING = "coming", "Akan hadir"
        DECLINED = "declined", "Berhalangan"
        REPRESENTED = "represented", "Diwakili"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="invitations")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="workshop_invitations", verbose_name="instansi"
    )
    addressee = models.CharField("kepada (jabatan)", max_length=150, blank=True)
    seats = models.PositiveSmallIntegerField("kursi", default=1, validators=[MinValueValidator(1)])
    status = models.CharField("status", max_length=12, choices=Status, default=Status.DRAFT, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "undangan"
        ordering = ["institution__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "institution"],
                name="invitation_is_once_per_institution",
                violation_error_message="Instansi ini sudah diundang.",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="invitation_has_a_seat",
                violation_error_message="Jumlah kursi paling sedikit 1.",
            ),
        ]


class InvitationStatusChange(StatusChange):
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="status_changes")


class Attendance(models.Model):
    """One person, or an unnamed group with a head count (always so for children and students)."""

    class State(models.TextChoices):
        PRESENT = "present", "Hadir"
        ABSENT = "absent", "Tidak hadir"
        EXCUSED = "excused", "Izin"
        REPRESENTED = "represented", "Diwakili"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="attendances")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="attendances", verbose_name="instansi", null=True, blank=True
    )
    person_name = models.CharField(
        "nama peserta", max_length=120, blank=True, help_text="Kosongkan untuk rombongan; jangan tulis nama anak."
    )
    position = models.CharField("jabatan atau nama rombongan", max_length=150, blank=True)
    head_count = models.PositiveIntegerField("jumlah orang", default=1, validators=[MinValueValidator(1)])
    state = models.CharField("kehadiran", max_length=12, choices=State, default=State.PRESENT)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "peserta"
        ordering = ["institution__name", "person_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person_name="") | Q(head_count=1),
                name="attendance_of_a_person_counts_one",
                violation_error_message="Satu nama dihitung satu orang. Kosongkan nama untuk rombongan.",
            ),
            models.CheckConstraint(
                condition=~Q(person_name="", position=""),
                name="attendance_says_who",
                violation_error_message="Isi nama peserta, atau sebutkan rombongannya.",
            ),
            models.CheckConstraint(
                condition=Q(head_count__gte=1, head_count__lte=100_000),
                name="attendance_counts_somebody",
                violation_error_message="Jumlah orang antara 1 dan 100.000.",
            ),
        ]

    @property
    def is_group(self) -> bool:
        return not self.person_name


class Outcome(models.Model):
    """What the workshop told, decided, or agreed to do. Outcomes of kind action become action items."""

    class Kind(models.TextChoices):
        INFORMATION = "information", "Informasi"
        DECISION = "decision", "Keputusan"
        ACTION = "action", "Aksi"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField("urutan", default=0, editable=False)
    kind = models.CharField("jenis", max_length=12, choices=Kind, default=Kind.ACTION)
    text = models.TextField("hasil", max_length=2000)
    topics = topics_field()

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "hasil"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class Document(StoredFile, TimeStampedModel):
    """A paper or photo of the workshop. Attendance lists name persons and stay with BNN."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", "Undangan"
        ATTENDANCE_LIST = "attendance_list", "Daftar hadir"
        MINUTES = "minutes", "Notula"
        PAPER = "paper", "Materi"
        PHOTO = "photo", "Dokumentasi foto"
        OFFICIAL_RECORD = "official_record", "Berita acara"
        COMMITMENT = "commitment", "Komitmen bersama"
        PRESS_RELEASE = "press_release", "Siaran pers"
        OTHER = "other", "Lainnya"

    RESTRICTED_KINDS = (Kind.ATTENDANCE_LIST, Kind.MINUTES)

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="documents")
    kind = models.CharField("jenis", max_length=16, choices=Kind)
    caption = models.CharField("keterangan", max_length=200, blank=True)
    uploaded_by = models.ForeignKey("stakeholders.User", models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "dokumen"
        ordering = ["kind", "created_at", "pk"]

    @property
    def title(self) -> str:
        """The heading of the files that came together."""
        return self.caption or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("workshops:document_download", args=[self.pk])

    def get_thumbnail_url(self) -> str:
        return reverse("workshops:document_thumbnail", args=[self.pk])
