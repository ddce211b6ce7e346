from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from django.db import connection, transaction

from tests.factories import InstitutionFactory

GOOD = {
    "name": "Dinas Pendidikan dan Kebudayaan",
    "short_name": "Disdikbud",
    "kind": "regional_agency",
    "sector": "government",
    "region": "Kota Malang",
    "version": "1",
}


def url(institution):
    return f"/instansi/{institution.pk}/ubah/"


def test_it_is_saved_and_shown(signed_in, staff, dinas):
    browser = signed_in(staff)
    assert browser.get(url(dinas)).status_code == 200
    assert browser.post(url(dinas), GOOD).url == f"/instansi/{dinas.pk}/"
    dinas.refresh_from_db()
    assert (dinas.name, dinas.version, dinas.edited_by) == (GOOD["name"], 2, staff)


def test_a_stale_edit_shows_both_texts_and_loses_nothing(signed_in, staff, leader, dinas):
    signed_in(leader).post(url(dinas), GOOD)
    browser = signed_in(staff)
    page = browser.post(url(dinas), GOOD | {"short_name": "Dindik"})
    assert page.status_code == 409
    text = page.content.decode()
    for part in ("Kepala Uji", "Dindik", "Disdikbud", 'value="Dindik"'):
        assert part in text
    dinas.refresh_from_db()
    assert dinas.short_name == "Disdikbud"
    assert browser.post(url(dinas), GOOD | {"short_name": "Dindik", "version": "2"}).status_code == 302


@pytest.mark.parametrize(
    ("change", "why"),
    [({"name": ""}, "Nama instansi"), ({"name": "Polresta Uji"}, "sudah ada"), ({"version": "x"}, "perbaiki")],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(signed_in, staff, dinas, polresta, change, why):
    page = signed_in(staff).post(url(dinas), GOOD | change)
    assert page.status_code == 422
    assert why in page.content.decode()
    assert 'value="Disdikbud"' in page.content.decode()


def test_a_circle_of_coordination_is_refused(signed_in, staff, dinas, bakesbangpol):
    page = signed_in(staff).post(url(bakesbangpol), GOOD | {"name": "Bakesbang", "coordinated_by": dinas.pk})
    assert page.status_code == 422
    assert "sudah dikoordinasi oleh" in page.content.decode()


@pytest.mark.parametrize("who", ["contact_person", "outsider", "coordinator", "official"])
def test_those_who_see_it_but_may_not_are_refused(request, signed_in, dinas, who):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(url(dinas)).status_code == browser.post(url(dinas), GOOD).status_code == 403


def test_a_missing_one_is_not_found(signed_in, staff, contact_person):
    for user in (staff, contact_person):
        assert signed_in(user).get("/instansi/999999/ubah/").status_code == 404


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_name_taken_at_the_same_moment_is_told_on_the_form(signed_in, staff, dinas):
    """The form cannot see the other row yet; the constraint does, once that row is committed."""
    browser = signed_in(staff)

    def post():
        try:
            return browser.post(url(dinas), GOOD | {"name": "Dinas Serentak"})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            InstitutionFactory(name="Dinas Serentak")
            answer = pool.submit(post)
            wait_for_a_lock()
        page = answer.result()
    assert page.status_code == 422
    assert "Instansi dengan nama ini sudah ada." in page.content.decode()
    dinas.refresh_from_db()
    assert dinas.version == 1


def wait_for_a_lock():
    """Until the other connection waits for what this transaction has not committed."""
    until = monotonic() + 20
    waiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
    with connection.cursor() as cursor:
        while monotonic() < until:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    pytest.fail("Nothing waited.")


def test_a_save_takes_few_statements(signed_in, staff, dinas, django_assert_max_num_queries):
    browser = signed_in(staff)
    with django_assert_max_num_queries(10):
        assert browser.post(url(dinas), GOOD).status_code == 302
