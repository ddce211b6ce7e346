"""Every move of a workshop and of an invitation, and what saving its blocks keeps or refuses."""

from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage

from bnn_portal import clock
from bnn_portal.exceptions import DomainError, StaleEdit
from bnn_portal.files import CheckedFile
from tests.factories import (
    ActionItemFactory,
    AttendanceFactory,
    DocumentFactory,
    InstitutionFactory,
    InvitationFactory,
    OutcomeFactory,
    SessionFactory,
    WorkshopFactory,
)
from workshops import services
from workshops.models import Attendance, Document, Invitation, Outcome, Workshop

DAY = date(2023, 12, 6)
PDF = CheckedFile(b"%PDF-1.4 uji", None, "materi.pdf", "application/pdf")
PHOTO = CheckedFile(b"\xff\xd8foto", b"\xff\xd8kecil", "foto.jpg", "image/jpeg")


@contextmanager
def on(day: date):
    with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Jakarta"))):
        yield


@pytest.fixture
def facts(office):
    return {"theme": "Workshop uji", "held_on": DAY, "venue": "Balai Uji", "organiser": office}


# The workshop itself


def test_a_new_workshop_is_planned_and_keeps_its_partners(facts, staff, dinas):
    workshop = services.create_workshop({**facts, "partners": [dinas]}, by=staff, is_sample=True)

    workshop.refresh_from_db()
    assert (workshop.status, workshop.is_sample, workshop.edited_by) == (Workshop.Status.PLANNED, True, staff)
    assert list(workshop.partners.all()) == [dinas]


def test_a_workshop_that_ends_before_it_starts_is_refused(facts, staff):
    with pytest.raises(DomainError, match="Jam selesai harus sesudah jam mulai"):
        services.create_workshop({**facts, "start_time": time(10), "end_time": time(9)}, by=staff)


def test_an_update_raises_the_version_and_a_stale_one_is_refused(staff, dinas):
    workshop = WorkshopFactory(venue="Aula lama")

    services.update_workshop(workshop, {"venue": "Aula baru", "partners": [dinas]}, by=staff, version=1)

    with pytest.raises(StaleEdit):
        services.update_workshop(workshop, {"venue": "Aula lain"}, by=staff, version=1)
    workshop.refresh_from_db()
    assert (workshop.venue, workshop.version, workshop.edited_by) == ("Aula baru", 2, staff)
    assert list(workshop.partners.all()) == [dinas]


def test_a_workshop_that_took_place_cannot_move_into_the_future(staff):
    workshop = WorkshopFactory(status=Workshop.Status.HELD, held_on=DAY)
    with on(DAY), pytest.raises(DomainError, match="masa depan"):
        services.update_workshop(workshop, {"held_on": date(2023, 12, 7)}, by=staff, version=1)


def test_a_planned_workshop_is_held_from_its_day_on(staff):
    workshop = WorkshopFactory(status=Workshop.Status.PLANNED, held_on=DAY)
    with on(date(2023, 12, 5)), pytest.raises(DomainError, match="belum tiba"):
        services.hold_workshop(workshop, by=staff)

    with on(DAY):
        services.hold_workshop(workshop, by=staff)

    change = workshop.status_changes.get()
    assert (change.from_status, change.to_status, change.by) == ("planned", "held", staff)
    assert change.at.date() == DAY


def test_a_held_workshop_is_documented_once_its_attendance_and_outcomes_are_known(staff):
    workshop = WorkshopFactory(status=Workshop.Status.HELD)
    AttendanceFactory(workshop=workshop, state=Attendance.State.ABSENT)
    with pytest.raises(DomainError, match="Isi peserta yang hadir dan hasil"):
        services.complete_workshop(workshop, by=staff)
    AttendanceFactory(workshop=workshop)
    with pytest.raises(DomainError, match="Isi hasil"):
        services.complete_workshop(workshop, by=staff)
    OutcomeFactory(workshop=workshop)

    assert services.complete_workshop(workshop, by=staff).status == Workshop.Status.DOCUMENTED


def test_a_planned_workshop_is_cancelled_for_a_reason(staff):
    workshop = WorkshopFactory(status=Workshop.Status.PLANNED)
    with pytest.raises(DomainError, match="alasan"):
        services.cancel_workshop(workshop, "  ", by=staff)

    services.cancel_workshop(workshop, " Hotel tutup ", by=staff)

    assert workshop.status_changes.get().note == "Hotel tutup"


MOVES = {
    "held": lambda workshop, by: services.hold_workshop(workshop, by=by),
    "documented": lambda workshop, by: services.complete_workshop(workshop, by=by),
    "cancelled": lambda workshop, by: services.cancel_workshop(workshop, "Alasan", by=by),
}


@pytest.mark.parametrize(
    ("status", "move"),
    [
        ("planned", "documented"),
        ("held", "held"),
        ("held", "cancelled"),
        ("documented", "held"),
        ("documented", "documented"),
        ("documented", "cancelled"),
        ("cancelled", "held"),
        ("cancelled", "documented"),
        ("cancelled", "cancelled"),
    ],
)
def test_every_other_move_of_a_workshop_is_refused(status, move, staff):
    workshop = WorkshopFactory(status=status)
    AttendanceFactory(workshop=workshop)
    OutcomeFactory(workshop=workshop)
    with pytest.raises(DomainError, match="tidak dapat menjadi"):
        MOVES[move](workshop, staff)
    workshop.refresh_from_db()
    assert workshop.status == status
    assert not workshop.status_changes.exists()


@pytest.mark.parametrize("move", MOVES.values())
def test_every_move_holds_the_lock_of_its_row(move, staff, django_assert_max_num_queries):
    workshop = WorkshopFactory(status=Workshop.Status.PLANNED)
    with django_assert_max_num_queries(20) as asked, suppress(DomainError):
        move(workshop, staff)
    assert "FOR UPDATE" in next(query["sql"] for query in asked if "workshops_workshop" in query["sql"])


# The rows below it

BLOCKS = [services.save_agenda, services.save_invitations, services.save_attendance, services.save_outcomes]


@pytest.mark.parametrize("save", BLOCKS)
def test_saving_any_block_raises_the_version_and_a_stale_one_is_refused(save, staff):
    workshop = WorkshopFactory()
    save(workshop, [], by=staff, version=1)
    with pytest.raises(StaleEdit):
        save(workshop, [], by=staff, version=1)


@pytest.mark.parametrize("save", BLOCKS)
def test_a_cancelled_workshop_is_frozen(save, staff):
    workshop = WorkshopFactory(status=Workshop.Status.CANCELLED)
    with pytest.raises(DomainError, match="dibatalkan"):
        save(workshop, [], by=staff, version=1)


def test_a_cancelled_workshop_keeps_its_facts_invitations_and_papers(staff):
    workshop = WorkshopFactory(status=Workshop.Status.CANCELLED)
    draft = InvitationFactory(workshop=workshop, status=Invitation.Status.DRAFT)
    sent = InvitationFactory(workshop=workshop)
    document = DocumentFactory(workshop=workshop)
    for attempt in (
        lambda: services.update_workshop(workshop, {"venue": "Aula"}, by=staff, version=1),
        lambda: services.send_invitations(workshop, by=staff),
        lambda: services.answer_invitation(sent, Invitation.Status.COMING, by=staff),
        lambda: services.add_documents(workshop, [PDF], Document.Kind.PAPER, "", by=staff),
        lambda: services.delete_document(document, by=staff),
    ):
        with pytest.raises(DomainError, match="dibatalkan"):
            attempt()
    draft.refresh_from_db()
    assert draft.status == Invitation.Status.DRAFT
    assert Document.objects.get() == document


def test_a_documented_workshop_stays_open_to_corrections(staff):
    workshop = WorkshopFactory(status=Workshop.Status.DOCUMENTED)
    services.save_outcomes(workshop, [{"kind": "decision", "text": "Rapat tiap bulan"}], by=staff, version=1)
    assert workshop.outcomes.get().text == "Rapat tiap bulan"


def test_rows_are_added_changed_and_removed_in_one_call(staff):
    workshop = WorkshopFactory()
    changed = SessionFactory(workshop=workshop, title="Pembukaan")
    removed = SessionFactory(workshop=workshop, title="Istirahat")

    services.save_agenda(
        workshop,
        [
            {"title": "Registrasi"},
            {"id": changed.pk, "title": "Sambutan", "topics": ["prevention"]},
            {"id": removed.pk, "delete": True},
        ],
        by=staff,
        version=1,
    )

    assert [(row.title, row.topics) for row in workshop.sessions.all()] == [
        ("Registrasi", []),
        ("Sambutan", ["prevention"]),
    ]


def test_an_agenda_with_all_its_times_follows_the_clock(staff):
    workshop = WorkshopFactory()
    rows = [{"title": "Penutup", "start_time": time(15)}, {"title": "Pembukaan", "start_time": time(8, 30)}]
    services.save_agenda(workshop, rows, by=staff, version=1)
    assert [session.title for session in workshop.sessions.all()] == ["Pembukaan", "Penutup"]


def test_a_row_of_another_workshop_is_never_touched(staff):
    foreign = SessionFactory(title="Milik lain")
    workshop = WorkshopFactory()

    services.save_agenda(workshop, [{"id": foreign.pk, "title": "Diambil"}], by=staff, version=1)
    services.save_agenda(workshop, [{"id": foreign.pk, "delete": True}], by=staff, version=2)

    foreign.refresh_from_db()
    assert foreign.title == "Milik lain"
    assert workshop.sessions.get().title == "Diambil"


def test_one_bad_row_keeps_all_rows_out_and_is_named(staff):
    workshop = WorkshopFactory()
    rows = [
        {"person_name": "Peserta Satu"},
        {"person_name": "Peserta Dua", "head_count": 3},
        {"position": "Rombongan siswa", "head_count": 0},
    ]
    with pytest.raises(services.InvalidRows) as refusal:
        services.save_attendance(workshop, rows, by=staff, version=1)
    assert list(refusal.value.errors) == [2]

    with pytest.raises(services.InvalidRows) as refusal:
        services.save_attendance(workshop, rows[:2], by=staff, version=1)
    assert refusal.value.errors == {1: "Satu nama dihitung satu orang. Kosongkan nama untuk rombongan."}
    assert not workshop.attendances.exists()
    workshop.refresh_from_db()
    assert workshop.version == 1


def test_an_outcome_used_by_an_action_item_cannot_be_removed(staff):
    workshop = WorkshopFactory()
    free, used = OutcomeFactory(workshop=workshop), OutcomeFactory(workshop=workshop)
    ActionItemFactory(plan__workshop=workshop, outcome=used)

    rows = [{"id": free.pk, "delete": True}, {"id": used.pk, "delete": True}]
    with pytest.raises(services.InvalidRows) as refusal:
        services.save_outcomes(workshop, rows, by=staff, version=1)

    assert list(refusal.value.errors) == [1]
    assert "rencana aksi" in refusal.value.errors[1]
    assert Outcome.objects.filter(workshop=workshop).count() == 2


def test_saving_fifty_rows_takes_no_more_statements_than_one(staff, django_assert_max_num_queries):
    workshop = WorkshopFactory()
    institution = InstitutionFactory()
    for version, count in ((1, 1), (2, 50)):
        rows = [{"person_name": f"Peserta {n}", "institution": institution} for n in range(count)]
        with django_assert_max_num_queries(16):
            services.save_attendance(workshop, rows, by=staff, version=version)


# Invitations


def test_an_institution_is_invited_once(staff, dinas, polresta):
    workshop = WorkshopFactory()
    with pytest.raises(services.InvalidRows) as refusal:
        services.save_invitations(workshop, [{"institution": dinas}] * 2, by=staff, version=1)
    assert refusal.value.errors == {1: "Instansi ini sudah diundang."}

    kept = InvitationFactory(workshop=workshop, institution=dinas)
    with pytest.raises(services.InvalidRows, match="sudah diundang"):
        services.save_invitations(workshop, [{"institution": dinas}], by=staff, version=1)
    services.save_invitations(workshop, [{"id": kept.pk, "seats": 3}, {"institution": polresta}], by=staff, version=1)
    assert sorted(workshop.invitations.values_list("seats", "status")) == [(1, "draft"), (3, "sent")]


def test_two_drafts_may_trade_places(staff, dinas, polresta):
    workshop = WorkshopFactory()
    one = InvitationFactory(workshop=workshop, institution=dinas, status=Invitation.Status.DRAFT)
    services.save_invitations(workshop, [{"id": one.pk, "delete": True}, {"institution": dinas}], by=staff, version=1)
    assert workshop.invitations.get().institution == dinas


def test_a_sent_invitation_keeps_its_institution_and_cannot_be_removed(staff, dinas, polresta):
    workshop = WorkshopFactory()
    sent = InvitationFactory(workshop=workshop, institution=dinas)
    with pytest.raises(services.InvalidRows, match="tidak dapat dihapus"):
        services.save_invitations(workshop, [{"id": sent.pk, "delete": True}], by=staff, version=1)
    with pytest.raises(services.InvalidRows, match="tidak dapat diganti"):
        services.save_invitations(workshop, [{"id": sent.pk, "institution": polresta}], by=staff, version=1)


def test_all_drafts_are_sent_together(staff):
    workshop = WorkshopFactory()
    drafts = [InvitationFactory(workshop=workshop, status=Invitation.Status.DRAFT) for _ in range(2)]
    InvitationFactory(workshop=workshop, status=Invitation.Status.COMING)

    assert services.send_invitations(workshop, by=staff) == 2

    assert {row.status_changes.get().to_status for row in drafts} == {"sent"}
    with pytest.raises(DomainError, match="Tidak ada undangan"):
        services.send_invitations(workshop, by=staff)


@pytest.mark.parametrize("answer", services.ANSWERS)
def test_a_sent_invitation_is_answered_once(answer, contact_person):
    invitation = InvitationFactory()

    services.answer_invitation(invitation, answer, by=contact_person, note=" Dua orang ")

    change = invitation.status_changes.get()
    assert (change.from_status, change.to_status, change.note) == ("sent", answer, "Dua orang")
    for again in services.ANSWERS:
        with pytest.raises(DomainError, match="tidak dapat menjadi"):
            services.answer_invitation(invitation, again, by=contact_person)


@pytest.mark.parametrize(
    ("status", "answer"), [("draft", "coming"), ("draft", "declined"), ("sent", "draft"), ("sent", "sent")]
)
def test_every_other_move_of_an_invitation_is_refused(status, answer, contact_person):
    invitation = InvitationFactory(status=status)
    with pytest.raises(DomainError, match="tidak dapat menjadi"):
        services.answer_invitation(invitation, answer, by=contact_person)


# Documents


def test_documents_are_kept_with_their_files_and_thumbnails(staff):
    workshop = WorkshopFactory()

    document, photo = services.add_documents(workshop, [PDF, PHOTO], Document.Kind.PHOTO, "Sesi pagi", by=staff)

    with document.file.open() as paper, photo.thumbnail.open() as small:
        assert (paper.read(), small.read()) == (PDF.content, PHOTO.thumbnail)
    assert (photo.caption, photo.uploaded_by, photo.is_image, document.is_image) == ("Sesi pagi", staff, True, False)


def stored_files() -> set[str]:
    try:
        return set(default_storage.listdir("workshops/document")[1])
    except FileNotFoundError:
        return set()


def test_a_row_that_cannot_be_written_leaves_no_file(staff):
    workshop = WorkshopFactory()
    before = stored_files()
    with pytest.raises(DomainError, match="bukan pilihan"):
        services.add_documents(workshop, [PDF, PHOTO], "jenis yang tidak dikenal", "", by=staff)
    assert stored_files() == before
    assert not Document.objects.exists()


def test_a_full_disk_is_said_and_leaves_no_file(staff, settings, tmp_path):
    workshop = WorkshopFactory()
    (tmp_path / "workshops").write_text("not a directory")
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(DomainError, match="ruang penyimpanan"):
        services.add_documents(workshop, [PDF], Document.Kind.PAPER, "", by=staff)
    assert not Document.objects.exists()


def test_a_removed_document_takes_its_files_along(staff, django_capture_on_commit_callbacks):
    document, photo = services.add_documents(WorkshopFactory(), [PDF, PHOTO], Document.Kind.PHOTO, "", by=staff)
    paths = [document.file.name, photo.file.name, photo.thumbnail.name]
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_document(document, by=staff)
        services.delete_document(photo, by=staff)
        assert all(default_storage.exists(path) for path in paths)
    assert not any(default_storage.exists(path) for path in paths)
    assert not Document.objects.exists()
