"""What somebody typed and has not saved."""

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from bnn_portal import clock
from stakeholders.models.people import User


class FormDraft(models.Model):
    """What one account typed into one long form and has not saved yet. Nobody else ever sees it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="form_drafts", verbose_name="akun")
    form = models.CharField(
        "formulir", max_length=100, help_text="Nama rute dan nomor barisnya, misalnya workshops:workshop_update:7."
    )
    fields = models.JSONField("isian", help_text="Setiap nama dengan daftar nilainya, seperti dikirim peramban.")
    saved_at = models.DateTimeField("disimpan", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "draf formulir"
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="form_draft_is_one_per_account_and_form")]

    def get_absolute_url(self) -> str:
        """Where the form stands. Raises `NoReverseMatch` where there is no such form."""
        app, name, *ids = self.form.split(":")
        return reverse(f"{app}:{name}", args=ids)

    @property
    def posted(self) -> QueryDict:
        """The fields as if the browser had just sent them."""
        data = QueryDict(mutable=True)
        for name, values in self.fields.items():
            data.setlist(name, values)
        return data

    @property
    def is_of_today(self) -> bool:
        return timezone.localdate(self.saved_at) == clock.today()
