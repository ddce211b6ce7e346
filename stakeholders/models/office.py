"""What the office's documents bear, and its own limits."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from bnn_portal.models import VersionedModel
from stakeholders.models.institutions import Institution

if TYPE_CHECKING:
    from stakeholders.models.posts import Appointment


class OfficeSettings(VersionedModel):
    """The office that runs the portal; one row. Its address was found in no source and stays empty until typed."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name="instansi")
    letterhead = models.TextField(
        "kop surat",
        default="BADAN NARKOTIKA NASIONAL REPUBLIK INDONESIA\nKOTA MALANG",
        help_text="Satu baris per baris kop.",
    )
    address = models.CharField("alamat", max_length=200, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    email = models.EmailField("surel", blank=True)
    city = models.CharField("tempat penandatanganan", max_length=60, default="Malang")
    signatory_title = models.CharField("jabatan penanda tangan", max_length=150, default="Kepala BNN Kota Malang")
    help_contact = models.CharField("tempat bertanya", max_length=150, blank=True)
    stale_days = models.PositiveSmallIntegerField(
        "hari tanpa kabar",
        default=30,
        validators=[MinValueValidator(1)],
        help_text="Butir aksi tanpa kabar selama ini ditandai.",
    )
    # Checked, re-encoded and small (`services.update_office`): every report keeps it by value.
    logo = models.BinaryField("lambang (PNG)", default=bytes, editable=False)
    number_pattern = models.CharField(
        "pola nomor laporan",
        max_length=80,
        blank=True,
        help_text="Tulis … untuk bagian yang diisi saat menerbitkan, {bulan} untuk bulan (angka Romawi), {tahun} untuk "
        "tahun. Portal tidak membuat nomor.",
    )
    # No source gives them: until the office sets them nothing is coloured.
    good_from = models.PositiveSmallIntegerField(
        "hijau mulai (persen)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    fair_from = models.PositiveSmallIntegerField(
        "kuning mulai (persen)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="Capaian di bawahnya merah. Kosongkan keduanya bila capaian tidak diwarnai.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "setelan kantor"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="office_settings_is_one_row"),
            models.CheckConstraint(
                condition=Q(good_from=None, fair_from=None)
                | Q(good_from__isnull=False, fair_from__isnull=False, good_from__gt=F("fair_from")),
                name="office_colour_bands_rise",
                violation_error_message="Isi kedua batas warna; batas hijau di atas batas kuning.",
            ),
        ]

    def signatory(self, on: date) -> "Appointment | None":
        """Who held the signing post on that day, if known."""
        return (
            self.institution.appointments.current(on)
            .filter(position_title=self.signatory_title)
            .order_by("-starts_on")
            .first()
        )
