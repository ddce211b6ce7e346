import pytest

from tests.factories import (
    AttendanceFactory,
    DocumentFactory,
    InvitationFactory,
    OutcomeFactory,
    SessionFactory,
    WorkshopFactory,
)


@pytest.fixture
def workshop(db, dinas, polresta):
    workshop = WorkshopFactory(
        theme="Kota tanggap", is_public=True, start_time="08:00", end_time="15:30", minutes="Notulen dalam"
    )
    workshop.partners.add(polresta)
    SessionFactory(
        workshop=workshop,
        title="Paparan",
        speaker_position="Kepala Dinas",
        speaker_institution=dinas,
        start_time="09:00",
    )
    AttendanceFactory(workshop=workshop, institution=dinas, person_name="Nama Peserta")
    AttendanceFactory(workshop=workshop, institution=dinas, person_name="", position="Siswa", head_count=20)
    AttendanceFactory(workshop=workshop, institution=None, person_name="Tamu Lepas")
    OutcomeFactory(workshop=workshop, text="Membentuk satgas", kind="action")
    return workshop


def path(workshop):
    return f"/kegiatan/{workshop.pk}/"


def test_everybody_reads_facts_agenda_counts_and_outcomes(client, workshop, polresta):
    page = client.get(path(workshop)).content.decode()
    for words in ("Kota tanggap", "08.00–15.30 WIB", "Balai Uji", polresta.name, "Membentuk satgas", "09.00"):
        assert words in page
    assert "Kepala Dinas, Dinas Pendidikan Uji" in page
    assert "22 orang hadir." in page
    assert client.get(path(workshop)).context["head_counts"] == [("Dinas Pendidikan", 21), ("Tanpa instansi", 1)]


def test_what_was_never_written_down_takes_no_room(client, db):
    workshop = WorkshopFactory(is_public=True)
    SessionFactory(workshop=workshop, title="Paparan")
    page = client.get(path(workshop)).content.decode()
    assert "Paparan" in page
    for words in ("Waktu", "Pukul", "Mitra penyelenggara", "–</"):
        assert words not in page


def test_hours_known_of_some_sessions_are_told(client, workshop):
    SessionFactory(workshop=workshop, title="Penutupan")
    page = client.get(path(workshop)).content.decode()
    assert "Pukul" in page
    assert "<td>–</td>" in page


def test_nobody_is_named_and_nothing_inside_is_told(client, workshop, dinas):
    DocumentFactory(workshop=workshop, original_name="materi-dalam.pdf")
    InvitationFactory(workshop=workshop, institution=dinas, addressee="Sekretaris Dinas")
    page = client.get(path(workshop)).content.decode()
    for words in ("Nama Peserta", "Tamu Lepas", "Siswa", "Notulen dalam", "materi-dalam.pdf", "Sekretaris Dinas"):
        assert words not in page


def test_what_is_not_public_does_not_exist_for_anybody(client, signed_in, staff, db):
    hidden = WorkshopFactory()
    assert client.get(path(hidden)).status_code == 404
    assert signed_in(staff).get(path(hidden)).status_code == 404
    assert client.get("/kegiatan/999999999999/").status_code == 404
    assert client.get("/kegiatan/" + "9" * 40 + "/").status_code == 404


def test_what_was_promised_there_is_linked_once_it_is_in_force(client, items):
    workshop = items["late"].plan.workshop
    workshop.is_public = True
    workshop.save()
    assert f"/kemajuan/?workshop={workshop.pk}" in client.get(path(workshop)).content.decode()


def test_the_number_of_statements_is_constant(client, count_queries, workshop):
    def add(count):
        for _ in range(count):
            SessionFactory(workshop=workshop)
            AttendanceFactory(workshop=workshop)
            OutcomeFactory(workshop=workshop)

    add(1)
    one = count_queries(client, path(workshop))
    add(2)
    assert count_queries(client, path(workshop)) == one
    add(47)
    assert count_queries(client, path(workshop)) == one <= 8


def test_it_is_only_read(client, workshop):
    assert client.post(path(workshop)).status_code == 405
