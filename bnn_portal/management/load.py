"""Synthetic volume for benchmarks: plausible rows in bulk, past the services, the same for the same day and numbers.

Every row of it begins with `PREFIX`, belongs to sample workshops, and keeps the rules that the services keep: one lead,
one open update per item and institution, a status change for every move, an item's status following its lead's last
accepted word. Evidence is links, so that nothing is written to the disk.
"""

import random
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from action_plans.models import (
    ActionItem,
    ActionPlan,
    Checkpoint,
    Commitment,
    CommitmentStatusChange,
    Evidence,
    ItemCounter,
    ItemStatusChange,
    KotanVariable,
    Pillar,
    PlanStatusChange,
    ProgressUpdate,
    ReportingPeriod,
    UpdateStatusChange,
)
from bnn_portal import clock
from stakeholders.models import Institution, Membership, OfficeSettings, Sector, UrbanVillage, User
from workshops.models import (
    Attendance,
    Invitation,
    InvitationStatusChange,
    Outcome,
    Topic,
    Workshop,
    WorkshopStatusChange,
)

PREFIX = "Uji beban"
SEED = 6122023
INSTITUTIONS = 80
BATCH = 2000
YEARS = 3  # how far back the workshops reach
KINDS = ("regional_agency", "urban_village_office", "police", "education", "community", "private", "vertical_agency")
VERBS = ("Sosialisasi", "Pelatihan", "Pendampingan", "Pembentukan", "Pemantauan", "Kampanye", "Penguatan", "Pemetaan")
THINGS = ("satgas", "penggiat", "guru BK", "kader", "posko", "keluarga", "rumah kos", "kanal media sosial", "sekolah")

PlanStatus, ItemStatus, Word = ActionPlan.Status, ActionItem.Status, Commitment.Status
UpdateStatus = ProgressUpdate.Status


@transaction.atomic
def build_load(*, workshops: int, items: int, updates: int) -> None:
    """Add so many workshops with a plan each, so many items in these plans, and so many updates of those in force."""
    _Load().build(workshops, items, updates)


def refresh_statistics() -> None:
    """Let the database plan with the new volume."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Load:
    def __init__(self) -> None:
        self.dice = random.Random(SEED)  # noqa: S311 - it varies rows
        self.today = clock.today()
        # Everything happened by then, whatever the hour is now.
        self.end = timezone.make_aware(datetime.combine(self.today, time())) - timedelta(hours=6)
        self.office = OfficeSettings.objects.select_for_update(of=("self",)).get().institution
        self.periods = {(p.year, p.semester): p for p in ReportingPeriod.objects.all()}
        self.villages = list(UrbanVillage.objects.all())
        self.changes: dict[type[models.Model], list[models.Model]] = {}

    def build(self, workshop_count: int, item_count: int, update_count: int) -> None:
        self.people()
        plans = self.plans(self.workshops(workshop_count))
        items = self.items(plans, item_count)
        self.updates(items, update_count)
        for model, rows in self.changes.items():
            _create(model, rows)

    def change(self, model: type[models.Model], **columns: Any) -> None:
        self.changes.setdefault(model, []).append(model(**columns))

    def moves(self, model: type[models.Model], owner: dict[str, Any], path: Iterable[tuple[str, datetime]], by) -> None:
        """A status change for each step of `path`, which begins with the first status."""
        (status, _), *steps = path
        for to_status, at in steps:
            self.change(model, **owner, from_status=status, to_status=to_status, by=by, at=at)
            status = to_status

    # Who

    def people(self) -> None:
        names = [f"{PREFIX} Instansi {number:03d}" for number in range(1, INSTITUTIONS + 1)]
        known = set(Institution.objects.filter(name__in=names).values_list("name", flat=True))
        _create(
            Institution,
            [
                Institution(
                    name=name,
                    short_name=name.removeprefix(f"{PREFIX} "),
                    kind=KINDS[number % len(KINDS)],
                    sector=Sector.values[number % len(Sector.values)],
                    created_at=self.end - timedelta(days=366 * YEARS),
                )
                for number, name in enumerate(names)
                if name not in known
            ],
        )
        self.institutions = list(Institution.objects.filter(name__in=names).order_by("name"))
        self.staff = self.account("staf", role=User.Role.STAFF)
        self.leader = self.account("kepala", role=User.Role.LEADER)
        self.contacts = {}
        for number, institution in enumerate(self.institutions, start=1):
            contact = self.account(f"instansi{number:03d}")
            self.contacts[institution.pk] = contact
            Membership.objects.get_or_create(
                user=contact,
                institution=institution,
                capacity=Membership.Capacity.CONTACT_PERSON,
                defaults={"starts_on": date(self.today.year - YEARS, 1, 1)},
            )

    @staticmethod
    def account(name: str, **fields: Any) -> User:
        """An account that nobody can sign in to."""
        user, _ = User.objects.get_or_create(
            email=f"beban.{name}@contoh.id", defaults={"name": f"{PREFIX} {name}", "password": "!", **fields}
        )
        return user

    # Workshops and plans

    def workshops(self, count: int) -> list[Workshop]:
        rows = [
            Workshop(
                theme=f"{PREFIX} workshop {number:04d}: {self.dice.choice(VERBS).lower()} {self.dice.choice(THINGS)}",
                kind=self.dice.choice(Workshop.Kind.values),
                status=Workshop.Status.DOCUMENTED,
                held_on=self.today - timedelta(days=self.dice.randrange(120, 365 * YEARS)),
                venue="Aula kantor",
                organiser=self.office,
                funding=self.dice.choice(Workshop.Funding.values),
                target_sector=self.dice.choice(Sector.values),
                is_public=self.dice.random() < 0.5,
                is_sample=True,
                edited_by=self.staff,
            )
            for number in range(1, count + 1)
        ]
        for row in rows:
            row.created_at = row.edited_at = self.at(row.held_on, -10)
        _create(Workshop, rows)
        invitations, attendances, outcomes = [], [], []
        for row in rows:
            self.moves(
                WorkshopStatusChange,
                {"workshop": row},
                [("planned", row.created_at), ("held", self.at(row.held_on)), ("documented", self.at(row.held_on, 2))],
                self.staff,
            )
            for guest in self.dice.sample(self.institutions, self.dice.randrange(8, 20)):
                invitations.append(Invitation(workshop=row, institution=guest, status=Invitation.Status.COMING))
                attendances.append(
                    Attendance(
                        workshop=row,
                        institution=guest,
                        position=f"Perwakilan {guest.short_name}",
                        head_count=self.dice.randrange(1, 4),
                    )
                )
            outcomes += [
                Outcome(workshop=row, position=place, text=f"{PREFIX} hasil {place + 1}", topics=self.topics())
                for place in range(4)
            ]
        _create(Invitation, invitations)
        for invitation in invitations:
            held_on = invitation.workshop.held_on
            self.moves(
                InvitationStatusChange,
                {"invitation": invitation},
                [("draft", self.at(held_on, -9)), ("sent", self.at(held_on, -8)), ("coming", self.at(held_on, -4))],
                self.staff,
            )
        _create(Attendance, attendances)
        _create(Outcome, outcomes)
        self.outcomes: dict[int, list[Outcome]] = {}
        for outcome in outcomes:
            self.outcomes.setdefault(outcome.workshop_id, []).append(outcome)
        return rows

    def plans(self, workshops: list[Workshop]) -> list[ActionPlan]:
        plans = [
            ActionPlan(
                workshop=row,
                title=f"{PREFIX} rencana aksi {number:04d}",
                # The first is in force, so that even the smallest load has items that are reported on.
                status=PlanStatus.IN_FORCE if number == 1 else self.pick(in_force=84, closed=6, offered=6, draft=4),
                created_at=self.at(row.held_on, 3),
                edited_at=self.at(row.held_on, 3),
                edited_by=self.staff,
            )
            for number, row in enumerate(workshops, start=1)
        ]
        _create(ActionPlan, plans)
        for plan in plans:
            path = [
                (PlanStatus.DRAFT, plan.created_at),
                (PlanStatus.OFFERED, self.at(plan.workshop.held_on, 7)),
                (PlanStatus.IN_FORCE, agreed_at(plan)),
                (PlanStatus.CLOSED, self.end),
            ]
            reached = [status for status, _ in path].index(plan.status) + 1
            self.moves(PlanStatusChange, {"plan": plan}, path[:reached], self.leader)
        return plans

    # Items

    def items(self, plans: list[ActionPlan], count: int) -> list[ActionItem]:
        rows = [self.item(plans[place % len(plans)]) for place in range(count)]
        numbers = Counter(row.plan.workshop.held_on.year for row in rows)
        last = {year: self.take_numbers(year, number) for year, number in sorted(numbers.items())}
        for row in rows:
            year = row.plan.workshop.held_on.year
            last[year] += 1
            row.code = f"RA-{year}-{last[year]:03d}"
        _create(ActionItem, rows)
        areas = ActionItem.areas.through
        _create(
            areas,
            [
                areas(actionitem=row, urbanvillage=village)
                for row in rows
                if self.dice.random() < 0.4
                for village in self.dice.sample(self.villages, self.dice.randrange(1, 4))
            ],
        )
        _create(
            Checkpoint,
            [
                Checkpoint(item=row, period=period, measure=f"Mencapai {share} persen", target=None)
                for row in rows
                for period, share in self.checkpoints(row)
            ],
        )
        self.commit(rows)
        return rows

    @staticmethod
    def take_numbers(year: int, count: int) -> int:
        """Reserve `count` item numbers of a year; returns the last number given before."""
        ItemCounter.objects.get_or_create(year=year)
        counter = ItemCounter.objects.select_for_update().get(year=year)
        before = counter.last_number
        counter.last_number += count
        counter.save(update_fields=["last_number"])
        return before

    def item(self, plan: ActionPlan) -> ActionItem:
        has_target = self.dice.random() < 0.75
        starts_on = plan.workshop.held_on + timedelta(days=30)
        days = (self.today - starts_on).days
        return ActionItem(
            plan=plan,
            outcome=self.dice.choice(self.outcomes[plan.workshop_id]),
            batch=uuid.UUID(int=self.dice.getrandbits(128), version=4) if self.dice.random() < 0.1 else None,
            title=f"{PREFIX} {self.dice.choice(VERBS).lower()} {self.dice.choice(THINGS)}",
            action_class=self.pick(specific=80, generic=20),
            pillar=self.dice.choice(Pillar.values),
            topics=self.topics(),
            kotan_variable=self.dice.choice(KotanVariable.values),
            success_criteria="Kegiatan berjalan dan dilaporkan tiap semester.",
            indicator="Kegiatan yang terlaksana" if has_target else "Tahap yang selesai",
            unit="kegiatan" if has_target else "",
            target=Decimal(self.dice.randrange(2, 60)) if has_target else None,
            starts_on=starts_on,
            due_on=starts_on + timedelta(days=self.dice.randrange(20, days + 365)),
            target_group=self.dice.choice(Sector.values),
            funding=self.dice.choice(ActionItem.Funding.values),
            is_restricted=self.dice.random() < 0.05,
            created_at=plan.created_at,
            edited_at=plan.created_at,
            edited_by=self.staff,
        )

    def checkpoints(self, row: ActionItem) -> Iterator[tuple[ReportingPeriod, int]]:
        first, last = self.period(row.starts_on), self.period(min(row.due_on, self.today))
        yield first, 50
        if last != first:
            yield last, 100

    def commit(self, items: list[ActionItem]) -> None:
        """Give each item its lead and supporters, with their answers; take some items out, cancel others."""
        self.leads, self.supporters = {}, {}
        commitments = []
        for place, item in enumerate(items):
            # The first stays, so that even the smallest load has an item to report on.
            item.status = self.first_status(item) if place else ItemStatus.NOT_STARTED
            lead, *supporters = self.dice.sample(self.institutions, 1 + self.dice.randrange(4))
            self.leads[item.pk], self.supporters[item.pk] = lead, supporters
            commitments += [
                Commitment(
                    item=item,
                    institution=institution,
                    role=Commitment.Role.LEAD if institution is lead else Commitment.Role.SUPPORTING,
                    status=self.word(item),
                    created_at=item.created_at,
                )
                for institution in (lead, *supporters)
            ]
        _create(Commitment, commitments)
        for commitment in commitments:
            if commitment.status != Word.OFFERED:
                answered_at = commitment.item.created_at + timedelta(days=6)
                self.moves(
                    CommitmentStatusChange,
                    {"commitment": commitment},
                    [(Word.OFFERED, commitment.created_at), (commitment.status, answered_at)],
                    self.staff if commitment.status == Word.WITHDRAWN else self.contacts[commitment.institution_id],
                )
        for item in items:
            if item.status != ItemStatus.NOT_STARTED:
                at = agreed_at(item.plan) + timedelta(days=-1 if item.status == ItemStatus.WITHDRAWN else 40)
                self.move_item(item, ItemStatus.NOT_STARTED, at, f"{PREFIX}: alasan")
        moved = [item for item in items if item.status != ItemStatus.NOT_STARTED]
        ActionItem.objects.bulk_update(moved, ["status"], BATCH)

    def first_status(self, item: ActionItem) -> str:
        """Withdrawn or cancelled at once, or still to be reported on."""
        if item.plan.status == PlanStatus.DRAFT:
            return ItemStatus.NOT_STARTED
        if item.plan.status == PlanStatus.OFFERED:
            return self.pick(not_started=95, withdrawn=5)
        return self.pick(not_started=95, withdrawn=2, cancelled=3)

    def word(self, item: ActionItem) -> str:
        if item.status == ItemStatus.WITHDRAWN:
            return Word.WITHDRAWN
        if item.plan.status == PlanStatus.DRAFT:
            return Word.OFFERED
        return self.pick(accepted=70, offered=30) if item.plan.status == PlanStatus.OFFERED else Word.ACCEPTED

    def move_item(self, item: ActionItem, before: str, at: datetime, note: str, on: date | None = None) -> None:
        self.change(
            ItemStatusChange,
            item=item,
            from_status=before,
            to_status=item.status,
            by=self.staff,
            at=at,
            note=note,
            effective_on=on or timezone.localdate(at),
        )

    # Updates

    def updates(self, items: list[ActionItem], count: int) -> None:
        reported = [item for item in items if item.plan.is_public and item.status == ItemStatus.NOT_STARTED]
        counts = Counter(self.dice.choices(range(len(reported)), k=count))
        told = [self.story(item, counts[place]) for place, item in enumerate(reported)]
        updates = [update for story in told for update in story]
        # A correction names a row that must be there before it.
        _create(ProgressUpdate, [update for update in updates if update.replaces is None])
        _create(ProgressUpdate, [update for update in updates if update.replaces is not None])
        for story in told:
            for update in story:
                self.trace(update)
        for item, story in zip(reported, told, strict=True):
            self.conclude(item, story)
        moved = [item for item in reported if item.status != ItemStatus.NOT_STARTED]
        ActionItem.objects.bulk_update(moved, ["status"], BATCH)
        _create(
            Evidence,
            [
                Evidence(
                    update=update,
                    url=f"https://contoh.id/beban/{update.pk}",
                    uploaded_by=update.created_by,
                    created_at=update.created_at,
                )
                for update in updates
                if update.item_status == ItemStatus.DONE or self.dice.random() < 0.3
            ],
        )

    def story(self, item: ActionItem, count: int) -> list[ProgressUpdate]:
        """What was told of one item, in the order of time; only the last update may be open or call the item done."""
        begin = agreed_at(item.plan) + timedelta(days=2)
        slot = (self.end - begin) / max(count, 1)
        is_fresh = self.dice.random() < 0.55
        story: list[ProgressUpdate] = []
        for place in range(count):
            is_last = place == count - 1
            told_at = begin + slot * (place + 0.3 * self.dice.random())
            if is_last and is_fresh:
                told_at = max(told_at, self.end - timedelta(days=1 + 25 * self.dice.random()))
            returned = next((row for row in story[-1:] if row.status == UpdateStatus.RETURNED), None)
            lead = self.leads[item.pk]
            institution = returned.institution if returned else lead
            if not returned and not is_last and self.supporters[item.pk] and self.dice.random() < 0.12:
                institution = self.dice.choice(self.supporters[item.pk])
            story.append(
                self.update(
                    item, institution, told_at, slot, share=(place + 1) / count, is_last=is_last, replaces=returned
                )
            )
        return story

    def update(self, item, institution, told_at, slot, *, share, is_last, replaces) -> ProgressUpdate:
        is_lead = institution is self.leads[item.pk]
        person = self.contacts[institution.pk]
        is_closed = item.plan.status == PlanStatus.CLOSED
        status, state = UpdateStatus.ACCEPTED, ItemStatus.IN_PROGRESS
        if is_last and not is_closed:
            status = self.pick(accepted=84, submitted=8, returned=4, draft=2, withdrawn=2)
            state = self.pick(in_progress=52, done=35, blocked=10, not_started=3)
        elif is_last:
            state = ItemStatus.DONE
        elif replaces is None:
            status = self.pick(accepted=94, returned=6)
            state = self.pick(in_progress=92, blocked=8)
        is_done = state == ItemStatus.DONE
        if state == ItemStatus.NOT_STARTED:
            share = 0
        percent = Decimal(100 if is_done else int(90 * share))
        happened_on = timezone.localdate(told_at)
        decision = min(slot * 0.3, (self.end - told_at) / 2, timedelta(days=5))
        is_sent = status != UpdateStatus.DRAFT
        return ProgressUpdate(
            item=item,
            institution=institution,
            role=Commitment.Role.LEAD if is_lead else Commitment.Role.SUPPORTING,
            period=self.period(happened_on) if is_sent else None,
            status=status,
            replaces=replaces,
            item_status=state,
            value=(item.target * percent / 100).quantize(Decimal(1)) if is_lead and item.target else None,
            percent=percent if is_lead and not item.target else None,
            happened_on=happened_on,
            narrative=f"{PREFIX}: kegiatan terlaksana sesuai rencana dan dihadiri warga.",
            obstacle=ProgressUpdate.Obstacle.BUDGET if state == ItemStatus.BLOCKED else "",
            created_by=person,
            created_at=told_at,
            edited_by=person,
            edited_at=told_at,
            submitted_at=told_at if is_sent else None,
            submitted_by=person if is_sent else None,
            decided_at=None if status in (UpdateStatus.DRAFT, UpdateStatus.SUBMITTED) else told_at + decision,
        )

    def trace(self, update: ProgressUpdate) -> None:
        if update.submitted_at is None:
            return
        owner = {"update": update}
        path = [(UpdateStatus.DRAFT, update.created_at), (UpdateStatus.SUBMITTED, update.submitted_at)]
        self.moves(UpdateStatusChange, owner, path, update.submitted_by)
        if update.decided_at is not None:
            by = update.submitted_by if update.status == UpdateStatus.WITHDRAWN else self.staff
            self.moves(
                UpdateStatusChange, owner, [(UpdateStatus.SUBMITTED, None), (update.status, update.decided_at)], by
            )

    def conclude(self, item: ActionItem, story: list[ProgressUpdate]) -> None:
        """Let the item's status follow its lead's accepted words; a closed plan holds nothing that is still owed."""
        for update in story:
            if update.is_lead and update.status == UpdateStatus.ACCEPTED and update.item_status != item.status:
                before, item.status = item.status, update.item_status
                self.move_item(item, before, update.decided_at, "", update.happened_on)
        if item.plan.status == PlanStatus.CLOSED and item.is_open:
            before, item.status = item.status, ItemStatus.CANCELLED
            self.move_item(item, before, self.end, f"{PREFIX}: alasan")

    # Small things

    def pick(self, **weights: int) -> str:
        return self.dice.choices(list(weights), weights=list(weights.values()))[0]

    def topics(self) -> list[str]:
        return sorted(self.dice.sample(Topic.values, self.dice.randrange(1, 3)))

    def period(self, day: date) -> ReportingPeriod:
        return self.periods[day.year, "b06" if day.month <= 6 else "b12"]

    @staticmethod
    def at(day: date, days: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(day + timedelta(days=days), time(10)))


def agreed_at(plan: ActionPlan) -> datetime:
    return _Load.at(plan.workshop.held_on, 30)


def _create(model: type[models.Model], rows: list[Any]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)
