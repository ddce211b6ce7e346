import pytest

from stakeholders.models import Institution


def url(institution):
    return f"/instansi/{institution.pk}/aktifkan/"


@pytest.fixture
def institution(dinas):
    dinas.is_active = False
    dinas.save()
    return dinas


def test_it_works_and_says_so(signed_in, staff, institution):
    page = signed_in(staff).post(url(institution), follow=True)
    assert page.redirect_chain == [(f"/instansi/{institution.pk}/", 302)]
    assert "aktif kembali" in page.content.decode()
    institution.refresh_from_db()
    assert (institution.is_active, institution.edited_by) == (True, staff)


@pytest.mark.parametrize("who", ["contact_person", "outsider", "coordinator", "official"])
def test_those_who_see_it_but_may_not_are_refused(request, signed_in, institution, who):
    assert signed_in(request.getfixturevalue(who)).post(url(institution)).status_code == 403
    assert Institution.objects.get(pk=institution.pk).is_active is False


def test_a_missing_one_and_a_get(signed_in, staff, institution):
    browser = signed_in(staff)
    assert browser.post("/instansi/999999/aktifkan/").status_code == 404
    assert browser.get(url(institution)).status_code == 405
