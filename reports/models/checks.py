"""Files from outside that are held against an issued report."""

import uuid

from django.db import models

from bnn_portal.models import Lease, TimeStampedModel
from reports.models.editions import Report


class DocumentCheck(TimeStampedModel, Lease):
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
