"""What has still to leave."""

from django.db import models
from django.db.models.functions import Now

from bnn_portal.models import TimeStampedModel


class OutgoingMail(TimeStampedModel):
    """A mail that has still to leave: written together with what it tells of, so that no crash loses it, and deleted
    once it was handed over. It holds a link, never a file."""

    user = models.ForeignKey("stakeholders.User", models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    attempt = models.PositiveSmallIntegerField(default=0)
    # On the database's clock, like a lease.
    next_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
