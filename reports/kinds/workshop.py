"""Laporan kegiatan: what one event was, how many came, what came of it. Offices and numbers, never persons."""

from collections.abc import Sequence
from typing import Any, cast

from django.utils.formats import date_format

from action_plans.models import ActionItem, ActionPlan, Pillar
from reports import public
from reports.kinds import Kind, Snapshot, facts
from reports.models import Report
from workshops.models import Document, Invitation, Workshop


def title(report: Report) -> str:
    event = cast(Workshop, report.workshop)
    return f"Laporan kegiatan {event.theme}, {date_format(event.held_on, 'j F Y')}"


def take_snapshot(report: Report) -> Snapshot:
    """What everybody may read of a public event, and which papers the office keeps of it.

    Names of those who came, minutes and the files themselves stay in the portal.
    """
    event = cast(Workshop, report.workshop)
    came = public.head_counts(event.pk)
    head_count = sum(total for _, total in came)
    plan = _plan(event)
    agenda = public.agenda(event.pk)
    return {
        "office": facts.office(),
        "period": facts.period(report.period),
        "stands_on": report.as_of,
        "is_sample": event.is_sample,
        "sentence": _sentence(head_count, sum(name != public.NO_INSTITUTION for name, _ in came), plan),
        "event": _event(event),
        "has_times": any(row.start_time for row in agenda),
        "agenda": [
            {
                "time": row.start_time.strftime("%H.%M") if row.start_time else "",
                "title": row.title,
                "paper": row.paper_title,
                "office": row.office,
            }
            for row in agenda
        ],
        "invited": Invitation.objects.sent().filter(workshop=event).count(),
        "head_count": head_count,
        "attendance": [{"name": name, "total": total} for name, total in came],
        "outcomes": [{"kind": kind, "text": text} for kind, text in public.outcomes(event.pk)],
        "plan": plan,
        "documents": _documents(event),
    }


def _event(event: Workshop) -> dict[str, Any]:
    times = [moment.strftime("%H.%M") for moment in (event.start_time, event.end_time) if moment]
    return {
        "theme": event.theme,
        "kind": event.get_kind_display(),
        "held_on": event.held_on,
        "times": f"{'–'.join(times)} WIB" if times else "",
        "venue": event.venue,
        "organiser": event.organiser.name,
        "partners": public.partners(event.pk),
        "led_by": event.led_by,
        "funding": event.get_funding_display(),
        "target": event.get_target_sector_display(),
    }


def _plan(event: Workshop) -> dict[str, Any] | None:
    """The plan that came of it, once it is in force; None before, when only BNN may read it."""
    plan = ActionPlan.objects.public().filter(workshop=event).first()
    if plan is None:
        return None
    items = ActionItem.objects.public_facts().filter(plan=plan).with_lead().order_by("code")
    groups: dict[str, list[dict[str, Any]]] = {}
    for code, title, lead, pillar, due_on in items.values_list("code", "title", "lead_name", "pillar", "due_on"):
        row = {"code": code, "title": title, "lead": lead or facts.NO_LEAD, "due_on": due_on}
        groups.setdefault(pillar, []).append(row)
    pillars = [{"name": label, "items": groups[pillar]} for pillar, label in Pillar.choices if pillar in groups]
    return {"title": plan.title, "item_count": sum(map(len, groups.values())), "pillars": pillars}


def _documents(event: Workshop) -> list[dict[str, Any]]:
    """Each kind of paper with its captions and the number of files, in the order of the kinds."""
    found: dict[str, dict[str, Any]] = {}
    for kind, caption in Document.objects.filter(workshop=event).values_list("kind", "caption"):
        entry = found.setdefault(kind, {"kind": Document.Kind(kind).label, "files": 0, "captions": []})
        entry["files"] += 1
        if caption and caption not in entry["captions"]:
            entry["captions"].append(caption)
    return [found[kind] for kind in Document.Kind.values if kind in found]


def _sentence(head_count: int, institutions: int, plan: dict[str, Any] | None) -> str:
    came = f"{head_count} orang dari {institutions} instansi hadir" if head_count else "Peserta belum dicatat"
    agreed = f"{plan['item_count']} butir aksi disepakati" if plan else "rencana aksi belum berlaku"
    return f"{came}; {agreed}."


def attendance_rows(snapshot: Snapshot) -> list[Sequence[Any]]:
    """How many came from which institution, as the page has it; empty where nobody was recorded."""
    rows = [(row["name"], row["total"]) for row in snapshot["attendance"]]
    return [("Instansi", "Hadir (orang)"), *rows] if rows else []


KIND = Kind(
    template="reports/pdf/workshop.html",
    scope=Report.Scope.WORKSHOP,
    title=title,
    take_snapshot=take_snapshot,
    texts=Report.TEXTS,
    list_rows=attendance_rows,
)
