"""Reports at set times."""

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from bnn_portal.models import StatusChange, TimeStampedModel, VersionedModel
from reports.models.editions import Report
from reports.querysets import ReportScheduleQuerySet


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
