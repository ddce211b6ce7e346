"""Abstract models only: each app has its own concrete tables."""

import math
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from bnn_portal import clock
from bnn_portal.files import stored_name

LONG_WAIT = timedelta(minutes=2)


class TimeStampedModel(models.Model):
    """A row that knows when it was made."""

    created_at = models.DateTimeField("dibuat", default=clock.now, editable=False)

    class Meta:
        abstract = True


class VersionedModel(TimeStampedModel):
    """A row that several people edit. A form sends back the version it saw; `lifecycle.edit` refuses a stale one."""

    version = models.PositiveIntegerField(default=1, editable=False)
    edited_at = models.DateTimeField("terakhir diubah", default=clock.now, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="diubah oleh",
    )

    class Meta:
        abstract = True


class StatusChange(models.Model):
    """One move of a life cycle. The concrete table adds the foreign key, with `related_name="status_changes"`."""

    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


class StoredFile(models.Model):
    """A checked upload. Rows are made from `files.check_upload`, never from a raw upload."""

    file = models.FileField("berkas", upload_to=stored_name, blank=True)
    thumbnail = models.FileField(upload_to=stored_name, blank=True, editable=False)
    original_name = models.CharField("nama berkas", max_length=200, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField("ukuran (bita)", default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_image(self) -> bool:
        return bool(self.thumbnail)


class Lease(models.Model):
    """A piece of work that one worker at a time holds; the broker is only the doorbell (docs/architecture.md, "A job").

    Lease and heartbeat use the database's clock. `token` fences: only the worker that holds it may write a result.
    """

    attempt = models.PositiveSmallIntegerField(default=0, editable=False)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Job(Lease):
    """A long piece of work, which tells how far it is."""

    progress_step = models.CharField(max_length=60, blank=True, editable=False)
    progress_percent = models.PositiveSmallIntegerField(default=0, editable=False, validators=[MaxValueValidator(100)])
    # When the worker that holds it began, and how long past work of its size took; unknown: nothing is promised.
    started_at = models.DateTimeField(null=True, editable=False)
    expected_seconds = models.FloatField(null=True, editable=False)
    # How long the finished work took: what the next one is expected to take is reckoned from it.
    work_seconds = models.FloatField(null=True, editable=False)
    error = models.TextField("sebab gagal", blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def waits_long(self) -> bool:
        """Whether no worker took it for so long that whoever waits should hear of it."""
        if self.queued_at is None or self.started_at is not None:
            return False
        return timezone.now() - self.queued_at > LONG_WAIT

    @property
    def minutes_left(self) -> int | None:
        """Begun minutes until the work should be over, 0 once it takes longer than it should; None: nobody knows."""
        if self.started_at is None or self.expected_seconds is None:
            return None
        left = self.expected_seconds - (timezone.now() - self.started_at).total_seconds()
        return max(math.ceil(left / 60), 0)
