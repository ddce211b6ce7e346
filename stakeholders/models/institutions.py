"""The institutions of the city, and in which of its settings each works."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from bnn_portal.models import VersionedModel
from stakeholders.querysets import (
    InstitutionQuerySet,
)


class Sector(models.TextChoices):
    """The four settings (lingkungan) that every BNN activity form uses."""

    GOVERNMENT = "government", "Pemerintah"
    PRIVATE = "private", "Swasta"
    EDUCATION = "education", "Pendidikan"
    COMMUNITY = "community", "Masyarakat"


class Institution(VersionedModel):
    """An office that takes part. Deactivated, never deleted: history names it."""

    class Kind(models.TextChoices):
        REGIONAL_AGENCY = "regional_agency", "Perangkat daerah"
        DISTRICT_OFFICE = "district_office", "Kecamatan"
        URBAN_VILLAGE_OFFICE = "urban_village_office", "Kelurahan"
        CITY_LEADERSHIP = "city_leadership", "Kepala daerah"
        COUNCIL = "council", "DPRD"
        POLICE = "police", "Polri"
        MILITARY = "military", "TNI"
        PROSECUTION = "prosecution", "Kejaksaan"
        COURT = "court", "Pengadilan"
        CORRECTIONS = "corrections", "Pemasyarakatan"
        VERTICAL_AGENCY = "vertical_agency", "Instansi vertikal"
        NARCOTICS_AGENCY = "narcotics_agency", "BNN"
        EDUCATION = "education", "Lembaga pendidikan"
        COMMUNITY = "community", "Organisasi masyarakat"
        MEDIA = "media", "Media"
        PRIVATE = "private", "Swasta"
        STATE_COMPANY = "state_company", "BUMN/BUMD"

    name = models.CharField("nama instansi", max_length=150)
    short_name = models.CharField("nama singkat", max_length=60, help_text="Dipakai di daftar dan grafik.")
    kind = models.CharField("jenis", max_length=24, choices=Kind)
    sector = models.CharField("lingkungan", max_length=12, choices=Sector)
    region = models.CharField("wilayah", max_length=60, default="Kota Malang", help_text="Boleh di luar Kota Malang.")
    is_forkopimda = models.BooleanField("anggota Forkopimda", default=False)
    coordinated_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coordinates",
        verbose_name="dikoordinasi oleh",
        help_text="Misalnya Bakesbangpol untuk perangkat daerah, camat untuk kelurahan.",
    )
    is_active = models.BooleanField("aktif", default=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "instansi"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="institution_name_is_unique",
                violation_error_message="Instansi dengan nama ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(coordinated_by=None) | ~Q(coordinated_by=F("id")),
                name="institution_does_not_coordinate_itself",
                violation_error_message="Instansi tidak dapat mengoordinasi dirinya sendiri.",
            ),
        ]

    def __str__(self):
        return self.name
