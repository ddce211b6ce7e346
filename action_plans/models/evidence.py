"""The photos, files and links that show what an update tells."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from action_plans.models.progress import ProgressUpdate
from action_plans.querysets import EvidenceQuerySet
from bnn_portal.models import StoredFile, TimeStampedModel


class Evidence(StoredFile, TimeStampedModel):
    """A photo, file or link that shows what an update tells. Frozen once the update is submitted."""

    update = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="evidence")
    url = models.URLField("tautan", max_length=500, blank=True)
    caption = models.CharField("keterangan", max_length=200, blank=True)
    # Which sending of a file this is, so that one repeated after a lost answer is not kept twice.
    upload_key = models.UUIDField(null=True, editable=False)
    uploaded_by = models.ForeignKey("stakeholders.User", models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "data dukung"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") ^ Q(url=""),
                name="evidence_is_a_file_or_a_link",
                violation_error_message="Pilih berkas atau isi tautan.",
            ),
            models.UniqueConstraint(
                fields=["update", "upload_key"],
                name="evidence_is_uploaded_once",
                violation_error_message="Berkas ini sudah terunggah.",
            ),
        ]

    @property
    def is_link(self) -> bool:
        return bool(self.url)

    @property
    def title(self) -> str:
        return self.caption or self.original_name or self.url

    def get_absolute_url(self) -> str:
        return self.url or reverse("action_plans:evidence_download", args=[self.pk])

    def get_thumbnail_url(self) -> str:
        return reverse("action_plans:evidence_thumbnail", args=[self.pk])
