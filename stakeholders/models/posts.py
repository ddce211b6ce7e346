"""Who holds which post, for how long, or stands in for whom."""

from django.db import models
from django.db.models import F, Q

from bnn_portal.models import TimeStampedModel
from stakeholders.models.institutions import Institution
from stakeholders.models.people import User
from stakeholders.querysets import (
    CurrentQuerySet,
)


class Appointment(TimeStampedModel):
    """States who holds a post, and since when. Grants nothing."""

    class Acting(models.TextChoices):
        """In place of the holder, for some days (harian) or until one is named (tugas)."""

        PLH = "Plh.", "Plh. (pelaksana harian)"
        PLT = "Plt.", "Plt. (pelaksana tugas)"

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="appointments", verbose_name="instansi")
    position_title = models.CharField("jabatan", max_length=150)
    acting = models.CharField(
        "sebagai",
        max_length=4,
        choices=Acting,
        blank=True,
        help_text="Kosongkan untuk pejabat definitif. Penanda tangan laporan mengikuti tanggal laporan.",
    )
    person_name = models.CharField("nama pejabat", max_length=120)
    rank = models.CharField("pangkat", max_length=60, blank=True)
    staff_number = models.CharField("NIP/NRP", max_length=30, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="akun"
    )
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pejabat"
        ordering = ["institution__name", "position_title", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            )
        ]

    def __str__(self):
        return f"{self.person_name}, {self.full_title}"

    @property
    def full_title(self) -> str:
        """As it stands above a signature: “Plh. Kepala BNN Kota Malang”."""
        return f"{self.acting} {self.position_title}".strip()
