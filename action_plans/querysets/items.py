"""Questions over items. Lateness, silence and achievement are computed here and nowhere else."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from bnn_portal import clock
from bnn_portal.search import matches, stems_of
from stakeholders.models import Institution, Membership, UrbanVillage

if TYPE_CHECKING:
    from action_plans.models import ActionItem
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
        public = apps.get_model("action_plans.ActionPlan").PUBLIC_STATUSES
        return self.standing().filter(plan__status__in=public)

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
        plan = apps.get_model("action_plans.ActionPlan")
        commitments = apps.get_model("action_plans.Commitment").objects
        asked = Q(plan__status=plan.Status.OFFERED, pk__in=commitments.asking(user).values("item"))
        working = Q(
            plan__status__in=plan.PUBLIC_STATUSES,
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
        annotated = self.annotate(
            lead_id=Subquery(lead.values("institution")[:1]), lead_status=Subquery(lead.values("status")[:1])
        )
        # Not joined to the former: with few institutions that would read them all for each item.
        names = Institution.objects.filter(pk=OuterRef("lead_id")).order_by().values("short_name")
        return annotated.annotate(lead_name=Subquery(names))

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
        item, plan = self.model, apps.get_model("action_plans.ActionPlan")
        update = apps.get_model("action_plans.ProgressUpdate")
        lead = apps.get_model("action_plans.Commitment").Role.LEAD
        sent = update.objects.filter(item=OuterRef("pk"), submitted_at__lt=_end_of(today))
        claim = sent.filter(
            status=update.Status.SUBMITTED, role=lead, item_status=update.ItemStatus.DONE, happened_on__lte=today
        )
        finished = update.objects.counted(today).filter(item=OuterRef("pk"), item_status=update.ItemStatus.DONE)
        agreed = apps.get_model("action_plans.PlanStatusChange").objects.filter(
            plan=OuterRef("plan"), to_status=plan.Status.IN_FORCE
        )
        stale_days = apps.get_model("stakeholders.OfficeSettings").objects.values("stale_days")[:1]

        is_public = Q(plan__status__in=plan.PUBLIC_STATUSES)
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
                # What costs a look at other tables stands last in each condition: most items need none.
                is_overdue=Case(
                    When(is_public & is_open & Q(due_on__lt=today) & ~is_claimed, then=True),
                    default=False,
                    output_field=models.BooleanField(),
                ),
                is_due_soon=Case(
                    When(
                        is_public & is_open & Q(due_on__range=(today, today + DUE_SOON)) & ~is_claimed,
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
                        is_open & Q(plan__status=plan.Status.IN_FORCE) & Q(silent_days__gt=stale_days) & ~is_claimed,
                        then=True,
                    ),
                    default=False,
                    output_field=models.BooleanField(),
                ),
            )
        )
