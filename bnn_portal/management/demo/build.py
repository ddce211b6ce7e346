"""Builds the demo through the services, each call at its own moment between November 2023 and yesterday."""

import heapq
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from action_plans import services as plans
from action_plans.models import ActionItem, ActionPlan, Amendment, Commitment, ProgressUpdate, ReportingPeriod
from bnn_portal import clock
from bnn_portal.files import CheckedFile
from bnn_portal.management.demo import institutions, pictures, workshop
from bnn_portal.management.demo.items import ITEMS
from bnn_portal.management.demo.story import BeforeReport, Change, Day, Decided, Item, Told
from reports import services as reports
from reports.models import Report
from stakeholders import services as people
from stakeholders.models import Appointment, Institution, Membership, OfficeSettings, UrbanVillage, User
from workshops import services as workshops
from workshops.models import Document, Outcome, Workshop

Status = ProgressUpdate.Status

# One password for every account of the demo: it guards nothing, and production refuses the demo.
PASSWORD = "payung-biru-di-teras-rumah"  # noqa: S105

OFFICE_OPENED = date(2023, 11, 20)
PLAN_DRAFTED = date(2023, 12, 12)
PLAN_OFFERED = date(2023, 12, 18)
PLAN_ANSWERED = date(2024, 1, 4)
PLAN_MENDED = date(2024, 1, 9)
PLAN_AGREED = date(2024, 1, 15)
DAYS_UNTIL_CLOSING = 21  # after the end of a period
DAYS_UNTIL_REPORT = 24
RECORDED = "Surat jawaban instansi (data contoh)"


def sample_workshops() -> QuerySet[Workshop]:
    """The workshop that shows whether the demo was built already, if it was."""
    return Workshop.objects.filter(theme=workshop.THEME, is_sample=True)


@transaction.atomic
def build_demo() -> None:
    """Build it, unless it is there: all of it or nothing. Two that build at once wait for each other."""
    OfficeSettings.objects.select_for_update().get()
    if not sample_workshops().exists():
        _Builder(clock.today()).build()


class _Builder:
    def __init__(self, today: date):
        self.today = today
        self.yesterday = today - timedelta(days=1)
        self.periods = {str(period): period for period in ReportingPeriod.objects.all()}
        over = [period for period in self.periods.values() if period.ends_on < today]
        self.reported = max(over, key=lambda period: period.ends_on)
        self.offices: dict[str, Institution] = {institutions.BNN: OfficeSettings.objects.get().institution}
        self.password = make_password(PASSWORD)
        self.contacts: dict[str, User] = {}
        self.posts: dict[str, Appointment] = {}
        self._happenings: list[tuple[datetime, int, Callable[[], Any]]] = []
        self._order = count()

    def build(self) -> None:
        self.open_office()
        self.log_workshop()
        self.log_other_events()
        self.agree_plan()
        self.play_happenings()

    # Time

    def day(self, day: Day) -> date:
        if isinstance(day, BeforeReport):
            return min(self.reported.ends_on, self.today - timedelta(days=45)) - timedelta(days=day.days)
        return day if isinstance(day, date) else self.today + timedelta(days=day)

    def moment(self, day: Day, hour: int = 9, minute: int = 0) -> datetime:
        """An aware moment of an office day; never later than yesterday evening, so that nothing lies in the future."""
        wanted = min(self.day(day), self.yesterday)
        return timezone.make_aware(datetime.combine(wanted, time(hour, minute)))

    def at(self, day: Day, hour: int = 9, minute: int = 0):
        return clock.at(self.moment(day, hour, minute))

    def happen(self, moment: datetime, what: Callable[[], Any]) -> None:
        heapq.heappush(self._happenings, (moment, next(self._order), what))

    def play_happenings(self) -> None:
        while self._happenings:
            moment, _, what = heapq.heappop(self._happenings)
            with clock.at(moment):
                what()

    # Who

    def open_office(self) -> None:
        with self.at(OFFICE_OPENED):
            self.leader, _ = people.appoint_leader(*institutions.LEADER)
            self.give_password(self.leader)
            self.staff = self.invite(*institutions.STAFF, by=self.leader, role=User.Role.STAFF)
            people.create_appointment(
                self.offices[institutions.BNN], self.post("Kepala BNN Kota Malang"), by=self.leader
            )
            for key, office in institutions.OFFICES.items():
                self.offices[key] = people.create_institution(
                    {
                        "name": office.name,
                        "short_name": office.short_name,
                        "kind": office.kind,
                        "sector": office.sector,
                        "region": office.region,
                        "is_forkopimda": office.is_forkopimda,
                        "coordinated_by": self.offices.get(office.coordinator),
                    },
                    by=self.staff,
                )
                if office.post:
                    self.posts[key] = people.create_appointment(
                        self.offices[key], self.post(office.post), by=self.staff
                    )
        with self.at(PLAN_DRAFTED, 8):
            for key, office in institutions.OFFICES.items():
                if office.account:
                    self.contacts[key] = self.invite(
                        institutions.contact_address(key),
                        f"Narahubung {office.short_name.removesuffix(' (contoh)')} (contoh)",
                        by=self.staff,
                        institution=self.offices[key],
                        capacity=Membership.Capacity.CONTACT_PERSON,
                    )
            for (email, name, key), capacity in (
                (institutions.COORDINATOR, Membership.Capacity.COORDINATOR),
                (institutions.OFFICIAL, Membership.Capacity.OFFICIAL),
            ):
                self.invite(email, name, by=self.staff, institution=self.offices[key], capacity=capacity)
        self.contacts[institutions.BNN] = self.staff

    def invite(self, email: str, name: str, *, by: User, **offer: Any) -> User:
        """An account as it always comes to be, only that nobody waits for the mail."""
        invitation, _ = people.invite_person(email, name, by=by, **offer)
        user = people.accept_invitation(invitation, name=name, password=None)  # type: ignore[arg-type]
        self.give_password(user)
        return user

    def give_password(self, user: User) -> None:
        """All share one hash: making one is slow on purpose, and would take longer than all the rest."""
        user.password = self.password
        user.save(update_fields=["password"])

    @staticmethod
    def post(title: str) -> Mapping[str, Any]:
        return {"position_title": title, "person_name": "Nama pejabat (data contoh)", "starts_on": date(2023, 1, 2)}

    # The workshop

    def log_workshop(self) -> None:
        with self.at(date(2023, 11, 22)):
            event = workshops.create_workshop(
                {
                    **workshop.WORKSHOP,
                    "organiser": self.offices[institutions.BNN],
                    "partners": [self.offices[key] for key in workshop.PARTNERS],
                },
                by=self.staff,
                is_sample=True,
            )
            event = workshops.save_agenda(
                event,
                [
                    {
                        "title": title,
                        "speaker_position": position,
                        "speaker_institution": self.offices.get(key),
                        "topics": list(topics),
                    }
                    for title, position, key, topics in workshop.AGENDA
                ],
                by=self.staff,
                version=event.version,
            )
            event = self.send_invitations(event, [guest[:3] for guest in workshop.GUESTS])
        with self.at(date(2023, 12, 1), 10):
            for key, _, _, answer, _ in workshop.GUESTS:
                invitation = event.invitations.get(institution=self.offices[key])
                workshops.answer_invitation(invitation, answer, by=self.contacts.get(key, self.staff))
        with self.at(date(2023, 12, 6), 16):
            event = workshops.save_attendance(event, self.attendance(), by=self.staff, version=event.version)
            workshops.hold_workshop(event, by=self.staff)
        with self.at(date(2023, 12, 7), 13):
            rows = [
                {"kind": kind, "text": text, "topics": list(topics)}
                for kind, outcomes in (
                    (Outcome.Kind.INFORMATION, workshop.INFORMATION),
                    (Outcome.Kind.DECISION, workshop.DECISIONS),
                    (Outcome.Kind.ACTION, workshop.ACTIONS),
                )
                for text, topics in outcomes
            ]
            event = workshops.save_outcomes(event, rows, by=self.staff, version=event.version)
            for kind, caption, files in self.documents():
                workshops.add_documents(event, files, kind, caption, by=self.staff)
            self.workshop = workshops.complete_workshop(event, by=self.staff)

    def send_invitations(self, event: Workshop, guests: Iterable[tuple[str, str, int]]) -> Workshop:
        rows = [
            {"institution": self.offices[key], "addressee": addressee, "seats": seats}
            for key, addressee, seats in guests
        ]
        event = workshops.save_invitations(event, rows, by=self.staff, version=event.version)
        workshops.send_invitations(event, by=self.staff)
        return event

    def attendance(self) -> list[Mapping[str, Any]]:
        return [
            {
                "institution": self.offices[key],
                "position": f"Perwakilan {self.offices[key].short_name} (data contoh)",
                "head_count": came or seats,
                "state": "present" if came else "excused",
            }
            for key, _, seats, _, came in workshop.GUESTS
        ]

    @staticmethod
    def documents() -> list[tuple[str, str, list[CheckedFile]]]:
        kind = Document.Kind
        scenes = (("hall", "pembukaan"), ("meeting", "diskusi-kelompok"), ("hall", "penyusunan-rencana-aksi"))
        photos = [pictures.photo(scene, name, "Workshop 6 Desember 2023") for scene, name in scenes]
        return [
            (
                kind.PRESS_RELEASE,
                "Siaran pers 7 Desember 2023",
                [pictures.paper("siaran-pers", workshop.PRESS_RELEASE)],
            ),
            (kind.COMMITMENT, "Komitmen bersama (data contoh)", [pictures.paper("komitmen", workshop.COMMITMENT)]),
            (kind.PHOTO, "Suasana workshop (data contoh)", photos),
        ]

    def log_other_events(self) -> None:
        """The visit of the next day, and a meeting that is still ahead."""
        organiser = {"organiser": self.offices[institutions.BNN]}
        with self.at(date(2023, 12, 7), 16):
            visit = workshops.create_workshop({**workshop.VISIT, **organiser}, by=self.staff, is_sample=True)
            visit = self.send_invitations(visit, [(key, addressee, 1) for key, addressee in workshop.VISIT_GUESTS])
            workshops.hold_workshop(visit, by=self.staff)
        with self.at(-3):
            meeting = workshops.create_workshop(
                {**workshop.MEETING, **organiser, "held_on": self.day(workshop.MEETING_AHEAD)},
                by=self.staff,
                is_sample=True,
            )
            self.send_invitations(meeting, [(key, addressee, 1) for key, addressee in workshop.MEETING_GUESTS])

    # The plan, until it is in force

    def agree_plan(self) -> None:
        with self.at(PLAN_DRAFTED):
            plan = plans.create_plan(self.workshop, by=self.staff, title="Rencana Aksi Bersama KOTAN Kota Malang")
        drafted = [(item, self.add(plan, item, place)) for place, item in enumerate(ITEMS)]
        with self.at(PLAN_OFFERED):
            plans.offer_plan(plan, by=self.staff)
        for item, rows in drafted:
            for row in rows:
                self.answer(item, row)
        with self.at(PLAN_AGREED):
            plans.agree_plan(plan, by=self.leader)
        for item, rows in drafted:
            for row in rows:
                self.follow(item, row)
        for period in self.periods.values():
            self.close(period)
        self.report()

    def add(self, plan: ActionPlan, item: Item, place: int) -> list[ActionItem]:
        outcome = self.workshop.outcomes.filter(kind=Outcome.Kind.ACTION)[item.outcome]
        data = {
            "outcome": outcome,
            "title": item.title,
            "description": item.text,
            "pillar": item.pillar,
            "topics": list(item.topics),
            "kotan_variable": item.variable,
            "success_criteria": item.criteria,
            "indicator": item.indicator,
            "unit": item.unit,
            "target": _decimal(item.target),
            "starts_on": item.starts,
            "due_on": self.day(item.due),
            "target_group": item.group,
            "funding": item.funding,
            "is_restricted": item.restricted,
        }
        leads = [self.offices[key] for key in item.leads]
        rest: dict[str, Any] = {
            "checkpoints": [
                {"period": self.periods[period], "measure": measure, "target": _decimal(target)}
                for period, measure, target in item.measures
            ],
            "areas": UrbanVillage.objects.filter(name__in=item.areas),
            "by": self.staff,
        }
        with self.at(PLAN_DRAFTED, 10, place):
            if len(leads) > 1:
                return plans.add_generic_items(plan, data, institutions=leads, **rest)
            data["pic"] = self.posts.get(item.leads[0])
            supporting = [self.offices[key] for key in item.supporting]
            return [plans.add_item(plan, data, lead=leads[0], supporting=supporting, **rest)]

    def answer(self, item: Item, row: ActionItem) -> None:
        refusal = item.refusal
        with self.at(PLAN_ANSWERED, 10):
            for commitment in row.commitments.select_related("institution"):
                is_refused = refusal is not None and commitment.role == Commitment.Role.LEAD
                self.give_word(commitment, refusal.note if refusal and is_refused else "")
        if refusal is None:
            return
        with self.at(PLAN_MENDED):
            if not refusal.to:
                plans.withdraw_item(row, by=self.staff, reason=refusal.reason)
                return
            plans.reassign_item(row, self.offices[refusal.to], by=self.staff, reason=refusal.reason)
        with self.at(PLAN_MENDED, 14):
            self.give_word(row.commitments.leading().get(), "")

    def give_word(self, commitment: Commitment, why_not: str) -> None:
        """The institution's own answer, or where it has no account the one BNN records."""
        person = self.contacts.get(self.key_of(commitment.institution))
        plans.answer_commitment(
            commitment,
            Commitment.Status.DECLINED if why_not else Commitment.Status.ACCEPTED,
            by=person or self.staff,
            terms_version=commitment.terms_version,
            note=why_not,
            source="" if person else RECORDED,
        )

    def key_of(self, institution: Institution) -> str:
        return next(key for key, office in self.offices.items() if office.pk == institution.pk)

    # What happens to items in force

    def follow(self, item: Item, row: ActionItem) -> None:
        """Put what an item will go through on the calendar."""
        if row.commitments.leading().first() is None:
            return
        lead = self.key_of(row.commitments.leading().get().institution)
        for told in (*item.told, *item.told_by.get(lead, ())):
            sent = self.day(told.day) + timedelta(days=1) if told.sent is None else self.day(told.sent)
            self.happen(
                self.moment(sent, 9 + row.pk % 7, row.pk * 7 % 60), partial(self.tell, row, told, told.by or lead)
            )
        for decided in item.decided:
            self.happen(self.moment(decided.day, 11), partial(self.settle, row, decided))
        if item.change:
            self.happen(self.moment(item.change.day, 13), partial(self.propose, row, item.change))

    def settle(self, row: ActionItem, decided: Decided) -> None:
        if decided.what == "cancel":
            plans.cancel_item(row, by=self.leader, reason=decided.reason)
        else:
            plans.reopen_item(row, by=self.staff, reason=decided.reason)

    def tell(self, row: ActionItem, told: Told, key: str) -> None:
        day = self.day(told.day)
        institution, person = self.offices[key], self.contacts[key]
        before = None
        if told.corrects:
            before = (
                row.updates.filter(institution=institution, status__in=[Status.ACCEPTED, Status.RETURNED])
                .order_by("-pk")
                .first()
            )
        update = plans.start_progress(row, institution, by=person, replaces=before)
        caption = f"{institution.short_name} · {date_format(day, 'j F Y')}"
        update = plans.save_progress(
            update,
            {
                "item_status": told.state,
                "value": _decimal(told.value),
                "percent": _decimal(told.percent),
                "happened_on": day,
                "narrative": told.text,
                "obstacle": told.obstacle,
                "obstacle_note": told.why,
                "next_step": told.next,
            },
            by=person,
            version=update.version,
            files=[pictures.photo(photo.scene, photo.name, caption) for photo in told.photos],
            links=[told.link] if told.link else [],
        )
        if told.end == Status.DRAFT:
            return
        update = plans.submit_progress(update, by=person)
        if told.end != Status.SUBMITTED:
            decided_on = clock.today() + timedelta(days=3)
            self.happen(self.moment(decided_on, 16, row.pk % 60), partial(self.decide, update, told, key))

    def decide(self, update: ProgressUpdate, told: Told, key: str) -> None:
        verifier = self.leader if key == institutions.BNN else self.staff
        if told.end == Status.WITHDRAWN:
            plans.withdraw_progress(update, by=self.contacts[key])
        elif told.end == Status.RETURNED:
            plans.return_progress(update, by=verifier, version=update.version, note=told.note)
        else:
            plans.accept_progress(update, by=verifier, version=update.version, note=told.note)

    def propose(self, row: ActionItem, change: Change) -> None:
        new = {
            name: self.day(value) if name == "due_on" else _decimal(value) if name == "target" else value
            for name, value in change.new.items()
        }
        amendment = plans.propose_amendment(row, new, by=self.staff, reason=change.reason)
        if change.consented:
            self.happen(self.moment(self.day(change.day) + timedelta(days=5), 10), partial(self.consent, amendment))

    def consent(self, amendment: Amendment) -> None:
        for asked in amendment.consents.select_related("institution"):
            person = self.contacts.get(self.key_of(asked.institution))
            plans.consent_amendment(
                amendment, asked.institution, by=person or self.staff, source="" if person else RECORDED
            )

    # Periods and the report

    def close(self, period: ReportingPeriod) -> None:
        day = period.ends_on + timedelta(days=DAYS_UNTIL_CLOSING)
        if day <= self.yesterday:
            self.happen(self.moment(day, 15), partial(plans.close_period, period, by=self.leader))

    def report(self) -> None:
        """The progress report of the latest period that is over, issued."""
        day = self.reported.ends_on + timedelta(days=DAYS_UNTIL_REPORT)
        self.happen(self.moment(day, 17), self.issue)

    def issue(self) -> None:
        period = ReportingPeriod.objects.get(pk=self.reported.pk)  # closed by now, most likely
        report = reports.render_inline(reports.request_report(period, by=self.staff))
        report = reports.issue_report(
            report, "DATA CONTOH", clock.today(), Report.Classification.ORDINARY, by=self.leader, version=report.version
        )
        reports.render_inline(report)


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)
