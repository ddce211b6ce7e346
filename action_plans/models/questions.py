"""What leaders of the city ask about an item, and what is answered."""

from django.db import models

from action_plans.models.items import ActionItem
from action_plans.querysets import QuestionQuerySet
from bnn_portal import clock
from stakeholders.models import Institution


class Question(models.Model):
    """“Minta penjelasan”: one question about one item. It keeps the institution for which it was asked."""

    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="questions", verbose_name="butir aksi")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name="instansi penanya")
    asked_by = models.ForeignKey(
        "stakeholders.User", models.PROTECT, related_name="questions", verbose_name="ditanyakan oleh"
    )
    asked_at = models.DateTimeField("ditanyakan", default=clock.now, editable=False)
    text = models.TextField("pertanyaan", max_length=1000)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pertanyaan"
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"Pertanyaan {self.institution.short_name} tentang {self.item.code}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet. Prefetch `answers` where many are shown."""
        return not self.answers.all()


class Answer(models.Model):
    """What an institution that leads or supports the item, or BNN, says to a question. Several may."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers", verbose_name="pertanyaan")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name="instansi")
    by = models.ForeignKey("stakeholders.User", models.PROTECT, related_name="+", verbose_name="dijawab oleh")
    at = models.DateTimeField("dijawab", default=clock.now, editable=False)
    text = models.TextField("jawaban", max_length=2000)

    class Meta:
        verbose_name = verbose_name_plural = "jawaban"
        ordering = ["at", "pk"]
