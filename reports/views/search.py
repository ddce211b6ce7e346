"""One box over workshops, items and institutions."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.views.generic import TemplateView

from action_plans.models import ActionItem
from action_plans.views.item_list import openable_ids
from bnn_portal import clock
from bnn_portal.access import access
from bnn_portal.search import likeness, words_of
from bnn_portal.templatetags.portal import relative_day
from stakeholders.models import Institution, User
from workshops.models import Workshop

SHOWN = 10
# Whatever is longer was not typed.
LONGEST = 200


@dataclass(frozen=True)
class Finding:
    """One line of the page; `badges` are statuses with their labels."""

    url: str
    title: str
    facts: list[str]
    badges: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """The best findings of one kind, and the list that holds all of them, narrowed by the same words."""

    title: str
    findings: list[Finding]
    has_more: bool
    url: str
    is_sample: bool = False


@access(get=200)
class Search(TemplateView):
    """What the words find in the account's own lists, the likest first."""

    template_name = "reports/search.html"

    def get_context_data(self, **kwargs):
        text, user = " ".join(self.request.GET.get("q", "")[:LONGEST].replace("\0", " ").split()), self.request.user
        groups = [_workshops(text, user), _items(text, user), _institutions(text, user)] if words_of(text) else []
        return super().get_context_data(
            text=text,
            groups=[group for group in groups if group.findings],
            is_sample=any(group.is_sample for group in groups),
            **kwargs,
        )


def _workshops(text: str, user: User) -> Group:
    found = Workshop.objects.visible_to(user).matching(text, reads_minutes=user.is_bnn)
    rows, has_more = _likest(found, text, "theme", "-held_on")
    findings = [
        Finding(
            row.get_absolute_url(),
            row.theme,
            [date_format(row.held_on, "j F Y"), row.venue],
            [(row.status, row.get_status_display())],
        )
        for row in rows
    ]
    url = _list_url("workshops:workshop_list", text)
    return Group("Workshop", findings, has_more, url, is_sample=any(row.is_sample for row in rows))


def _items(text: str, user: User) -> Group:
    found = ActionItem.objects.listed_for(user).matching(text, read_by=user)
    found = found.select_related("plan__workshop").with_lead().with_lateness(clock.today())
    rows, has_more = _likest(found, text, "title", "code")
    openable = openable_ids(user, rows)
    findings = [
        Finding(
            reverse("action_plans:item_detail" if row.pk in openable else "action_plans:item_facts", args=[row.pk]),
            row.title,
            [row.code, row.lead_name or "Belum ada penanggung jawab", f"tenggat {relative_day(row.due_on)}"],
            _badges(row),
        )
        for row in rows
    ]
    url = _list_url("action_plans:item_list", text)
    return Group("Butir aksi", findings, has_more, url, is_sample=any(row.plan.workshop.is_sample for row in rows))


def _badges(item: Any) -> list[tuple[str, str]]:
    badges = [("overdue", "")] if item.is_overdue else []
    badges.append((item.status, item.get_status_display()))
    return [*badges, ("restricted", "")] if item.is_restricted else badges


def _institutions(text: str, user: User) -> Group:
    rows, has_more = _likest(Institution.objects.visible_to(user).matching(text), text, "name", "name")
    findings = [
        Finding(
            reverse("stakeholders:institution_detail", args=[row.pk]),
            row.name,
            [row.get_kind_display(), row.region, *([] if row.is_active else ["nonaktif"])],
        )
        for row in rows
    ]
    return Group("Instansi", findings, has_more, _list_url("stakeholders:institution_list", text))


def _likest(rows: QuerySet, text: str, column: str, otherwise: str) -> tuple[list[Any], bool]:
    """The rows to show, and whether there are more of them."""
    first = list(rows.order_by(likeness(text, column).desc(), otherwise, "pk")[: SHOWN + 1])
    return first[:SHOWN], len(first) > SHOWN


def _list_url(name: str, text: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': text})}"
