"""Ask every route of the portal as everyone, and say what it answered; or list every page that each can open.

Runs against the demo (`manage seed_demo`): its accounts ask, its rows are the objects. Whatever an answer writes is
rolled back.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.cookies import SimpleCookie
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

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
from bnn_portal.access import CONTACT, WHO, Route, declared_routes
from bnn_portal.management.commands.seed_demo import ACCOUNTS
from reports.models import Report, ReportSchedule
from stakeholders.models import AccountInvitation, Appointment, Institution, Membership, User
from workshops.models import Document, Invitation, Workshop

MISSING_ID = 999_999_999_999
MISSING_KEY = UUID(int=0)
MISSING_TEXT = "tidak-ada"

# Who → the demo account that asks as such.
Cast = Mapping[str, User]


@dataclass(frozen=True)
class Answer:
    route: str
    path: str
    method: str
    who: str
    object: str
    status: int


@dataclass(frozen=True)
class Page:
    """A screen: the route, one address of it, and who sees it there."""

    route: str
    path: str
    who: str


class Command(BaseCommand):
    help = "Ask every route as everyone: route, path, method, who, object, status."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print a JSON list")
        parser.add_argument("--pages", action="store_true", help="print a JSON list of the pages that each can open")

    def handle(self, *, json: bool, pages: bool, **options):
        expect_refusals()
        if undeclared := [route.name for route in declared_routes() if route.access is None]:
            raise CommandError(f"Without declared access: {', '.join(undeclared)}")
        if pages:
            self.stdout.write(as_json([asdict(page) for page in pages_of()]))
            return
        answers = [asdict(answer) for _route, answer in ask_everything()]
        if json:
            self.stdout.write(as_json(answers))
        else:
            for answer in answers:
                self.stdout.write("{status}  {method:4}  {who:14}  {object:8}  {path}".format(**answer))


def expect_refusals() -> None:
    """Keep the log free of what most of the questions are for."""
    logging.getLogger("django.request").setLevel(logging.ERROR)


def as_json(answers: list[dict]) -> str:
    return json.dumps(answers, indent=1)


def ask_everything() -> Iterator[tuple[Route, Answer]]:
    """Every route × GET and POST × who × object. Needs the demo's rows."""
    cast, cookies = _signed_in_cast()
    client = Client(raise_request_exception=False)
    for route in declared_routes():
        for thing, kwargs in objects_of(route, cast):
            path = reverse(route.name, kwargs=kwargs)
            for method in ("GET", "POST"):
                for who in WHO:
                    status = _ask(client, method, path, cookies.get(who)).status_code
                    yield route, Answer(route.name, path, method, who, thing, status)


def pages_of(everyone: Iterable[str] = WHO) -> Iterator[Page]:
    """Every route × who that answers with a page, on the first object that `who` may open. Needs the demo's rows."""
    cast, cookies = _signed_in_cast()
    client = Client(raise_request_exception=False)
    for route in declared_routes():
        if route.access is None or route.access.get is None:
            continue
        objects = [(thing, reverse(route.name, kwargs=kwargs)) for thing, kwargs in objects_of(route, cast)]
        for who in everyone:
            for path in (path for thing, path in objects if route.access.expected("GET", who, thing) == HTTPStatus.OK):
                response = _ask(client, "GET", path, cookies.get(who))
                # A file is no page, and neither is the part of one that a script asks for.
                if response.status_code == 200 and not response.streaming and b"<html" in response.content:
                    yield Page(route.name, path, who)
                    break


def _signed_in_cast() -> tuple[Cast, dict[str, SimpleCookie]]:
    cast = {who: User.objects.get(email=email) for who, email in ACCOUNTS.items() if who in WHO}
    return cast, {who: _sign_in(user) for who, user in cast.items()}


def _sign_in(user: User) -> SimpleCookie:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies


def _ask(client: Client, method: str, path: str, cookies: SimpleCookie | None) -> HttpResponseBase:
    # A fresh copy each time: some routes sign out.
    client.cookies = SimpleCookie(cookies.output(header="", sep=";") if cookies else None)
    with transaction.atomic():
        response = client.generic(method, path, SERVER_NAME="localhost")
        if response.streaming:
            # Read to the end: that closes the file.
            b"".join(response)
        transaction.set_rollback(True)
    return response


def objects_of(route: Route, cast: Cast) -> Iterator[tuple[str, dict]]:
    """(own, foreign or missing, the route's arguments), as the contact person sees them."""
    if not route.arguments:
        yield "none", {}
        return
    if len(route.arguments) == 1:
        [name] = route.arguments
        for thing, pk in _examples(route.name, name, cast):
            if pk is not None:
                yield thing, {name: pk}
    yield "missing", {name: _missing(name) for name in route.arguments}


def _missing(argument: str) -> int | str | UUID:
    """What that argument may be and no row is."""
    if argument.endswith("_id"):
        return MISSING_ID
    return MISSING_KEY if argument.endswith("_key") else MISSING_TEXT


def _examples(route: str, argument: str, cast: Cast) -> Iterator[tuple[str, int | str | None]]:
    """The first row that is the contact person's own, and the first one that nobody outside BNN has to do with."""
    if argument not in EXAMPLES:
        return
    model, own, seen = EXAMPLES[argument](cast)
    # Some pages exist only for rows in one state.
    key = KEYS.get(argument, "pk")
    rows = model.objects.filter(**STATES.get(route, {})).order_by("pk").values_list(key, flat=True)
    yield "own", rows.filter(pk__in=_pks(own)).first()
    yield "foreign", rows.exclude(pk__in=_pks(*seen)).first()


def _pks(*querysets) -> list[int]:
    """Read out one by one: nested in one statement they make a plan that a fresh, unanalysed database never ends."""
    return list({pk for rows in querysets for pk in rows.values_list("pk", flat=True)})


def _visible(model):
    """Own is what the contact person sees; foreign what none of the others sees either."""
    return lambda cast: (
        model,
        model.objects.visible_to(cast[CONTACT]),
        [model.objects.visible_to(user) for user in cast.values() if not user.is_bnn],
    )


def _of_institution(model, path: str = "institution"):
    """Own is what belongs to the contact person's institution."""

    def rows_of(user: User):
        return model.objects.filter(**{f"{path}__in": user.institution_ids()})

    return lambda cast: (
        model,
        rows_of(cast[CONTACT]),
        [rows_of(user) for user in cast.values() if not user.is_bnn],
    )


def _own_and_hidden(model, path: str = "institution"):
    """Own is what the contact person's institution wrote; foreign what none of the others sees."""
    return lambda cast: (
        model,
        model.objects.filter(**{f"{path}__in": cast[CONTACT].institution_ids()}),
        _visible(model)(cast)[2],
    )


# URL argument → (model, the contact person's own rows, what those outside BNN see or have).
EXAMPLES = {
    "workshop_id": _visible(Workshop),
    "document_id": _visible(Document),
    "invitation_id": _own_and_hidden(Invitation),
    "plan_id": _visible(ActionPlan),
    "item_id": _visible(ActionItem),
    # Of a public page, foreign is what nobody may read there.
    "item_code": lambda cast: (ActionItem, ActionItem.objects.public_facts(), [ActionItem.objects.public_facts()]),
    "commitment_id": _own_and_hidden(Commitment),
    "amendment_id": _visible(Amendment),
    "update_id": _own_and_hidden(ProgressUpdate),
    "evidence_id": _own_and_hidden(Evidence, "update__institution"),
    "period_id": lambda cast: (ReportingPeriod, ReportingPeriod.objects.all(), [ReportingPeriod.objects.all()]),
    "report_id": _visible(Report),
    "schedule_id": _visible(ReportSchedule),
    # Whoever holds an issued report may read its page.
    "report_code": lambda cast: (Report, Report.objects.issued(), [Report.objects.all()]),
    "institution_id": _of_institution(Institution, "pk"),
    "appointment_id": _of_institution(Appointment),
    "question_id": _visible(Question),
    "membership_id": _of_institution(Membership),
    # Accounts and invitations of BNN itself are the leader's alone.
    "account_invitation_id": lambda cast: (
        AccountInvitation,
        AccountInvitation.objects.none(),
        [AccountInvitation.objects.exclude(role="")],
    ),
    "account_id": lambda cast: (
        User,
        User.objects.filter(pk=cast[CONTACT].pk),
        [User.objects.exclude(role=""), User.objects.filter(pk__in=[user.pk for user in cast.values()])],
    ),
}

# URL argument → the column it names, where that is not the id.
KEYS = {"item_code": "code", "report_code": "code"}

STATES: dict[str, dict] = {
    "reports:public_workshop": {"is_public": True},
    "workshops:document_thumbnail": {"thumbnail__gt": ""},
    "action_plans:amendment_consent": {"status": Amendment.Status.PROPOSED},
    "action_plans:amendment_decline": {"status": Amendment.Status.PROPOSED},
    "action_plans:progress_update": {"status": ProgressUpdate.Status.DRAFT},
    "action_plans:progress_submit": {"status": ProgressUpdate.Status.DRAFT},
    "action_plans:progress_discard": {"status": ProgressUpdate.Status.DRAFT},
    "action_plans:progress_withdraw": {"status": ProgressUpdate.Status.SUBMITTED},
    "action_plans:progress_accept": {"status": ProgressUpdate.Status.SUBMITTED},
    "action_plans:progress_return": {"status": ProgressUpdate.Status.SUBMITTED},
    "action_plans:evidence_download": {"update__status": ProgressUpdate.Status.ACCEPTED, "file__gt": ""},
    "action_plans:evidence_thumbnail": {"update__status": ProgressUpdate.Status.ACCEPTED, "thumbnail__gt": ""},
    "action_plans:evidence_delete": {"update__status": ProgressUpdate.Status.DRAFT},
    "action_plans:evidence_upload": {"status": ProgressUpdate.Status.DRAFT},
}
