"""The joint plan of a workshop."""

from django.db import models

from action_plans.querysets import ActionPlanQuerySet
from bnn_portal.models import StatusChange, VersionedModel
from workshops.models import Workshop


class ActionPlan(VersionedModel):
    """The joint action plan of one workshop. Its status says whether it is drafted, answered, or reported on."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draf"
        OFFERED = "offered", "Ditawarkan"
        IN_FORCE = "in_force", "Berlaku"
        CLOSED = "closed", "Ditutup"

    # Its items may still come, go and change without anybody's consent.
    DRAFTING_STATUSES = (Status.DRAFT, Status.OFFERED)
    # Its public facts may be shown to all.
    PUBLIC_STATUSES = (Status.IN_FORCE, Status.CLOSED)

    workshop = models.OneToOneField(Workshop, models.PROTECT, related_name="action_plan", verbose_name="workshop")
    title = models.CharField("judul", max_length=250)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.DRAFT, editable=False)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "rencana aksi"
        ordering = ["-workshop__held_on", "-pk"]

    def __str__(self):
        return self.title

    @property
    def is_drafting(self) -> bool:
        return self.status in self.DRAFTING_STATUSES

    @property
    def is_public(self) -> bool:
        return self.status in self.PUBLIC_STATUSES


class PlanStatusChange(StatusChange):
    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="status_changes")
