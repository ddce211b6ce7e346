import pytest

from stakeholders.models import Appointment

GOOD = {"position_title": "Kepala Dinas", "person_name": "Drs. Pejabat", "starts_on": "2024-01-02"}


def url(institution):
    return f"/instansi/{institution.pk}/pejabat/baru/"


def test_it_is_saved_and_shown(signed_in, staff, dinas):
    browser = signed_in(staff)
    assert browser.get(url(dinas)).status_code == 200
    page = browser.post(url(dinas), GOOD, follow=True)
    assert page.redirect_chain == [(f"/instansi/{dinas.pk}/", 302)]
    assert "Drs. Pejabat" in page.content.decode()
    assert Appointment.objects.get().institution == dinas


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"person_name": ""}, "Nama pejabat"),
        ({"starts_on": "besok"}, "Mulai"),
        ({"ends_on": "2023-01-01"}, "sebelum tanggal mulai"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(signed_in, staff, dinas, change, why):
    page = signed_in(staff).post(url(dinas), GOOD | change)
    assert page.status_code == 422
    assert why in page.content.decode()
    assert 'value="Kepala Dinas"' in page.content.decode()
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("who", ["contact_person", "outsider", "coordinator", "official"])
def test_those_who_see_the_institution_but_may_not_are_refused(request, signed_in, dinas, who):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(url(dinas)).status_code == browser.post(url(dinas), GOOD).status_code == 403


def test_a_missing_institution_is_not_found(signed_in, staff):
    assert signed_in(staff).get("/instansi/999999/pejabat/baru/").status_code == 404
