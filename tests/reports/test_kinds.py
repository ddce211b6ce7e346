"""What each kind of document tells, to whom, and that none breaks on a status or a word that somebody forgot."""

import io
import json
import re
from datetime import time

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from action_plans.models import ActionItem, ActionPlan, Commitment, Pillar, ReportingPeriod
from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from reports import documents, pdf, services
from reports.models import Report
from stakeholders.models import OfficeSettings
from tests.factories import ActionItemFactory, InstitutionFactory
from tests.factories.workshops import (
    AttendanceFactory,
    DocumentFactory,
    InvitationFactory,
    OutcomeFactory,
    SessionFactory,
)
from tests.reports.conftest import DATED_ON, issued
from tests.reports.conftest import finished as ready_copy
from workshops.models import Attendance, Document, Invitation, Outcome, Workshop

Kind = Report.Kind
HOSTILE = '<img src="file:///etc/passwd"><style>*{display:none}</style><script>x</script>{{ report }}" onload="x'
TEXTS = {
    "legal_basis": "Peraturan BNN Nomor 5 Tahun 2021\nInpres Nomor 2 Tahun 2020",
    "warrant": "Sprin/DATA CONTOH",
    "budget": "DIPA/DATA CONTOH",
    "copies_to": "Wali Kota Malang\nKepala BNNP Jawa Timur",
}


def silent(step: str, percent: int) -> None:
    """Nobody watches."""


def again(report: Report) -> Report:
    """The same report with today's facts."""
    fresh = Report.objects.get(pk=report.pk)
    fresh.snapshot = documents.take_snapshot(fresh)
    return fresh


def facts_of(report: Report) -> dict:
    return documents.read_snapshot(report.snapshot)


def drawn(report: Report) -> PdfReader:
    page = documents.compose(report)
    return PdfReader(io.BytesIO(pdf.render(page.html, images=page.images, on_progress=silent).content))


def text_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


# ------------------------------------------------------------------------------------------------- every kind alike


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_drawn_with_what_was_typed(ask, kind):
    texts = {name: TEXTS[name] for name in documents.KINDS[kind].texts}
    report = ask(kind, **texts)
    reader = drawn(report)
    text = text_of(reader)
    assert facts_of(report)["sentence"] in text
    assert "Kepala BNN Kota Malang," in text
    for number, page in enumerate(reader.pages, start=1):
        assert "DRAF" in page.extract_text()
        assert f"Halaman {number} dari {len(reader.pages)}" in page.extract_text()
    for typed in texts.values():
        assert all(line in text for line in typed.splitlines())


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_breaks_on_any_status(ask, add_item, plan, event, dinas, kind):
    """Of the report, of an item in every pillar, of an item that nobody leads, of the plan, of an empty plan."""
    report = ask(kind)
    for status in Report.Status:
        report.status, report.number, report.dated_on, report.edition = status, "B/12/VII/2024", DATED_ON, 1
        is_final = status in Report.FINAL_STATUSES
        assert ("B/12/VII/2024" in documents.compose(report).html) == is_final, status
    for status in ActionItem.Status:
        for pillar in Pillar:
            add_item(status, lead=dinas, pillar=pillar, title=f"{status.label} di {pillar.label}")
    orphan = add_item("in_progress", lead=dinas, title="Tanpa pemimpin")
    orphan.commitments.update(status=Commitment.Status.DECLINED)
    html = documents.compose(again(report)).html
    assert "None" not in html
    assert f"{ActionItem.Status.WITHDRAWN.label} di" not in html
    for status in ActionPlan.Status:
        ActionPlan.objects.filter(pk=plan.pk).update(status=status)
        is_told = status in (ActionPlan.Status.IN_FORCE, ActionPlan.Status.CLOSED)
        assert ("Satgas kelurahan" in documents.compose(again(report)).html) == is_told, status
    for status in Workshop.Status:
        Workshop.objects.filter(pk=event.pk).update(status=status)
        documents.compose(again(report))


@pytest.mark.parametrize("kind", Kind)
def test_what_users_typed_stays_text_in_every_kind(ask, add_item, dinas, event, kind):
    dinas.short_name, dinas.name = "<b>Dinas</b> & Rekan", HOSTILE[:150]
    dinas.save()
    add_item("in_progress", lead=dinas, title=HOSTILE, unit='"><svg', value=4)
    Workshop.objects.filter(pk=event.pk).update(theme=HOSTILE, venue=HOSTILE, led_by=HOSTILE)
    SessionFactory(workshop=event, title=HOSTILE, paper_title=HOSTILE, speaker_position=HOSTILE)
    OutcomeFactory(workshop=event, text=HOSTILE)
    DocumentFactory(workshop=event, caption=HOSTILE)
    report = ask(kind, **dict.fromkeys(documents.KINDS[kind].texts, HOSTILE))
    html = documents.compose(report).html
    assert '<img src="file' not in html
    assert "<script" not in html
    assert html.count("<style") == 2  # the code in the margin, and the draft's watermark
    # Nothing but our own style sheet and pictures is fetched, or the drawing would end here.
    assert "root:" not in text_of(drawn(report))


@pytest.mark.parametrize("kind", Kind)
def test_no_person_and_no_word_of_the_working_pages_is_told(ask, items, event, contact_person, dinas, kind):
    update = items["late"].updates.get()
    update.narrative, update.obstacle_note, update.next_step = "ceritanya", "kendalanya", "rencananya"
    update.save()
    AttendanceFactory(workshop=event, institution=dinas, person_name="Siti Rahmawati", position="Analis muda")
    DocumentFactory(workshop=event, kind=Document.Kind.ATTENDANCE_LIST, original_name="siti.pdf")
    outcome = OutcomeFactory(workshop=event, text="Operasi rahasia")
    type(items["restricted"]).objects.filter(pk=items["restricted"].pk).update(outcome=outcome)
    snapshot = ask(kind).snapshot
    private = ["ceritanya", "kendalanya", "rencananya", "isi notula rahasia", "Siti Rahmawati", "Analis", "siti.pdf"]
    for word in [*private, "Operasi rahasia", contact_person.name, contact_person.email]:
        assert word not in snapshot


@pytest.mark.parametrize("kind", Kind)
def test_a_snapshot_is_canonical_and_costs_the_same_for_any_number_of_rows(ask, plan, dinas, event, kind):
    report = ask(kind)
    text = documents.take_snapshot(report)
    with CaptureQueriesContext(connection) as few:
        documents.take_snapshot(report)
    assert text == report.snapshot
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    ActionItemFactory.create_batch(30, plan=plan, lead=dinas)
    SessionFactory.create_batch(5, workshop=event)
    OutcomeFactory.create_batch(5, workshop=event)
    AttendanceFactory.create_batch(5, workshop=event, institution=dinas)
    with CaptureQueriesContext(connection) as many:
        documents.take_snapshot(report)
    assert len(many) == len(few)


@pytest.mark.parametrize("kind", Kind)
def test_sample_data_are_marked_on_every_page_of_every_kind(ask, event, kind):
    Workshop.objects.filter(pk=event.pk).update(is_sample=True)
    report = ask(kind)
    assert report.is_sample
    assert all("DATA CONTOH" in page.extract_text() for page in drawn(report).pages)


def test_every_kind_carries_its_data_as_a_table(ask, event, dinas):
    AttendanceFactory(workshop=event, institution=dinas, head_count=12, person_name="", position="Guru")
    heads = {}
    for kind in Kind:
        (file,) = documents.compose(ask(kind)).files
        heads[kind], *rows = file.content.decode("utf-8-sig").splitlines()
        assert rows
        if kind == Kind.WORKSHOP:
            assert rows == [f"{dinas.short_name};12"]
        if kind == Kind.SUMMARY:
            assert rows[-1] == "Semua bidang;5;1;2;1;1;0;2;63,33"
    assert heads[Kind.WORKSHOP] == "Instansi;Hadir (orang)"
    assert heads[Kind.SUMMARY].startswith("Bidang;Butir aksi;Selesai;Berjalan;")
    assert heads[Kind.PROGRESS] == heads[Kind.INSTITUTION]


# ---------------------------------------------------------------------------------------------- what it is, and whose


def test_titles_are_kept_by_value_and_file_names_speak(ask, event, dinas):
    titles = {kind: ask(kind).title for kind in Kind}
    assert titles == {
        "progress": "Laporan progres Kota Malang B06 2024",
        "institution": "Laporan progres Dinas Pendidikan Uji B06 2024",
        "workshop": f"Laporan kegiatan {event.theme}, 6 Desember 2023",
        "summary": "Ringkasan progres Kota Malang B06 2024",
    }
    dinas.name = "Dinas Baru"
    dinas.save()
    report = Report.objects.get(kind=Kind.INSTITUTION)
    assert report.title == titles[Kind.INSTITUTION]
    assert documents.file_name(report) == "laporan-progres-dinas-pendidikan-uji-b06-2024-draf.pdf"


def test_a_kind_without_its_office_or_event_is_no_row(ask, event, dinas):
    for kind, wrong in [
        (Kind.PROGRESS, {"institution": dinas}),
        (Kind.SUMMARY, {"workshop": event}),
        (Kind.INSTITUTION, {"institution": None}),
        (Kind.WORKSHOP, {"workshop": None}),
        (Kind.WORKSHOP, {"institution": dinas}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=ask(kind).pk).update(**wrong)


def test_each_office_has_editions_of_its_own(ask, items, period, polresta, staff, leader):
    first = issued(ready_copy(ask(Kind.INSTITUTION)), leader)
    other = services.request_report(period, by=staff, kind=Kind.INSTITUTION, institution=polresta)
    assert issued(ready_copy(other), leader).edition == 1
    second = issued(ready_copy(ask(Kind.INSTITUTION)), leader)
    first.refresh_from_db()
    assert (second.edition, first.status) == (2, Report.Status.SUPERSEDED)
    assert list(second.editions()) == [second, first]
    assert Report.objects.filter(status=Report.Status.PUBLISHED).count() == 2
    assert list(Report.objects.all().before(second)) == [first]


def test_a_second_request_joins_only_the_same_office(ask, period, polresta, staff):
    first = ask(Kind.INSTITUTION)
    assert ask(Kind.INSTITUTION) == first
    assert services.request_report(period, by=staff, kind=Kind.INSTITUTION, institution=polresta) != first


def test_who_reads_which_issued_report(ask, event, leader, contact_person, coordinator, outsider, official, staff):
    for kind in Kind:
        # An event's report tells of today.
        services.issue_report(ready_copy(ask(kind)), "B/12", clock.today(), "ordinary", by=leader)
    for report in Report.objects.all():
        ready_copy(report)
    city = {Kind.PROGRESS, Kind.SUMMARY}

    def read_by(user) -> set[str]:
        return set(Report.objects.visible_to(type(user).objects.get(pk=user.pk)).values_list("kind", flat=True))

    assert read_by(staff) == read_by(official) == set(Kind)
    assert read_by(contact_person) == read_by(coordinator) == {*city, Kind.INSTITUTION}
    assert read_by(outsider) == city
    InvitationFactory(workshop=event, institution=outsider.memberships.get().institution)
    assert read_by(outsider) == {*city, Kind.WORKSHOP}
    Workshop.objects.filter(pk=event.pk).update(is_public=True)
    assert read_by(contact_person) == set(Kind)


def test_an_offices_own_report_is_announced_to_its_people(
    ask, leader, contact_person, coordinator, official, django_capture_on_commit_callbacks
):
    report = ready_copy(ask(Kind.INSTITUTION))
    with django_capture_on_commit_callbacks(execute=True):
        issued(report, leader)
    told = {address for message in mail.outbox if "terbit" in message.subject for address in message.to}
    assert {contact_person.email, coordinator.email} <= told
    assert official.email not in told


# ------------------------------------------------------------------------------------------------- laporan instansi


def test_an_offices_report_tells_what_it_leads_and_what_it_supports(ask, items, dinas, polresta, plan):
    supported = ActionItemFactory(plan=plan, lead=polresta, title="Didukung dinas", supporting=[dinas])
    told = facts_of(ask(Kind.INSTITUTION))
    (own,) = told["institutions"]
    assert {item["title"] for item in own["items"]} == {"Sosialisasi di sekolah", "Satgas kelurahan"}
    assert [item["code"] for item in told["supported"]] == [supported.code]
    assert told["sentence"] == "1 dari 2 butir aksi selesai, 1 terlambat."


def test_an_offices_report_does_not_even_count_restricted_items(items, period, polresta, staff):
    report = services.request_report(period, by=staff, kind=Kind.INSTITUTION, institution=polresta)
    told = facts_of(report)
    assert (told["totals"]["items"], told["totals"]["restricted"]) == (2, 0)
    assert "bersifat terbatas tidak tercantum" in documents.compose(report).html


# -------------------------------------------------------------------------------------------------- laporan kegiatan


def test_every_word_that_an_event_can_hold_is_told(ask, event, dinas):
    for kind in Outcome.Kind:
        OutcomeFactory(workshop=event, kind=kind, text=f"Hasil berupa {kind.label}")
    for kind in Document.Kind:
        DocumentFactory(workshop=event, kind=kind, caption=f"Keterangan {kind.label}")
    for state in Attendance.State:
        AttendanceFactory(workshop=event, institution=dinas, state=state)
    AttendanceFactory(workshop=event, institution=None, person_name="", position="Siswa", head_count=30)
    for status in Invitation.Status:
        InvitationFactory(workshop=event, status=status)
    event.partners.add(InstitutionFactory(name="Mitra Uji"))
    SessionFactory(workshop=event, start_time=time(9, 5), paper_title="Materi uji", speaker_position="Direktur")
    report = ask(Kind.WORKSHOP)
    told = facts_of(report)
    assert told["attendance"] == [{"name": "Tanpa instansi", "total": 30}, {"name": "Dinas Pendidikan", "total": 2}]
    assert told["invited"] == len(Invitation.Status) - 1  # a draft invited nobody
    assert told["sentence"] == "32 orang dari 1 instansi hadir; 4 butir aksi disepakati."
    assert told["event"]["times"] == "09.00–15.30 WIB"
    html = documents.compose(report).html
    for words in ["Mitra Uji", "09.05", "Materi uji", "Direktur", "Rabu, 6 Desember 2023"]:
        assert words in html
    for kind in [*Outcome.Kind, *Document.Kind]:
        assert kind.label in html
    for kind in Workshop.Kind:
        Workshop.objects.filter(pk=event.pk).update(kind=kind)
        assert kind.label in documents.compose(again(report)).html


def test_an_event_of_which_nothing_is_recorded_still_makes_a_report(ask, plan, event):
    ActionPlan.objects.filter(pk=plan.pk).update(status=ActionPlan.Status.DRAFT)
    report = ask(Kind.WORKSHOP)
    assert facts_of(report)["sentence"] == "Peserta belum dicatat; rencana aksi belum berlaku."
    assert len(drawn(report).pages) == 1


@pytest.mark.parametrize("status", [Workshop.Status.PLANNED, Workshop.Status.CANCELLED])
def test_an_event_that_was_not_held_has_no_report(event, staff, status):
    event.status = status
    with pytest.raises(DomainError, match="setelah kegiatan terlaksana"):
        services.request_workshop_report(event, by=staff)


def test_an_event_before_all_periods_has_no_report(event, staff):
    ReportingPeriod.objects.filter(starts_on__lte=event.held_on).delete()
    with pytest.raises(DomainError, match="Belum ada periode pelaporan untuk 6 Desember 2023"):
        services.request_workshop_report(event, by=staff)


# ----------------------------------------------------------------------------------------- ringkasan satu halaman


def test_the_summary_stays_one_sheet_with_the_longest_texts(add_item, plan, period, staff, event):
    Workshop.objects.filter(pk=event.pk).update(is_sample=True)
    line = "BADAN NARKOTIKA NASIONAL REPUBLIK INDONESIA PROVINSI JAWA TIM"[:60]
    OfficeSettings.objects.update(letterhead="\n".join([line] * 4), address="Jalan " + "Panjang " * 24)
    for number, pillar in enumerate([*Pillar] * 3):
        office = InstitutionFactory(name=f"{number} Instansi", short_name=f"{number}" + "W" * 58)
        for status in ("in_progress", "blocked", "cancelled"):
            add_item(status, lead=office, pillar=pillar, title="WM" * 125)
        item = add_item("not_started", lead=office, pillar=pillar, title="i" * 250, is_restricted=True)
    item.commitments.update(status=Commitment.Status.DECLINED)
    orphan = add_item("not_started", lead=office, title="Tanpa pemimpin")
    orphan.commitments.update(status=Commitment.Status.DECLINED)
    report = services.request_report(period, by=staff, kind=Kind.SUMMARY)
    assert len(facts_of(report)["asks"]) == 4
    report.status, report.number, report.dated_on = Report.Status.ISSUING, "B/" + "9" * 78, DATED_ON
    report.signatory = "Nama Lengkap Pejabat, S.H., M.H.\nKomisaris Besar Polisi\nNRP 00000000"
    assert len(drawn(report).pages) == 1


def test_the_summary_asks_leaders_for_what_the_figures_call_for(ask, items):
    told = facts_of(ask(Kind.SUMMARY))
    assert [item["code"] for item in told["overdue"]] == [items["late"].code]
    assert "Minta penuntasan 1 butir aksi yang terlambat: Dinas Pendidikan." in told["asks"]
    assert "Putuskan jalan keluar untuk 1 butir aksi yang terkendala: Polresta." in told["asks"]
    assert all("Operasi" not in ask for ask in told["asks"])


def test_the_summary_says_when_nothing_is_asked(period, staff):
    report = services.request_report(period, by=staff, kind=Kind.SUMMARY)
    assert facts_of(report)["asks"] == []
    assert "Tidak ada keputusan yang diminta saat ini." in documents.compose(report).html


def test_the_summary_names_two_offices_and_counts_the_rest(add_item, plan, period, staff):
    for name in "ABCDE":
        add_item("in_progress", lead=InstitutionFactory(name=f"Kantor {name}", short_name=f"Kantor {name}"))
    told = facts_of(services.request_report(period, by=staff, kind=Kind.SUMMARY))
    asked = "Minta penuntasan 5 butir aksi yang terlambat: Kantor A, Kantor B, dan 3 instansi lain."
    assert asked in told["asks"]
