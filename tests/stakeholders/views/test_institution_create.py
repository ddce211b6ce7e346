import pytest

from stakeholders.models import Institution

URL = "/instansi/baru/"
GOOD = {
    "name": "Dinas Baru",
    "short_name": "Dinbar",
    "kind": "regional_agency",
    "sector": "government",
    "region": "Kota Malang",
}


def test_it_is_saved_and_shown(signed_in, staff):
    page = signed_in(staff).post(URL, GOOD, follow=True)
    institution = Institution.objects.get(name="Dinas Baru")
    assert page.redirect_chain == [(f"/instansi/{institution.pk}/", 302)]
    assert "Dinas Baru tersimpan." in page.content.decode()
    assert institution.edited_by == staff


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": ""}, "Nama instansi"),
        ({"name": "DINAS PENDIDIKAN UJI"}, "sudah ada"),
        ({"kind": "x"}, "Jenis"),
        ({"name": "N" * 151}, "paling banyak"),
        ({"coordinated_by": "999999"}, "Dikoordinasi oleh"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(signed_in, staff, dinas, change, why):
    page = signed_in(staff).post(URL, GOOD | change)
    assert page.status_code == 422
    assert why in page.content.decode()
    assert 'value="Dinbar"' in page.content.decode()


def test_what_the_form_does_not_name_is_not_taken(signed_in, staff):
    signed_in(staff).post(URL, GOOD | {"is_active": "", "version": "7"})
    assert Institution.objects.filter(name="Dinas Baru", is_active=True, version=1).exists()


@pytest.mark.parametrize("who", ["contact_person", "coordinator", "official"])
def test_others_are_refused(request, signed_in, who):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(URL).status_code == browser.post(URL, GOOD).status_code == 403
