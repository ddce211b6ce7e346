"""The portal's own template tags: how a status, an icon, a number and a day look. Built into every template."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bnn_portal import clock

register = template.Library()

NOTHING = "–"

# Status → (icon, tone). Colour only repeats what icon and word say; the tones are the sentiment colours of tokens.css.
STATUS_LOOKS = {
    # workshop
    "planned": ("calendar", "neutral"),
    "held": ("calendar-check", "info"),
    "documented": ("book-check", "positive"),
    # action plan
    "in_force": ("badge-check", "positive"),
    "closed": ("archive", "neutral"),
    # commitment, amendment
    "offered": ("mail", "info"),
    "accepted": ("circle-check", "positive"),
    "declined": ("circle-x", "negative"),
    "withdrawn": ("undo-2", "neutral"),
    "proposed": ("file-pen", "info"),
    "consented": ("handshake", "positive"),
    "applied": ("circle-check", "positive"),
    # action item
    "not_started": ("circle-dashed", "neutral"),
    "in_progress": ("circle-play", "info"),
    "blocked": ("octagon-pause", "warning"),
    "done": ("circle-check-big", "positive"),
    "cancelled": ("ban", "neutral"),
    # progress update
    "draft": ("pencil", "neutral"),
    "submitted": ("send", "info"),
    "returned": ("corner-up-left", "warning"),
    # report
    "queued": ("hourglass", "neutral"),
    "rendering": ("loader", "info"),
    "ready": ("file-search", "info"),
    "issuing": ("stamp", "info"),
    "awaiting_signature": ("pen-line", "warning"),
    "published": ("file-check", "positive"),
    "superseded": ("files", "neutral"),
    "revoked": ("file-x", "negative"),
    "failed": ("triangle-alert", "negative"),
    "discarded": ("trash-2", "neutral"),
    # schedule of reports
    "active": ("circle-play", "positive"),
    "paused": ("octagon-pause", "warning"),
    "stopped": ("triangle-alert", "negative"),
    # invitation, attendance
    "sent": ("send", "info"),
    "coming": ("user-check", "positive"),
    "represented": ("users", "info"),
    "present": ("user-check", "positive"),
    "absent": ("user-x", "negative"),
    "excused": ("user-minus", "neutral"),
    # reporting period
    "open": ("lock-open", "info"),
    # derived: never a stored status
    "overdue": ("triangle-alert", "negative"),
    "stale": ("clock-alert", "warning"),
    "awaiting": ("hourglass", "info"),
    "asked": ("message-circle-question-mark", "warning"),
    "answered": ("message-circle-reply", "positive"),
    "restricted": ("lock", "neutral"),
    "sample": ("flask-conical", "sample"),
}
DERIVED_LABELS = {
    "overdue": "Terlambat",
    "stale": "Lama tanpa kabar",
    "awaiting": "Menunggu verifikasi",
    "asked": "Menunggu jawaban",
    "answered": "Dijawab",
    "restricted": "Terbatas",
    "sample": "Data contoh",
}

# Who is offered which page: (URL name, icon, label). Rights are not decided here but in the views.
PUBLIC_NAVIGATION = [
    ("home", "house", "Beranda"),
    ("reports:public_progress", "list-checks", "Kemajuan"),
    ("reports:public_workshop_list", "calendar-days", "Kegiatan"),
    ("reports:about", "info", "Tentang"),
    ("reports:help", "life-buoy", "Bantuan"),
]
BNN_NAVIGATION = [
    ("reports:today", "sun", "Hari ini"),
    ("workshops:workshop_list", "calendar-days", "Workshop"),
    ("action_plans:plan_list", "list-checks", "Rencana aksi"),
    ("action_plans:verification_queue", "clipboard-check", "Verifikasi"),
    ("reports:report_list", "file-text", "Laporan"),
    ("reports:summary", "gauge", "Ringkasan"),
    ("reports:follow_up", "phone-call", "Tindak lanjut"),
    ("stakeholders:institution_list", "building-2", "Instansi"),
]
# The bar at the bottom of a phone holds five. Where more are offered, these stand in the account menu, except on a wide
# screen.
PHONE_BAR_PAGES = 5
FURTHER_PAGES = {"reports:summary", "reports:follow_up"}
# The wide bar holds seven: what is opened least stands in the account menu everywhere.
MENU_PAGES = {"stakeholders:institution_list"}
CAPACITY_NAVIGATION = {
    "contact_person": [
        ("action_plans:task_list", "list-checks", "Tugas saya"),
        ("workshops:workshop_list", "calendar-days", "Workshop"),
        ("reports:report_list", "file-text", "Laporan"),
    ],
    "coordinator": [
        ("reports:summary", "gauge", "Ringkasan"),
        ("action_plans:item_list", "network", "Rencana aksi"),
        ("workshops:workshop_list", "calendar-days", "Workshop"),
        ("reports:report_list", "file-text", "Laporan"),
    ],
    "official": [
        ("reports:summary", "gauge", "Ringkasan"),
        ("reports:report_list", "file-text", "Laporan"),
        ("reports:institution_figures", "building-2", "Instansi"),
    ],
}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 20) -> SafeString:
    """An icon that only repeats the words beside it, hence hidden from screen readers.

    Drawn by reference: a list says the same few in every row. A new name has to be added to the file, by
    `static/vendor/update --icons`.
    """
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true"><use href="{1}#{2}"/></svg>',
        size,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=512)
def tag(icon_name: str, tone: str, *words: Any) -> SafeString:
    """Icon + words + colour. The icon is the style sheet's: a page of a list shows a hundred tags.

    A new icon has to be added to `vendor/tag-icons.css`, by `static/vendor/update --icons`.
    """
    return format_html('<span class="tag tone-{} tag-{}">{}</span>', tone, icon_name, " ".join(map(str, words)))


def status_badge(status: str, label: str = "") -> SafeString:
    """The tag of a status; `label` may be left out for the derived ones (`DERIVED_LABELS`).

    Raises `KeyError` for a status that has no look.
    """
    return tag(*STATUS_LOOKS[status], label or DERIVED_LABELS[status])


register.simple_tag(status_badge, name="status_badge")


@register.simple_tag
def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """What a select offers, from its widget's `optgroups`."""
    return SafeString("\n".join(_group(heading, choices) for heading, choices, _ in groups))


def _group(heading: str | None, choices: list[dict[str, Any]]) -> SafeString:
    rows = ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in choices)
    written = format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
    return format_html('<optgroup label="{}">{}</optgroup>', heading, written) if heading else written


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[dict[str, Any]]:
    """The main pages of whoever looks: dicts of `url`, `icon`, `label`, `current` (value of aria-current or ""),
    `is_further` (not in the bar of a phone), `is_in_menu` (in no bar).

    Capacities add up; a label is offered once. Touches the database only for the account's memberships.
    """
    request: Any = context.get("request")
    user = getattr(request, "user", None)
    if user is None:
        return []
    groups: Iterable = (
        [PUBLIC_NAVIGATION]
        if not user.is_authenticated
        else [BNN_NAVIGATION]
        if user.is_bnn
        else (pages for capacity, pages in CAPACITY_NAVIGATION.items() if capacity in user.capacities)
    )
    by_label: dict[str, tuple[str, str, str]] = {}
    for pages in groups:
        for url_name, icon_name, label in pages:
            by_label.setdefault(label, (reverse(url_name), icon_name, url_name))
    # Every page lies below "/": that one is nobody's section.
    above = [url for url, _, _ in by_label.values() if url != "/" and request.path.startswith(url)]
    # The nearest page above this one; else, for work on a plan (a task opened from "Tugas saya"), the account's own
    # page of plans. Whatever else lies beside the pages offered (the search, the account) belongs to no section.
    match = request.resolver_match
    is_work = match is not None and match.app_name == "action_plans"
    siblings = [url for url, _, url_name in by_label.values() if is_work and url_name.startswith("action_plans:")]
    section = max(above, key=len) if above else next(iter(siblings), None)
    return [
        {
            "url": url,
            "icon": icon_name,
            "label": label,
            "current": "page" if url == request.path else "true" if url == section else "",
            "is_further": len(by_label) > PHONE_BAR_PAGES and url_name in FURTHER_PAGES,
            "is_in_menu": url_name in MENU_PAGES,
        }
        for label, (url, icon_name, url_name) in by_label.items()
    ]


@register.simple_block_tag(takes_context=True)
def hint(
    context: template.Context, content: SafeString, name: str, title: str, topic: str = "", is_folded: bool = False
) -> str:
    """The steps between `{% hint … %}` and `{% endhint %}`, until the account has read the hint of that `name`.

    `topic` is the part of Bantuan that says more, to be left out where several roles read the page: theirs comes first
    there. Above a form the steps are folded. Asks the database nothing.
    """
    request: Any = context["request"]
    if name in request.user.read_hints:
        return ""
    told = {"name": name, "title": title, "steps": content, "topic": topic, "is_folded": is_folded}
    return render_to_string("partials/_hint.html", told | {"page": request.get_full_path()}, request)


@register.inclusion_tag("partials/_error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet) -> dict[str, Any]:
    """Every error of the given forms and formsets, each with the id of the field that the link moves the focus to."""
    errors: list[dict[str, str]] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            if form.is_bound:
                errors += [{"target": "", "text": str(text)} for text in form.non_form_errors()]
                for number, row in enumerate(form.forms, start=1):
                    errors += _errors_of(row, f"Baris {number}: ")
        else:
            errors += _errors_of(form, "")
    return {"errors": errors, "loses_files": any(getattr(form, "files", None) for form in forms)}


def _errors_of(form: BaseForm, prefix: str) -> list[dict[str, str]]:
    if not form.is_bound:
        return []
    errors = [{"target": "", "text": f"{prefix}{text}"} for text in form.non_field_errors()]
    for field in form:
        # A group of radio buttons has no id of its own; its first button has.
        target = field.id_for_label or (field.subwidgets[0].id_for_label if field.use_fieldset else field.auto_id)
        name = "" if field.is_hidden else f"{field.label}: "
        errors += [{"target": target, "text": f"{prefix}{name}{text}"} for text in field.errors]
    return errors


@register.filter
def relative_day(day: date | datetime | None, today: date | None = None) -> str:
    """“3 hari lagi, 27 November 2026”: how far a day lies from today (the portal's clock), and the day itself."""
    if day is None or day == "":
        return NOTHING
    if isinstance(day, datetime):
        day = timezone.localdate(day) if timezone.is_aware(day) else day.date()
    return f"{_distance((day - (today or clock.today())).days)}, {date_format(day, 'j F Y')}"


def _distance(days: int) -> str:
    if abs(days) <= 1:
        return {-1: "kemarin", 0: "hari ini", 1: "besok"}[days]
    count, unit = abs(days), "hari"
    if count > 730:
        count, unit = count // 365, "tahun"
    elif count > 60:
        count, unit = count // 30, "bulan"
    return f"{count} {unit} {'lagi' if days > 0 else 'lalu'}"


@register.filter
def number_id(value: Any) -> str:
    """“1.234,5”: at most two decimals, no trailing zeros; “–” for nothing."""
    try:
        number = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return NOTHING
    if not number.is_finite():
        return NOTHING
    text = f"{number:f}".rstrip("0").rstrip(".")
    return number_format(text if text != "-0" else "0", use_l10n=True, force_grouping=True)


@register.filter
def breakable(email: str) -> SafeString:
    """An e-mail address that a narrow screen breaks before the "@", and not in the middle of a word."""
    name, at, host = str(email).partition("@")
    return format_html("{}<wbr>{}{}", name, at, host)


@register.filter
def band(percent: str | Decimal | None, office: dict[str, Any]) -> str:
    """The class of an achievement by the office's colour bands: good, fair or poor; none while it has set none."""
    good_from, fair_from = office.get("good_from"), office.get("fair_from")
    if percent is None or good_from is None or fair_from is None:
        return ""
    amount = Decimal(percent)
    return "good" if amount >= good_from else "fair" if amount >= fair_from else "poor"


@register.filter
def filesize_id(size: int | None) -> str:
    """“1,2 MB” for a number of bytes, counted in 1024s as the upload limit is."""
    if size is None or size == "":
        return NOTHING
    amount, unit = float(size), "B"
    for larger in ("KB", "MB", "GB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{number_id(round(amount, 1 if amount < 10 else 0))} {unit}"
