"""Questions over workshops and what belongs to them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from bnn_portal.search import matches, stems_of

if TYPE_CHECKING:
    from stakeholders.models import Institution, User
    from workshops.models import Attendance, Document, Invitation, Outcome, Workshop


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def public(self):
        """Events whose facts everybody may read; names of attendees are never among them."""
        return self.filter(is_public=True)

    def visible_to(self, user: "User"):
        """BNN sees all; an institution those it was invited to or attended; everyone signed in the public ones."""
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        institutions = user.institution_ids()
        invited = apps.get_model("workshops.Invitation").objects.sent().filter(institution__in=institutions)
        attended = apps.get_model("workshops.Attendance").objects.filter(institution__in=institutions)
        return self.filter(
            Q(is_public=True) | Q(pk__in=invited.values("workshop")) | Q(pk__in=attended.values("workshop"))
        )

    def matching(self, text: str, *, reads_minutes: bool):
        """Those found by the words of theme and place; of the minutes too for BNN, who alone reads them."""
        columns = ("theme", "venue", "minutes") if reads_minutes else ("theme", "venue")
        return self.alias(stems=stems_of(*columns)).filter(matches(text, "theme", "venue"))

    def in_week_of(self, day: date):
        """Those that take place from the Monday to the Sunday around `day`; cancelled ones do not."""
        monday = day - timedelta(days=day.weekday())
        week = self.filter(held_on__range=(monday, monday + timedelta(days=6)))
        return week.exclude(status=self.model.Status.CANCELLED)

    def attended_by(self, institution: "Institution"):
        """Those to which the institution sent somebody."""
        came = apps.get_model("workshops.Attendance").objects.came().filter(institution=institution)
        return self.filter(pk__in=came.values("workshop"))

    def with_head_count(self):
        """Annotate `head_count`: how many came, persons and groups together."""
        present = apps.get_model("workshops.Attendance").objects.came().filter(workshop=models.OuterRef("pk"))
        total = present.order_by().values("workshop").annotate(total=Sum("head_count")).values("total")
        return self.annotate(head_count=Coalesce(models.Subquery(total), 0))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def sent(self):
        """Invitations that their institution knows of."""
        return self.exclude(status=self.model.Status.DRAFT)

    def visible_to(self, user: "User"):
        """BNN all; an institution the sent ones to itself: another's is foreign, though the workshop lists it."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_bnn else self.sent().filter(institution__in=user.institution_ids())

    def listed_for(self, user: "User"):
        """Of a workshop that the user sees: who is invited. Drafts are BNN's own."""
        return self if user.is_bnn else self.sent()

    def with_answer_note(self):
        """Annotate `answer_note`: what was written beside the latest move."""
        changes = apps.get_model("workshops.InvitationStatusChange").objects.filter(invitation=models.OuterRef("pk"))
        return self.annotate(answer_note=models.Subquery(changes.order_by("-at", "-pk").values("note")[:1]))


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def came(self):
        """Those who sat in the room: present in person or through somebody sent instead."""
        return self.filter(state__in=[self.model.State.PRESENT, self.model.State.REPRESENTED])

    def head_counts(self):
        """(short name of the institution or None, how many came), the largest first."""
        rows = self.came().order_by().values_list("institution__short_name")
        return rows.annotate(total=Sum("head_count")).order_by("-total", "institution__short_name")

    def visible_to(self, user: "User"):
        """BNN sees every attendee, an institution only its own."""
        if user.is_authenticated and user.is_bnn:
            return self
        return self.filter(institution__in=user.institution_ids()) if user.is_authenticated else self.none()


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User"):
        """Whoever sees the workshop sees its documents, except those that name persons: BNN only."""
        workshops = apps.get_model("workshops.Workshop").objects.visible_to(user)
        documents = self.filter(workshop__in=workshops)
        if user.is_authenticated and user.is_bnn:
            return documents
        return documents.exclude(kind__in=self.model.RESTRICTED_KINDS)


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, user: Any):
        """Leaves out those that became a restricted item of which the user may not even read the facts.

        Their words are that item's words.
        """
        items = apps.get_model("action_plans.ActionItem").objects
        readable = items.public_facts_visible_to(user)
        return self.exclude(action_items__in=items.filter(is_restricted=True).exclude(pk__in=readable.values("pk")))
