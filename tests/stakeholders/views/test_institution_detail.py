import pytest

from bnn_portal.templatetags.portal import breakable
from tests.factories import AppointmentFactory, InstitutionFactory, MembershipFactory


def url(institution):
    return f"/instansi/{institution.pk}/"


def test_bnn_sees_the_people_behind_it(signed_in, staff, dinas, contact_person, invite):
    AppointmentFactory(institution=dinas, person_name="Drs. Pejabat Uji")
    invite()
    page = signed_in(staff).get(url(dinas)).content.decode()
    for text in (
        breakable(contact_person.email),
        "Drs. Pejabat Uji",
        breakable("baru@contoh.example"),
        "Badan Kesatuan Bangsa Uji",
    ):
        assert text in page


@pytest.mark.parametrize("who", ["contact_person", "outsider", "coordinator", "official"])
def test_others_see_facts_and_no_persons(request, signed_in, dinas, contact_person, invite, who):
    appointment = AppointmentFactory(institution=dinas, person_name="Drs. Pejabat Uji")
    other = MembershipFactory(institution=dinas, user__name="Rekan Uji").user
    invite()
    page = signed_in(request.getfixturevalue(who)).get(url(dinas)).content.decode().split("<main")[1]
    assert "Perangkat daerah" in page
    for text in (
        appointment.person_name,
        other.name,
        breakable(other.email),
        breakable("baru@contoh.example"),
        "Akhiri",
        "Ubah",
    ):
        assert text not in page


def test_a_coordinator_institution_names_those_it_coordinates(signed_in, official, bakesbangpol, dinas):
    assert dinas.name in signed_in(official).get(url(bakesbangpol)).content.decode()


def test_a_missing_one_is_not_found(signed_in, staff):
    browser = signed_in(staff)
    assert browser.get("/instansi/999999/").status_code == 404
    assert browser.get("/instansi/" + "9" * 40 + "/").status_code == 404


def test_the_number_of_statements_is_constant(signed_in, staff, dinas, invite, count_queries):
    browser = signed_in(staff)

    def add(count, offset):
        MembershipFactory.create_batch(count, institution=dinas)
        AppointmentFactory.create_batch(count, institution=dinas)
        InstitutionFactory.create_batch(count, coordinated_by=dinas)
        for n in range(count):
            invite(f"orang{offset + n}@contoh.example")

    add(1, 0)
    one = count_queries(browser, url(dinas))
    add(2, 10)
    assert count_queries(browser, url(dinas)) == one
    add(47, 100)
    assert count_queries(browser, url(dinas)) == one


def test_signing_in_comes_first_and_only_get(client, signed_in, staff, dinas):
    assert client.get(url(dinas)).status_code == 302
    assert signed_in(staff).post(url(dinas)).status_code == 405
