import pytest
from django.urls import reverse

from tests.factories import InstitutionFactory, InvitationFactory
from tests.workshops.views.rows import posted
from workshops.models import Invitation


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_invitations", args=[workshop.pk])


def row(**values):
    return {"institution": "", "addressee": "", "seats": "1"} | values


def test_institutions_are_invited_by_name_or_short_name(signed_in, staff, workshop, url, dinas, polresta):
    sent = workshop.invitations.get()
    rows = [
        row(id=sent.pk, institution=dinas.name, seats="3"),
        row(institution="polresta", addressee="Kapolresta Uji"),
        row(),
    ]

    response = signed_in(staff).post(url, posted("undangan", rows, version=1, initial=1))

    assert response.status_code == 302
    assert list(workshop.invitations.order_by("pk").values_list("institution", "addressee", "seats", "status")) == [
        (dinas.pk, "", 3, "sent"),
        (polresta.pk, "Kapolresta Uji", 1, "draft"),
    ]


def test_a_refusal_keeps_all_rows_and_names_the_one(signed_in, staff, workshop, url, dinas):
    sent = workshop.invitations.get()
    rows = [row(id=sent.pk, institution=dinas.name), row(institution=dinas.name, addressee="Kepala Dinas Uji")]
    response = signed_in(staff).post(url, posted("undangan", rows, version=1, initial=1))
    assert response.status_code == 422
    assert "Baris 2: Instansi ini sudah diundang." in response.content.decode()
    assert "Kepala Dinas Uji" in response.content.decode()


@pytest.mark.parametrize("pk", ["x", "-1", "9" * 5000])
def test_a_strange_row_is_refused(signed_in, staff, url, pk):
    rows = [row(id=pk, institution="Dinas Pendidikan")]
    assert signed_in(staff).post(url, posted("undangan", rows, version=1, initial=1)).status_code == 422


def test_a_sent_invitation_offers_no_removal(signed_in, staff, workshop, url):
    draft = InvitationFactory(workshop=workshop, status=Invitation.Status.DRAFT)
    formset = signed_in(staff).get(url).context["formset"]
    for form in formset.initial_forms:
        assert ("DELETE" in form.fields) is (form.initial["id"] == draft.pk)


def test_a_stale_edit_shows_both_texts(signed_in, staff, leader, workshop, url, dinas):
    pk = workshop.invitations.get().pk
    theirs = [row(id=pk, institution=dinas.name, addressee="Kepada mereka")]
    signed_in(leader).post(url, posted("undangan", theirs, version=1, initial=1))
    mine = [row(id=pk, institution=dinas.name, addressee="Kepada saya")]
    response = signed_in(staff).post(url, posted("undangan", mine, version=1, initial=1))
    assert response.status_code == 409
    assert "Kepada mereka" in response.content.decode()
    assert "Kepada saya" in response.content.decode()


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
            InvitationFactory(workshop=workshop)
        with django_assert_num_queries(6):
            assert client.get(url).status_code == 200


def test_saving_takes_the_same_queries_for_many_rows(signed_in, staff, workshop, url, django_assert_num_queries):
    client = signed_in(staff)
    for version, count in ((1, 1), (2, 3), (3, 50)):
        rows = [row(institution=InstitutionFactory().name) for _ in range(count)]
        with django_assert_num_queries(14):
            assert client.post(url, posted("undangan", rows, version=version)).status_code == 302
