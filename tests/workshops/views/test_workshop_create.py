import pytest
from django.urls import reverse

from tests.factories import InstitutionFactory
from workshops.models import Workshop

URL = reverse("workshops:workshop_create")


@pytest.fixture
def data(office, dinas):
    return {
        "theme": "Pengembangan Kabupaten/Kota Tanggap Ancaman Narkoba",
        "kind": "cross_stakeholder",
        "held_on": "2023-12-06",
        "venue": "Balai Uji",
        "organiser": office.pk,
        "partners": [dinas.pk],
    }


def test_it_is_saved_and_the_rest_is_asked_for(signed_in, staff, data, dinas):
    client = signed_in(staff)

    response = client.post(URL, data, follow=True)

    workshop = Workshop.objects.get()
    assert response.redirect_chain == [(workshop.get_absolute_url(), 302)]
    assert "Lengkapi agenda, undangan, peserta, hasil, dan dokumen" in response.content.decode()
    assert (workshop.status, workshop.edited_by, workshop.is_sample) == ("planned", staff, False)
    assert list(workshop.partners.all()) == [dinas]


def test_the_office_is_the_organiser_at_first(signed_in, staff, office):
    assert signed_in(staff).get(URL).context["form"]["organiser"].value() == office.pk


def test_a_refusal_keeps_what_was_typed(signed_in, staff, data, dinas):
    data |= {"theme": "", "led_by": "Direktur Uji", "start_time": "10:00", "end_time": "09:00"}
    response = signed_in(staff).post(URL, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Direktur Uji" in page
    assert "Wajib diisi." in page
    assert "Jam selesai harus sesudah jam mulai." in page
    assert response.context["form"]["partners"].value() == [str(dinas.pk)]


@pytest.mark.parametrize(
    "hostile",
    [
        {"theme": "a\x00b"},
        {"theme": "x" * 100_000},
        {"organiser": "9" * 40},
        {"partners": ["x", "9" * 40]},
        {"held_on": "31-31-2023"},
        {"kind": "lain"},
        {"end_time": "09:00"},
    ],
)
def test_hostile_input_is_refused_in_words(signed_in, staff, data, hostile):
    assert signed_in(staff).post(URL, data | hostile).status_code == 422
    assert not Workshop.objects.exists()


def test_status_and_sample_mark_never_come_from_the_browser(signed_in, staff, data):
    signed_in(staff).post(URL, data | {"status": "documented", "is_sample": "on", "version": "7"})
    workshop = Workshop.objects.get()
    assert (workshop.status, workshop.is_sample, workshop.version) == ("planned", False, 1)


@pytest.mark.parametrize("who", ["contact_person", "coordinator", "official"])
def test_others_may_not(who, request, signed_in, data):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(URL).status_code == 403
    assert client.post(URL, data).status_code == 403


def test_other_methods_are_refused(signed_in, staff):
    assert signed_in(staff).put(URL).status_code == 405


def test_it_takes_the_same_queries_for_many_institutions(signed_in, staff, django_assert_num_queries):
    client = signed_in(staff)
    for count in (1, 2, 47):
        for _ in range(count):
            InstitutionFactory()
        with django_assert_num_queries(6):
            assert client.get(URL).status_code == 200


def test_a_save_takes_the_same_queries_for_many_partners(signed_in, staff, data, django_assert_num_queries):
    client = signed_in(staff)
    for count in (1, 3, 50):
        partners = [one.pk for one in InstitutionFactory.create_batch(count)]
        with django_assert_num_queries(13):
            assert client.post(URL, data | {"partners": partners}).status_code == 302
