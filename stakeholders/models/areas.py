"""The city's kecamatan and kelurahan."""

from django.db import models

from stakeholders.querysets import (
    UrbanVillageQuerySet,
)


class District(models.Model):
    """A kecamatan, with its code of Permendagri 72/2019."""

    code = models.CharField("kode", max_length=8, unique=True)
    name = models.CharField("nama", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "kecamatan"
        ordering = ["code"]

    def __str__(self):
        return f"Kecamatan {self.name}"


class UrbanVillage(models.Model):
    """A kelurahan. Spelling varies in the wild: match on the code. Its name may also be its kecamatan's: show both."""

    code = models.CharField("kode", max_length=13, unique=True)
    name = models.CharField("nama", max_length=60)
    district = models.ForeignKey(District, models.PROTECT, related_name="urban_villages", verbose_name="kecamatan")

    objects = UrbanVillageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kelurahan"
        ordering = ["code"]

    def __str__(self):
        return f"Kelurahan {self.name}"
