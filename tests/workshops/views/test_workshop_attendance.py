import pytest
from django.urls import reverse

from tests.factories import AttendanceFactory
from tests.workshops.views.rows import posted


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_attendance", args=[workshop.pk])


def row(**values):
    return {"institution": "", "person_name": "", "position": "", "head_count": "1", "state": "present"} | values


def test_persons_and_groups_are_counted(signed_in, staff, workshop, url, dinas):
    rows = [
        row(institution="Dinas Pendidikan", person_name="Peserta Uji", position="Kepala Bidang"),
        row(position="Rombongan siswa", head_count="40"),
        row(person_name="Peserta Absen", state="absent"),
        row(),
    ]

    response = signed_in(staff).post(url, posted("peserta", rows, version=1))

    assert response.status_code == 302
    assert list(workshop.attendances.head_counts()) == [(None, 40), ("Dinas Pendidikan", 1)]


def test_a_refusal_keeps_all_rows_and_names_the_one(signed_in, staff, workshop, url):
    rows = [row(person_name="Peserta Satu"), row(person_name="Peserta Dua", head_count="3"), row(head_count="5")]
    response = signed_in(staff).post(url, posted("peserta", rows, version=1))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Baris 2: Satu nama dihitung satu orang" in page
    assert "Baris 3: Isi nama peserta, atau sebutkan rombongannya." in page
    assert "Peserta Satu" in page
    assert not workshop.attendances.exists()


def test_the_page_warns_about_children_and_cases(signed_in, staff, url):
    assert "Anak dan pelajar dicatat sebagai rombongan, tanpa nama." in signed_in(staff).get(url).content.decode()


def test_a_stale_edit_shows_both_texts(signed_in, staff, leader, workshop, url):
    pk = AttendanceFactory(workshop=workshop).pk
    client = signed_in(leader)
    client.post(url, posted("peserta", [row(id=pk, person_name="Nama mereka")], version=1, initial=1))
    mine = posted("peserta", [row(id=pk, person_name="Nama saya")], version=1, initial=1)
    response = signed_in(staff).post(url, mine)
    assert response.status_code == 409
    assert "Nama mereka" in response.content.decode()
    assert "Nama saya" in response.content.decode()


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    client = signed_in(outsider)
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url):
    client = signed_in(contact_person)
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403


def test_other_methods_are_refused(signed_in, staff, url):
    assert signed_in(staff).put(url).status_code == 405


def test_the_page_takes_the_same_queries_for_many_rows(signed_in, staff, workshop, url, django_assert_num_queries):
    client = signed_in(staff)
    for count in (1, 2, 47):
        for _ in range(count):
            AttendanceFactory(workshop=workshop)
        with django_assert_num_queries(6):
            assert client.get(url).status_code == 200


def test_two_hundred_rows_are_saved_at_once(signed_in, staff, workshop, url, dinas, django_assert_max_num_queries):
    rows = [row(person_name=f"Peserta {number}", institution=dinas.name) for number in range(200)]
    client = signed_in(staff)
    with django_assert_max_num_queries(25):
        assert client.post(url, posted("peserta", rows, version=1)).status_code == 302
    assert workshop.attendances.count() == 200


def pasted(text, rows=(), **more):
    return posted("peserta", [*rows, row(), row()], version=1) | {"peserta-pasted": text, "peserta-paste": "1"} | more


def test_pasted_rows_follow_what_was_typed_and_are_not_saved(signed_in, staff, workshop, url, dinas):
    text = "Nama\tInstansi\tKehadiran\nAni\tDinas Pendidikan\tIzin\nBudi\tTidak ada\t\nCitra\t\tHadir"
    response = signed_in(staff).post(url, pasted(text, [row(person_name="Diketik")]))
    page = response.content.decode()
    assert response.status_code == 200
    assert "3 baris ditempel mulai di sini" in page
    assert [form["person_name"].value() for form in response.context["formset"]] == ["Diketik", "Ani", "Budi", "Citra"]
    assert [form["state"].value() for form in response.context["formset"]] == [
        "present",
        "excused",
        "present",
        "present",
    ]
    assert "Baris 3: Instansi: “Tidak ada” belum terdaftar" in page
    assert not workshop.attendances.exists()


def test_cells_pasted_into_a_field_start_at_its_column(signed_in, staff, url):
    data = pasted("Ani\tKepala Bidang\nBudi\tGuru", **{"peserta-pasted_from": "person_name"})
    forms = signed_in(staff).post(url, data).context["formset"].forms
    assert [(form["person_name"].value(), form["position"].value()) for form in forms] == [
        ("Ani", "Kepala Bidang"),
        ("Budi", "Guru"),
    ]


def test_what_cannot_be_read_stays_in_its_place(signed_in, staff, url):
    response = signed_in(staff).post(url, pasted("a\tb\tc\td\te\tf"))
    assert response.status_code == 200
    assert "lebih dari 5 kolom" in response.content.decode()
    assert "a\tb\tc" in response.content.decode()


def test_pasting_many_costs_no_more_than_pasting_one(signed_in, staff, url, dinas, django_assert_num_queries):
    client = signed_in(staff)
    for count in (1, 3, 50):
        text = "\n".join(f"{dinas.name}\tPeserta {number}" for number in range(count))
        with django_assert_num_queries(5):
            assert client.post(url, pasted(text)).status_code == 200


def test_saving_takes_the_same_queries_for_many_rows(signed_in, staff, workshop, url, django_assert_num_queries):
    """Rows are changed, added and removed."""
    client = signed_in(staff)
    for version, count in ((1, 1), (2, 3), (3, 50)):
        old = [AttendanceFactory(workshop=workshop) for _ in range(2 * count)]
        rows = [row(id=one.pk, person_name="Diubah") for one in old[:count]]
        rows += [row(id=one.pk, person_name="Dihapus", DELETE="on") for one in old[count:]]
        rows += [row(person_name="Baru") for _ in range(count)]
        with django_assert_num_queries(16):
            answer = client.post(url, posted("peserta", rows, version=version, initial=2 * count))
        assert answer.status_code == 302
