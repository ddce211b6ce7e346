"""Questions over plans, items and progress. Lateness, silence and achievement are computed here and nowhere else."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate
from django.utils import timezone

from bnn_portal import clock
from bnn_portal.search import matches, stems_of
from stakeholders.models import Membership, UrbanVillage

if TYPE_CHECKING:
    from action_plans.models import (
        ActionItem,
        ActionPlan,
        Amendment,
        Commitment,
        Evidence,
        ProgressUpdate,
        Question,
        ReportingPeriod,
    )
    from stakeholders.models import User

Capacity = Membership.Capacity
HUNDRED = Decimal(100)
DUE_SOON = timedelta(days=7)
# What may be an item's number, or a part of it.
CODE = re.compile(r"(?=.*\d)[A-Za-z0-9-]{1,20}")


class DaysBetween(Func):
    """Whole days from the second date to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = models.IntegerField()


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _day(value: date) -> Value:
    return Value(value, models.DateField())


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def public(self):
        return self.filter(status__in=[self.model.Status.IN_FORCE, self.model.Status.CLOSED])

    def visible_to(self, user: "User"):
        """BNN all; an institution the offered ones that ask it; everyone signed in those in force or closed."""
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        asked = apps.get_model("action_plans.Commitment").objects.asking(user)
        offered = Q(status=self.model.Status.OFFERED, pk__in=asked.values("item__plan"))
        return self.filter(offered | Q(status__in=[self.model.Status.IN_FORCE, self.model.Status.CLOSED]))

    def with_item_counts(self):
        """Annotate `item_count` (withdrawn items leave every count) and `done_count`."""
        status = apps.get_model("action_plans.ActionItem").Status
        return self.annotate(
            item_count=Count("items", filter=~Q(items__status=status.WITHDRAWN)),
            done_count=Count("items", filter=Q(items__status=status.DONE)),
        )

    def awaiting_a_step(self):
        """Plans that wait for BNN or its leader: to be offered, to be agreed, to be closed.

        Annotates `item_count`, `open_count` and `unanswered_count`: items whose lead has not accepted the terms.
        """
        items = apps.get_model("action_plans.ActionItem").objects.standing().filter(plan=OuterRef("pk")).order_by()

        def number(rows):
            return Coalesce(Subquery(rows.values("plan").annotate(total=Count("pk")).values("total")), 0)

        status = self.model.Status
        plans = self.annotate(
            item_count=number(items), open_count=number(items.open()), unanswered_count=number(items.lacking_consent())
        )
        is_finished = Q(status=status.IN_FORCE, open_count=0)
        return plans.filter(Q(status__in=[status.DRAFT, status.OFFERED]) | is_finished).order_by("created_at", "pk")


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def standing(self):
        """Items that count: all but the withdrawn."""
        return self.exclude(status=self.model.Status.WITHDRAWN)

    def open(self):
        return self.filter(status__in=self.model.OPEN_STATUSES)

    def owed_first(self):
        """The order of the long lists: what is still owed, by its due date, then the rest.

        `item_by_what_is_owed` holds it, so that a page costs the same however many items follow.
        """
        return self.order_by(Case(When(status__in=self.model.OPEN_STATUSES, then=0), default=1), "due_on", "code")

    def in_public_plans(self):
        plans = apps.get_model("action_plans.ActionPlan").objects.public()
        return self.standing().filter(plan__in=plans)

    def public_facts(self):
        """Items whose public facts everyone may read, signed in or not."""
        return self.in_public_plans().filter(is_restricted=False)

    def agreed_by(self, day: date):
        """Leaves out the items of plans that came into force after that day."""
        plans = apps.get_model("action_plans.ActionPlan")
        later = plans.objects.filter(
            status_changes__to_status=plans.Status.IN_FORCE, status_changes__at__gte=_end_of(day)
        )
        return self.exclude(plan__in=later)

    def visible_to(self, user: "User"):
        """Items whose working page the user may open.

        BNN all; of an offered plan the institution that is asked; of a plan in force its lead, its supporters and
        their coordinators.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        plan_status = apps.get_model("action_plans.ActionPlan").Status
        commitments = apps.get_model("action_plans.Commitment").objects
        asked = Q(plan__status=plan_status.OFFERED, pk__in=commitments.asking(user).values("item"))
        working = Q(
            plan__status__in=[plan_status.IN_FORCE, plan_status.CLOSED],
            pk__in=commitments.working(user).values("item"),
        )
        return self.standing().filter(asked | working)

    def public_facts_visible_to(self, user: "User"):
        """Items whose public facts the user may read.

        Unrestricted ones of public plans, those it works on, and those it is asked to take over.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        public = self.model.objects.public_facts()
        amendments = apps.get_model("action_plans.Amendment").objects
        asked = amendments.awaiting_consent_of(user.institution_ids(Capacity.CONTACT_PERSON))
        return self.filter(
            Q(pk__in=public.values("pk"))
            | Q(pk__in=self.model.objects.visible_to(user).values("pk"))
            | Q(pk__in=asked.values("item"))
        )

    def listed_for(self, user: "User"):
        """Items that stand in the account's own lists.

        Those it may open; for a member of Forkopimda, who answers for the whole city, the public facts of all.
        """
        if not user.is_authenticated:
            return self.public_facts()
        if user.is_official:
            return self.public_facts_visible_to(user)
        return self.visible_to(user)

    def unlisted_for(self, user: "User"):
        """Restricted items that the account's figures count and that no list shows it."""
        if user.is_authenticated and not user.is_official:
            return self.none()
        restricted = self.in_public_plans().filter(is_restricted=True)
        return restricted.exclude(pk__in=self.model.objects.listed_for(user).values("pk"))

    def counted_for(self, user: Any):
        """Items of plans in force or closed that the account's figures count; annotates `is_listed`.

        BNN, Forkopimda and the public count the whole city, everyone else what it works on. Not `is_listed` are those
        of `unlisted_for`: counted, and told nowhere else.
        """
        items = self.in_public_plans()
        if user.is_authenticated and not user.is_bnn and not user.is_official:
            items = items.filter(pk__in=self.model.objects.visible_to(user).values("pk"))
        unlisted = self.model.objects.unlisted_for(user).values("pk")
        return items.annotate(
            is_listed=Case(When(pk__in=unlisted, then=False), default=True, output_field=models.BooleanField())
        )

    def matching(self, text: str, *, read_by: "User"):
        """Items found by their number, by the words of title and description, or by a kelurahan or kecamatan.

        The description counts only where `read_by` may open the working page: a hit would tell what it says.
        A union and not one condition: words and places are then looked up in their indexes.
        """
        items = self.model.objects.order_by()
        worded: models.QuerySet = items.alias(stems=stems_of("title", "description")).filter(matches(text, "title"))
        readable = worded.filter(pk__in=self.model.objects.visible_to(read_by).values("pk"))
        # What stands in the title alone is sought among the former: only both together have an index.
        titled = worded.alias(stems=stems_of("title")).filter(matches(text, "title"))
        villages = UrbanVillage.objects.matching(text)
        parts: list[models.QuerySet] = [
            titled.values("pk"),
            self.model.areas.through.objects.filter(urbanvillage__in=villages).values("actionitem"),
        ]
        if CODE.fullmatch(text.strip()):
            parts.append(items.filter(code__icontains=text.strip()).values("pk"))
        return self.filter(pk__in=readable.values("pk").union(*parts))

    def owed_by(self, institution_ids: list[int]):
        """Items that one of these institutions leads or supports, its answer given or awaited."""
        commitments = apps.get_model("action_plans.Commitment").objects.open().filter(institution__in=institution_ids)
        return self.filter(pk__in=commitments.values("item"))

    def lacking_lead(self):
        """Items that nobody leads: never given to one, or declined and not yet reassigned."""
        return self.exclude(pk__in=apps.get_model("action_plans.Commitment").objects.leading().values("item"))

    def lacking_consent(self):
        """Items whose lead has not accepted the present terms; supporters never block."""
        commitment = apps.get_model("action_plans.Commitment")
        accepted = commitment.objects.leading().filter(status=commitment.Status.ACCEPTED)
        return self.exclude(pk__in=accepted.values("item"))

    def with_lead(self):
        """Annotate `lead_id`, `lead_name` (short), `lead_status` (its answer) of the open lead; None: nobody leads."""
        # At most one row: the model's ordering, by the institution's name, would cost a join and a sort each time.
        lead = apps.get_model("action_plans.Commitment").objects.leading().filter(item=OuterRef("pk")).order_by()
        return self.annotate(
            lead_id=Subquery(lead.values("institution")[:1]),
            lead_name=Subquery(lead.values("institution__short_name")[:1]),
            lead_status=Subquery(lead.values("status")[:1]),
        )

    def with_supporting_count(self):
        """Annotate `supporting_count`: how many institutions support the item, their answer given or awaited."""
        commitment = apps.get_model("action_plans.Commitment")
        rows = commitment.objects.open().filter(item=OuterRef("pk"), role=commitment.Role.SUPPORTING)
        total = rows.order_by().values("item").annotate(total=Count("pk")).values("total")
        return self.annotate(supporting_count=Coalesce(Subquery(total), 0))

    def with_own_part(self, user: "User"):
        """Annotate what the account's institutions have to do with an item.

        `own_role` (lead before supporting), and of their latest update that was not withdrawn `own_update_id` and
        `own_update_status`; None while they reported nothing.
        """
        own = {"item": OuterRef("pk"), "institution__in": user.reporting_institution_ids}
        parts = apps.get_model("action_plans.Commitment").objects.open().filter(**own).order_by("role")
        update = apps.get_model("action_plans.ProgressUpdate")
        updates = update.objects.visible_to(user).exclude(status=update.Status.WITHDRAWN).filter(**own)
        latest = updates.order_by("-created_at", "-pk")
        return self.annotate(
            own_role=Subquery(parts.values("role")[:1]),
            own_update_id=Subquery(latest.values("pk")[:1]),
            own_update_status=Subquery(latest.values("status")[:1]),
        )

    def count_states(self, **further: Q) -> dict[str, int]:
        """How many are overdue, and how many of the others have each status; also those of `further` conditions.

        Comes after `with_lateness`.
        """
        return self.aggregate(
            overdue=Count("pk", filter=Q(is_overdue=True)),
            **{
                status.value: Count("pk", filter=Q(status=status, is_overdue=False))
                for status in self.model.REPORTABLE_STATUSES
            },
            **{name: Count("pk", filter=condition) for name, condition in further.items()},
        )

    def _with_status_on(self, day: date):
        """Annotate `status_on_day`: today's status, or that of a past day, read from the recorded changes."""
        if day >= clock.today():
            return self.annotate(status_on_day=F("status"))
        changes = (
            apps.get_model("action_plans.ItemStatusChange")
            .objects.filter(item=OuterRef("pk"), effective_on__lte=day)
            .order_by("-effective_on", "-at", "-pk")
        )
        return self.annotate(
            status_on_day=Coalesce(
                Subquery(changes.values("to_status")[:1]), Value(self.model.Status.NOT_STARTED.value)
            )
        )

    def with_progress(self, until: date | None = None):
        """Annotate what the latest counted update says, of those that happened by `until` (None: ever).

        `current_value` (in the item's unit), `reported_on`, `achievement` (percent; value ÷ target, or the typed
        percent where there is no target; not capped; None while nothing is known) and `status_on_day`.
        """
        updates = apps.get_model("action_plans.ProgressUpdate").objects.counted(until).filter(item=OuterRef("pk"))
        latest = updates.order_by("-happened_on", "-submitted_at")
        number = models.DecimalField(max_digits=20, decimal_places=4)
        return self._with_status_on(until or clock.today()).annotate(
            current_value=Subquery(latest.values("value")[:1]),
            reported_on=Subquery(latest.values("happened_on")[:1]),
            achievement=Case(
                When(target__isnull=False, then=Subquery(latest.values("value")[:1]) * HUNDRED / F("target")),
                default=Subquery(latest.values("percent")[:1]),
                output_field=number,
            ),
        )

    def with_lateness(self, today: date):
        """Annotate lateness and silence as of `today`.

        `is_overdue` (Terlambat), `is_due_soon` (due today or within the next seven days), `is_awaiting` (a claim of
        "done" waits for verification: the clock stands still),
        `days_late` (stops at the day claimed by an update that is or may be accepted), `finished_on`,
        `last_news_on`, `silent_days`, `is_stale` (Lama tanpa kabar: no news for the office's number of days).
        """
        item, plan_status = self.model, apps.get_model("action_plans.ActionPlan").Status
        update = apps.get_model("action_plans.ProgressUpdate")
        lead = apps.get_model("action_plans.Commitment").Role.LEAD
        sent = update.objects.filter(item=OuterRef("pk"), submitted_at__lt=_end_of(today))
        claim = sent.filter(
            status=update.Status.SUBMITTED, role=lead, item_status=update.ItemStatus.DONE, happened_on__lte=today
        )
        finished = update.objects.counted(today).filter(item=OuterRef("pk"), item_status=update.ItemStatus.DONE)
        agreed = apps.get_model("action_plans.PlanStatusChange").objects.filter(
            plan=OuterRef("plan"), to_status=plan_status.IN_FORCE
        )
        stale_days = apps.get_model("stakeholders.OfficeSettings").objects.values("stale_days")[:1]

        is_public = Q(plan__status__in=[plan_status.IN_FORCE, plan_status.CLOSED])
        is_open = Q(status_on_day__in=item.OPEN_STATUSES)
        is_claimed = Q(claimed_on__isnull=False)
        return (
            self._with_status_on(today)
            .annotate(
                claimed_on=Subquery(claim.values("happened_on")[:1]),
                finished_on=Case(
                    When(
                        status_on_day=item.Status.DONE,
                        then=Subquery(finished.order_by("-happened_on").values("happened_on")[:1]),
                    ),
                    default=None,
                    output_field=models.DateField(),
                ),
                last_news_on=Coalesce(
                    Subquery(sent.order_by("-submitted_at").values(day=TruncDate("submitted_at"))[:1]),
                    Subquery(agreed.order_by("-at").values(day=TruncDate("at"))[:1]),
                    output_field=models.DateField(),
                ),
            )
            .annotate(
                silent_days=DaysBetween(_day(today), F("last_news_on")),
                is_overdue=Case(
                    When(is_public & is_open & ~is_claimed & Q(due_on__lt=today), then=True),
                    default=False,
                    output_field=models.BooleanField(),
                ),
                is_due_soon=Case(
                    When(
                        is_public & is_open & ~is_claimed & Q(due_on__range=(today, today + DUE_SOON)),
                        then=True,
                    ),
                    default=False,
                    output_field=models.BooleanField(),
                ),
                is_awaiting=Case(
                    When(is_open & is_claimed, then=True), default=False, output_field=models.BooleanField()
                ),
                days_late=Case(
                    When(
                        is_public & is_open,
                        then=Greatest(DaysBetween(Coalesce("claimed_on", _day(today)), F("due_on")), Value(0)),
                    ),
                    When(
                        status_on_day=item.Status.DONE,
                        then=Greatest(DaysBetween(F("finished_on"), F("due_on")), Value(0)),
                    ),
                    default=0,
                    output_field=models.IntegerField(),
                ),
                is_stale=Case(
                    When(
                        is_open & ~is_claimed & Q(plan__status=plan_status.IN_FORCE, silent_days__gt=stale_days),
                        then=True,
                    ),
                    default=False,
                    output_field=models.BooleanField(),
                ),
            )
        )

    def with_counted_achievement(self):
        """Annotate `counted_achievement`, what averages are made of. Comes after `with_progress`.

        The achievement, capped at 100; None for a cancelled item and where nothing is known.
        """
        # LEAST skips NULL: an unknown figure would count as the cap.
        counted = Q(status_on_day__in=self.model.REPORTABLE_STATUSES, achievement__isnull=False)
        return self.annotate(
            counted_achievement=Case(When(counted, then=Least("achievement", Value(HUNDRED))), default=None)
        )


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def open(self):
        return self.filter(status=self.model.Status.OPEN)

    def for_update(self, happened_on: date):
        """The period an update belongs to: the one containing the day, or the next open one, or None."""
        return self.open().filter(ends_on__gte=happened_on).order_by("starts_on").first()


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def open(self):
        return self.filter(status__in=self.model.OPEN_STATUSES)

    def leading(self):
        return self.open().filter(role=self.model.Role.LEAD)

    def asking(self, user: "User"):
        """Rows by which an offered plan asks the user's institution, answered or not."""
        return self.exclude(status=self.model.Status.WITHDRAWN).filter(
            institution__in=user.institution_ids(Capacity.CONTACT_PERSON)
        )

    def working(self, user: "User"):
        """Rows by which the user works on an item in force: as contact person, or as coordinator of the institution."""
        return self.open().filter(
            Q(institution__in=user.institution_ids(Capacity.CONTACT_PERSON))
            | Q(institution__coordinated_by__in=user.institution_ids(Capacity.COORDINATOR))
        )

    def visible_to(self, user: "User"):
        return self.filter(item__in=apps.get_model("action_plans.ActionItem").objects.visible_to(user))


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def open(self):
        return self.filter(status=self.model.Status.PROPOSED)

    def awaiting_consent_of(self, institution_ids: list[int]):
        """Open ones that one of these institutions has not yet answered."""
        missing = apps.get_model("action_plans.AmendmentConsent").objects.filter(
            institution__in=institution_ids, given_at=None
        )
        return self.open().filter(pk__in=missing.values("amendment"))

    def visible_to(self, user: "User"):
        """Whoever works on the item, and whoever is asked to take it over."""
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        items = apps.get_model("action_plans.ActionItem").objects.visible_to(user)
        asked = Q(consents__institution__in=user.institution_ids(Capacity.CONTACT_PERSON))
        return self.filter(Q(item__in=items) | Q(pk__in=self.model.objects.filter(asked).values("pk")))


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def counted(self, until: date | None = None):
        """Updates whose values count: accepted ones of the lead that no accepted correction replaces.

        `until` leaves out what happened later, and what was told of a closed period after its closing.
        """
        accepted = self.model.Status.ACCEPTED
        lead = apps.get_model("action_plans.Commitment").Role.LEAD
        replaced = self.model.objects.filter(replaces=OuterRef("pk"), status=accepted)
        updates = self.filter(~Exists(replaced), status=accepted, role=lead)
        return updates if until is None else updates.filter(happened_on__lte=until, period__starts_on__lte=until)

    def visible_to(self, user: "User"):
        """Sent updates of the items one works on; unsent drafts only with the institution that writes them.

        Drafts that BNN writes for its own items stay with the account that writes them.
        """
        if not user.is_authenticated:
            return self.none()
        is_draft = Q(status=self.model.Status.DRAFT)
        if user.is_bnn:
            return self.filter(~is_draft | Q(created_by=user))
        items = apps.get_model("action_plans.ActionItem").objects.visible_to(user)
        own = Q(institution__in=user.institution_ids(Capacity.CONTACT_PERSON))
        return self.filter(~is_draft | own, item__in=items)

    def with_status_note(self):
        """Annotate `status_note`: what was written when the update came to its present status; None if nothing was."""
        changes = apps.get_model("action_plans.UpdateStatusChange").objects.filter(
            update=OuterRef("pk"), to_status=OuterRef("status")
        )
        return self.annotate(status_note=Subquery(changes.order_by("-at", "-pk").values("note")[:1]))

    def awaiting_verification(self):
        """Oldest first: whoever waits longest is read first."""
        return self.filter(status=self.model.Status.SUBMITTED).order_by("submitted_at", "pk")

    def with_previous(self):
        """Annotate `previous_value` and `previous_percent`: what counts for the item until this update is accepted."""
        latest = self.model.objects.counted().filter(item=OuterRef("item")).order_by("-happened_on", "-submitted_at")
        return self.annotate(
            previous_value=Subquery(latest.values("value")[:1]),
            previous_percent=Subquery(latest.values("percent")[:1]),
        )


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: "User"):
        return self.filter(update__in=apps.get_model("action_plans.ProgressUpdate").objects.visible_to(user))


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self):
        """Questions that nobody has answered."""
        return self.filter(answers=None)

    def with_answers(self):
        """Fetch `answers`, with who gave them for which institution: one statement for all."""
        answers = apps.get_model("action_plans.Answer").objects.select_related("institution", "by")
        return self.prefetch_related(models.Prefetch("answers", answers))

    def awaiting(self, institution_ids: list[int]):
        """Open ones about items that one of these institutions leads or supports, the longest waiting first."""
        items = apps.get_model("action_plans.ActionItem").objects.owed_by(institution_ids)
        return self.open().filter(item__in=items).order_by("asked_at", "pk")

    def visible_to(self, user: "User"):
        """Whoever asked, while the item's facts are open to that account; whoever may open its working page."""
        if not user.is_authenticated:
            return self.none()
        if user.is_bnn:
            return self
        items = apps.get_model("action_plans.ActionItem").objects
        return self.filter(
            Q(item__in=items.visible_to(user)) | Q(asked_by=user, item__in=items.public_facts_visible_to(user))
        )
