import pytest
from django.urls import reverse

from tests.factories import SessionFactory
from tests.workshops.views.rows import posted


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_agenda", args=[workshop.pk])


def row(**values):
    return {
        "start_time": "",
        "title": "",
        "speaker_position": "",
        "speaker_institution": "",
        "paper_title": "",
    } | values


def test_rows_are_added_changed_and_removed(signed_in, staff, workshop, url, dinas):
    changed = SessionFactory(workshop=workshop, title="Pembukaan")
    removed = SessionFactory(workshop=workshop, title="Istirahat")
    rows = [
        row(id=changed.pk, title="Sambutan", start_time="09:00"),
        row(id=removed.pk, title="Istirahat", DELETE="on"),
        row(title="Paparan", start_time="10:00", speaker_institution="dinas pendidikan", topics=["youth"]),
        row(),
    ]

    response = signed_in(staff).post(url, posted("agenda", rows, version=1, initial=2))

    assert response.status_code == 302
    assert response["Location"] == workshop.get_absolute_url()
    assert list(workshop.sessions.values_list("title", "speaker_institution", "topics")) == [
        ("Sambutan", None, []),
        ("Paparan", dinas.pk, ["youth"]),
    ]


def test_a_refusal_keeps_all_rows(signed_in, staff, workshop, url):
    rows = [row(title="Paparan Kesbang"), row(title="", paper_title="Tanpa acara"), row(title="X", start_time="25:99")]
    response = signed_in(staff).post(url, posted("agenda", rows, version=1))
    page = response.content.decode()
    assert response.status_code == 422
    assert all(text in page for text in ("Paparan Kesbang", "Tanpa acara", "25:99"))
    assert "Baris 2: Acara: Wajib diisi." in page
    assert not workshop.sessions.exists()


def test_an_unknown_institution_is_named(signed_in, staff, url):
    rows = [row(title="Paparan", speaker_institution="Dinas Antah Berantah")]
    response = signed_in(staff).post(url, posted("agenda", rows, version=1))
    assert response.status_code == 422
    assert "“Dinas Antah Berantah” belum terdaftar" in response.content.decode()


def test_a_stale_edit_shows_both_texts_and_may_be_saved_again(signed_in, staff, leader, workshop, url):
    session = SessionFactory(workshop=workshop, title="Acara lama")
    theirs = posted("agenda", [row(id=session.pk, title="Acara mereka")], version=1, initial=1)
    mine = posted("agenda", [row(id=session.pk, title="Acara saya")], version=1, initial=1)
    signed_in(leader).post(url, theirs)

    response = signed_in(staff).post(url, mine)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Acara mereka" in page
    assert "Acara saya" in page
    assert leader.name in page
    assert 'name="version" value="2"' in page
    assert signed_in(staff).post(url, mine | {"version": 2}).status_code == 302
    assert workshop.sessions.get().title == "Acara saya"


def test_a_row_is_added_without_javascript_and_nothing_is_judged(signed_in, staff, workshop, url):
    data = posted("agenda", [row(paper_title="Belum ada acaranya")], version=1) | {"agenda-add": "1"}
    response = signed_in(staff).post(url, data)
    assert response.status_code == 200
    assert 'name="agenda-1-title"' in response.content.decode()
    assert "Belum ada acaranya" in response.content.decode()
    assert "Wajib diisi" not in response.content.decode()
    assert not workshop.sessions.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {},
        {"version": "1"},
        {"version": "x" * 1000, "agenda-TOTAL_FORMS": "-1", "agenda-INITIAL_FORMS": "9" * 40},
        posted("agenda", [row(id="9" * 30, title="a\x00b")], version="9" * 30),
        posted("agenda", [row(id="²", title="🧿" * 300, topics=["lain"])], version=1, initial=1),
    ],
)
def test_a_hostile_post_is_refused_in_words(signed_in, staff, url, hostile):
    assert signed_in(staff).post(url, hostile).status_code == 422


def test_an_outsider_finds_nothing(signed_in, outsider, url):
    client = signed_in(outsider)
    assert client.get(url).status_code == 404
    assert client.post(url, posted("agenda", [], version=1)).status_code == 404


def test_a_guest_may_only_look(signed_in, contact_person, url):
    client = signed_in(contact_person)
    assert client.get(url).status_code == 403
    assert client.post(url, posted("agenda", [], version=1)).status_code == 403


def test_other_methods_are_refused(signed_in, staff, url):
    assert signed_in(staff).put(url).status_code == 405


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_page_takes_the_same_queries_for_many_rows(
    signed_in, staff, workshop, url, dinas, count, django_assert_num_queries
):
    for _ in range(count):
        SessionFactory(workshop=workshop, speaker_institution=dinas)
    client = signed_in(staff)
    with django_assert_num_queries(6):
        assert client.get(url).status_code == 200


def test_an_agenda_comes_from_a_spreadsheet(signed_in, staff, url):
    text = "Pukul\tAcara\n09.00\tPembukaan\n09.30\tPaparan"
    data = posted("agenda", [{}], version=1) | {"agenda-pasted": text, "agenda-paste": "1"}
    forms = signed_in(staff).post(url, data).context["formset"].forms
    assert [(form["start_time"].value(), form["title"].value()) for form in forms] == [
        ("09:00", "Pembukaan"),
        ("09:30", "Paparan"),
    ]


def test_saving_takes_the_same_queries_for_many_rows(signed_in, staff, workshop, url, django_assert_num_queries):
    """Rows are changed, added and removed."""
    client = signed_in(staff)
    for version, count in ((1, 1), (2, 3), (3, 50)):
        old = [SessionFactory(workshop=workshop) for _ in range(2 * count)]
        rows = [row(id=one.pk, title="Diubah") for one in old[:count]]
        rows += [row(id=one.pk, title="Dihapus", DELETE="on") for one in old[count:]]
        rows += [row(title="Baru") for _ in range(count)]
        with django_assert_num_queries(16):
            answer = client.post(url, posted("agenda", rows, version=version, initial=2 * count))
        assert answer.status_code == 302
