"""The story of one item as `partials/_timeline.html` shows it: every round of every update, BNN's decisions, and what
was asked and answered."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format

from action_plans.models import ActionItem, Answer, ItemStatusChange, ProgressUpdate, Question
from bnn_portal.templatetags.portal import number_id


def timeline(
    updates: Iterable[ProgressUpdate], changes: Iterable[ItemStatusChange], questions: Iterable[Question]
) -> list[dict[str, Any]]:
    """Entries, newest first.

    The updates come with institution, period, sender, evidence and `status_note`, the questions with their answers.
    """
    entries = [_of_update(update) for update in updates] + [_of_change(change) for change in changes]
    for question in questions:
        entries += [_of_question(question), *(_of_answer(answer) for answer in question.answers.all())]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def decision_note(update: ProgressUpdate) -> str:
    """What BNN wrote when it accepted or returned the update."""
    return (update.status_note or "") if update.is_final else ""


def _of_update(update: ProgressUpdate) -> dict[str, Any]:
    sender = update.submitted_by or update.created_by
    return {
        "at": update.submitted_at or update.edited_at,
        "by": f"{sender}, {update.institution.short_name}",
        "title": f"Laporan {update.institution.short_name}{' (perbaikan)' if update.replaces_id else ''}",
        "status": update.status,
        "status_label": update.get_status_display(),
        "facts": [(label, text) for label, text in _facts(update) if text],
        "note": decision_note(update),
        "files": update.evidence.all(),
    }


def _facts(update: ProgressUpdate) -> list[tuple[str, str]]:
    obstacle = ": ".join(text for text in (update.get_obstacle_display(), update.obstacle_note) if text)
    period = f" (periode {update.period})" if update.period else ""
    return [
        ("Keadaan", update.get_item_status_display()),
        ("Tanggal kejadian", date_format(update.happened_on, "j F Y") + period),
        ("Yang dilakukan", update.narrative),
        ("Realisasi", "" if update.value is None else f"{number_id(update.value)} {update.item.unit}"),
        ("Capaian", "" if update.percent is None else f"{number_id(update.percent)}%"),
        ("Kendala", obstacle),
        ("Langkah berikutnya", update.next_step),
    ]


def _of_change(change: ItemStatusChange) -> dict[str, Any]:
    return {
        "at": change.at,
        "by": change.by or "",
        "title": "Status butir aksi",
        "status": change.to_status,
        "status_label": ActionItem.Status(change.to_status).label,
        "note": change.note,
    }


def _of_question(question: Question) -> dict[str, Any]:
    return {
        "at": question.asked_at,
        "by": f"{question.asked_by}, {question.institution.short_name}",
        "title": f"Pertanyaan {question.institution.short_name}",
        "status": "asked" if question.is_open else "answered",
        "note": question.text,
    }


def _of_answer(answer: Answer) -> dict[str, Any]:
    return {
        "at": answer.at,
        "by": f"{answer.by}, {answer.institution.short_name}",
        "title": f"Jawaban {answer.institution.short_name}",
        "note": answer.text,
    }
