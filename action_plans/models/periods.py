"""The semesters that progress is reported by."""

from django.db import models
from django.db.models import F, Q

from action_plans.querysets import ReportingPeriodQuerySet
from bnn_portal.models import StatusChange


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
