"""Items as the rows of a table. Prepared here and written flat in the template: a page holds fifty of them."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from action_plans.models import ActionItem, Commitment
from bnn_portal import clock
from bnn_portal.templatetags.portal import number_id, relative_day, status_badge

# What an offered plan says of a lead's answer.
ANSWER_LABELS = {
    Commitment.Status.ACCEPTED.value: "Disanggupi",
    Commitment.Status.OFFERED.value: "Menunggu jawaban",
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of `_item_table.html`; `answer` and `tags` are badges."""

    url: str
    code: str
    title: str
    is_overdue: bool
    lead: str
    answer: SafeString
    supporting_count: int
    pillar: str
    due: str
    tags: SafeString
    achievement: str


def item_rows(
    items: Iterable[ActionItem], working_ids: Container[int], *, shows_answers: bool = False
) -> Iterator[ItemRow]:
    """Rows of items (with_lead, with_supporting_count, with_progress, with_lateness).

    `working_ids`: those whose working page the account may open; the others are facts only.
    """
    today = clock.today()
    for item in items:
        is_working = item.pk in working_ids
        answer = ANSWER_LABELS.get(item.lead_status) if shows_answers else None
        yield ItemRow(
            url=reverse(f"action_plans:{'item_detail' if is_working else 'item_facts'}", args=[item.pk]),
            code=item.code,
            title=item.title,
            is_overdue=item.is_overdue,
            lead=item.lead_name or "Belum ada",
            answer=status_badge(item.lead_status, answer) if answer else SafeString(),
            supporting_count=item.supporting_count,
            pillar=item.get_pillar_display(),
            due=relative_day(item.due_on, today) if item.is_open else date_format(item.due_on, "j F Y"),
            tags=item_tags(item, is_working=is_working),
            achievement="–" if item.achievement is None else f"{number_id(item.achievement)}%",
        )


def item_tags(item: ActionItem, *, is_working: bool) -> SafeString:
    """Badges of an item's status and state (with_lateness); silence is told only to those who work on it."""
    tags = status_badge("overdue") if item.is_overdue else SafeString()
    tags += status_badge(item.status, item.get_status_display())
    if item.is_awaiting:
        tags += status_badge("awaiting")
    if item.is_stale and is_working:
        tags += status_badge("stale")
    if item.is_restricted:
        tags += status_badge("restricted")
    return tags


def task_tags(item: ActionItem) -> SafeString:
    """Badges of an item that is owed (with_lateness, with_own_part): its own, and where the last report stands."""
    tags = status_badge("overdue") if item.is_overdue else SafeString()
    tags += status_badge(item.status, item.get_status_display())
    if item.is_awaiting or item.own_update_status == "submitted":
        tags += status_badge("awaiting")
    if item.own_update_status == "returned":
        tags += status_badge("returned", "Dikembalikan")
    if item.own_update_status == "draft":
        tags += status_badge("draft", "Draf belum diajukan")
    if item.is_stale:
        tags += status_badge("stale")
    return tags
