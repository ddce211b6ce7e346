"""The workshop, logged as P2M logs one, and the two other events."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bnn_portal.files import CheckedFile
from bnn_portal.management.demo import institutions, pictures, workshop
from bnn_portal.management.demo.stage import Stage
from workshops import services as workshops
from workshops.models import Document, Outcome, Workshop


def log_workshop(stage: Stage) -> Workshop:
    with stage.at(date(2023, 11, 22)):
        event = workshops.create_workshop(
            {
                **workshop.WORKSHOP,
                "organiser": stage.offices[institutions.BNN],
                "partners": [stage.offices[key] for key in workshop.PARTNERS],
            },
            by=stage.staff,
            is_sample=True,
        )
        event = workshops.save_agenda(
            event,
            [
                {
                    "title": title,
                    "speaker_position": position,
                    "speaker_institution": stage.offices.get(key),
                    "topics": list(topics),
                }
                for title, position, key, topics in workshop.AGENDA
            ],
            by=stage.staff,
            version=event.version,
        )
        event = _send_invitations(stage, event, [guest[:3] for guest in workshop.GUESTS])
    with stage.at(date(2023, 12, 1), 10):
        for key, _, _, answer, _ in workshop.GUESTS:
            invitation = event.invitations.get(institution=stage.offices[key])
            workshops.answer_invitation(invitation, answer, by=stage.contacts.get(key, stage.staff))
    with stage.at(date(2023, 12, 6), 16):
        event = workshops.save_attendance(event, _attendance(stage), by=stage.staff, version=event.version)
        workshops.hold_workshop(event, by=stage.staff)
    with stage.at(date(2023, 12, 7), 13):
        rows = [
            {"kind": kind, "text": text, "topics": list(topics)}
            for kind, outcomes in (
                (Outcome.Kind.INFORMATION, workshop.INFORMATION),
                (Outcome.Kind.DECISION, workshop.DECISIONS),
                (Outcome.Kind.ACTION, workshop.ACTIONS),
            )
            for text, topics in outcomes
        ]
        event = workshops.save_outcomes(event, rows, by=stage.staff, version=event.version)
        for kind, caption, files in _documents():
            workshops.add_documents(event, files, kind, caption, by=stage.staff)
        return workshops.complete_workshop(event, by=stage.staff)


def _send_invitations(stage: Stage, event: Workshop, guests: Iterable[tuple[str, str, int]]) -> Workshop:
    rows = [
        {"institution": stage.offices[key], "addressee": addressee, "seats": seats} for key, addressee, seats in guests
    ]
    event = workshops.save_invitations(event, rows, by=stage.staff, version=event.version)
    workshops.send_invitations(event, by=stage.staff)
    return event


def _attendance(stage: Stage) -> list[Mapping[str, Any]]:
    return [
        {
            "institution": stage.offices[key],
            "position": f"Perwakilan {stage.offices[key].short_name} (data contoh)",
            "head_count": came or seats,
            "state": "present" if came else "excused",
        }
        for key, _, seats, _, came in workshop.GUESTS
    ]


def _documents() -> list[tuple[str, str, list[CheckedFile]]]:
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


def log_other_events(stage: Stage) -> None:
    """The visit of the next day, and a meeting that is still ahead."""
    organiser = {"organiser": stage.offices[institutions.BNN]}
    with stage.at(date(2023, 12, 7), 16):
        visit = workshops.create_workshop({**workshop.VISIT, **organiser}, by=stage.staff, is_sample=True)
        visit = _send_invitations(stage, visit, [(key, addressee, 1) for key, addressee in workshop.VISIT_GUESTS])
        workshops.hold_workshop(visit, by=stage.staff)
    with stage.at(-3):
        meeting = workshops.create_workshop(
            {**workshop.MEETING, **organiser, "held_on": stage.day(workshop.MEETING_AHEAD)},
            by=stage.staff,
            is_sample=True,
        )
        _send_invitations(stage, meeting, [(key, addressee, 1) for key, addressee in workshop.MEETING_GUESTS])
