import pytest
from django.urls import reverse

from tests.factories import ActionItemFactory, OutcomeFactory
from tests.workshops.views.rows import posted


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_outcomes", args=[workshop.pk])


def row(**values):
    return {"kind": "action", "text": ""} | values


def test_outcomes_keep_their_order(signed_in, staff, workshop, url):
    old = OutcomeFactory(workshop=workshop)
    rows = [
        row(id=old.pk, kind="decision", text="Rapat tiap bulan"),
        row(text="Satgas di tiap kelurahan", topics=["prevention", "community"]),
        row(),
    ]

    response = signed_in(staff).post(url, posted("hasil", rows, version=1, initial=1))

    assert response.status_code == 302
    assert list(workshop.outcomes.values_list("kind", "text", "topics")) == [
        ("decision", "Rapat tiap bulan", []),
        ("action", "Satgas di tiap kelurahan", ["prevention", "community"]),
    ]


def test_one_that_became_an_action_item_stays(signed_in, staff, workshop, url):
    used = OutcomeFactory(workshop=workshop)
    ActionItemFactory(plan__workshop=workshop, outcome=used)
    rows = [row(text="Hasil baru"), row(id=used.pk, text=used.text, DELETE="on")]
    response = signed_in(staff).post(url, posted("hasil", rows, version=1))
    assert response.status_code == 422
    assert "Baris 2: Baris ini sudah dipakai dalam rencana aksi" in response.content.decode()
    assert "Hasil baru" in response.content.decode()
    assert workshop.outcomes.get() == used


def test_a_refusal_keeps_all_rows(signed_in, staff, workshop, url):
    rows = [row(text="Hasil pertama"), row(text="x" * 2001)]
    response = signed_in(staff).post(url, posted("hasil", rows, version=1))
    assert response.status_code == 422
    assert "Hasil pertama" in response.content.decode()
    assert "x" * 2001 in response.content.decode()
    assert not workshop.outcomes.exists()


def test_a_row_added_without_javascript_has_its_defaults_and_may_stay_blank(signed_in, staff, workshop, url):
    data = posted("hasil", [row(text="Hasil pertama")], version=1)
    formset = signed_in(staff).post(url, data | {"hasil-add": "1"}).context["formset"]
    added = {f"hasil-1-{name}": formset.forms[1][name].value() or "" for name in ("kind", "text")}
    assert added == {"hasil-1-kind": "action", "hasil-1-text": ""}

    response = signed_in(staff).post(url, data | added | {"hasil-TOTAL_FORMS": 2})

    assert response.status_code == 302
    assert workshop.outcomes.get().text == "Hasil pertama"


def test_a_stale_edit_shows_both_texts(signed_in, staff, leader, workshop, url):
    pk = OutcomeFactory(workshop=workshop).pk
    signed_in(leader).post(url, posted("hasil", [row(id=pk, text="Hasil mereka")], version=1, initial=1))
    response = signed_in(staff).post(url, posted("hasil", [row(id=pk, text="Hasil saya")], version=1, initial=1))
    assert response.status_code == 409
    assert "Hasil mereka" in response.content.decode()
    assert "Hasil saya" in response.content.decode()


def test_what_somebody_removed_meanwhile_is_not_lost(signed_in, staff, leader, workshop, url):
    pk = OutcomeFactory(workshop=workshop).pk
    removal = posted("hasil", [row(id=pk, text="Hasil", DELETE="on")], version=1, initial=1)
    assert signed_in(leader).post(url, removal).status_code == 302
    mine = posted("hasil", [row(id=pk, text="Hasil saya")], version=1, initial=1)
    assert signed_in(staff).post(url, mine).status_code == 409

    assert signed_in(staff).post(url, mine | {"version": 2}).status_code == 302

    assert workshop.outcomes.get().text == "Hasil saya"


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
            OutcomeFactory(workshop=workshop)
        with django_assert_num_queries(5):
            assert client.get(url).status_code == 200


def test_saving_takes_the_same_queries_for_many_rows(signed_in, staff, workshop, url, django_assert_num_queries):
    """Rows are changed, added and removed."""
    client = signed_in(staff)
    for version, count in ((1, 1), (2, 3), (3, 50)):
        old = [OutcomeFactory(workshop=workshop) for _ in range(2 * count)]
        rows = [row(id=one.pk, text="Diubah") for one in old[:count]]
        rows += [row(id=one.pk, text="Dihapus", DELETE="on") for one in old[count:]]
        rows += [row(text="Baru") for _ in range(count)]
        with django_assert_num_queries(16):
            answer = client.post(url, posted("hasil", rows, version=version, initial=2 * count))
        assert answer.status_code == 302
