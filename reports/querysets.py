"""Questions over reports."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from reports.models import Report, ReportSchedule
    from stakeholders.models import User


class ReportQuerySet(models.QuerySet["Report"]):
    def issued(self):
        """Editions that were published once, whatever became of them since."""
        return self.filter(status__in=self.model.ISSUED_STATUSES)

    def current(self):
        """The published editions: that of the latest period first."""
        return self.filter(status=self.model.Status.PUBLISHED).order_by("-period__ends_on", "-published_at")

    def visible_to(self, user: "User"):
        """BNN sees every report, Forkopimda every issued one.

        Everyone else of the issued ones those of the whole city, of the institutions they act for or coordinate, and of
        the events that they see.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        issued = self.issued()
        if user.is_official:
            return issued
        institutions = apps.get_model("stakeholders.Institution").objects.reported_to(user)
        workshops = apps.get_model("workshops.Workshop").objects.visible_to(user)
        return issued.filter(
            Q(scope=self.model.Scope.CITY)
            | Q(institution__in=institutions.values("pk"))
            | Q(workshop__in=workshops.values("pk"))
        )

    def alike(self, report: "Report"):
        """The report and all that are of the same kind, period and scope: editions of one document, or requests."""
        return self.filter(
            kind=report.kind,
            period=report.period_id,
            scope=report.scope,
            institution=report.institution_id,
            workshop=report.workshop_id,
        )

    def before(self, report: "Report"):
        """What a reader compares this report with, best first: the lower editions of its period that were not revoked,
        then the published ones of earlier periods."""
        status = self.model.Status
        lower = Q(period=report.period_id, status__in=[status.PUBLISHED, status.SUPERSEDED])
        if report.edition:
            lower &= Q(edition__lt=report.edition)
        earlier = Q(period__starts_on__lt=report.period.starts_on, status=status.PUBLISHED)
        same = self.filter(
            lower | earlier, kind=report.kind, institution=report.institution_id, workshop=report.workshop_id
        )
        return same.order_by("-period__starts_on", "-edition")

    def with_sentence(self):
        """Annotate `sentence`, the summary of the snapshot, without reading the rest of it."""
        return self.alias(facts=Cast("snapshot", models.JSONField())).annotate(sentence=KT("facts__sentence"))

    def in_work(self):
        return self.filter(status__in=[self.model.Status.QUEUED, self.model.Status.RENDERING])


class ReportScheduleQuerySet(models.QuerySet["ReportSchedule"]):
    def visible_to(self, user: "User"):
        """Schedules are BNN's own business."""
        return self if user.is_authenticated and user.is_bnn else self.none()

    def due(self, at: datetime):
        """Active schedules whose time has come at the moment `at`."""
        return self.filter(status=self.model.Status.ACTIVE, next_at__lte=at)
