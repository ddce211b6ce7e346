from datetime import date

import pytest

from action_plans.models import ReportingPeriod
from tests.action_plans.views.rows import checkpoint_rows
from tests.factories import InstitutionFactory


@pytest.fixture
def url(in_force):
    return f"/rencana-aksi/butir/{in_force.pk}/usul-ubah/"


@pytest.fixture
def terms_form(in_force, dinas):
    """The form as it is shown, with a reason."""
    return {
        "reason": "Libur sekolah.",
        "title": in_force.title,
        "success_criteria": "",
        "indicator": in_force.indicator,
        "unit": in_force.unit,
        "target": "10",
        "starts_on": "",
        "due_on": "2024-06-30",
        "lead": dinas.pk,
        **checkpoint_rows(),
    }


def test_staff_propose_what_differs(signed_in, staff, in_force, dinas, polresta, url, terms_form):
    browser = signed_in(staff)
    assert browser.get(url).context["form"].initial["lead"] == dinas
    answer = browser.post(url, terms_form | {"due_on": "2024-09-30", "lead": polresta.pk})
    assert answer.url == f"/rencana-aksi/butir/{in_force.pk}/"
    amendment = in_force.amendments.get()
    assert amendment.new == {"due_on": "2024-09-30", "lead": polresta.pk}
    assert {consent.institution for consent in amendment.consents.all()} == {dinas, polresta}
    in_force.refresh_from_db()
    assert in_force.due_on == date(2024, 6, 30)


def test_nothing_changed_is_refused_and_what_was_typed_stays(signed_in, staff, in_force, url, terms_form):
    answer = signed_in(staff).post(url, terms_form)
    assert answer.status_code == 422
    assert "Belum ada yang berubah" in answer.content.decode()
    assert "Libur sekolah." in answer.content.decode()
    assert not in_force.amendments.exists()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"reason": ""}, "Wajib diisi"),
        ({"due_on": "x"}, "tanggal"),
        ({"unit": ""}, "Isi satuan"),
        ({"lead": ""}, "Wajib diisi"),
    ],
)
def test_what_is_wrong_is_said(signed_in, staff, url, terms_form, changes, complaint):
    answer = signed_in(staff).post(url, terms_form | changes)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()


def test_one_proposal_at_a_time(signed_in, staff, in_force, url, terms_form):
    browser = signed_in(staff)
    browser.post(url, terms_form | {"due_on": "2024-09-30"})
    answer = browser.post(url, terms_form | {"due_on": "2024-10-31"})
    assert answer.status_code == 422
    assert "Masih ada usulan perubahan" in answer.content.decode()


def test_it_takes_the_same_statements_for_many_rows(
    signed_in, staff, in_force, url, terms_form, django_assert_num_queries
):
    browser, periods = signed_in(staff), ReportingPeriod.objects.all()
    for count in (1, 4):
        with django_assert_num_queries(7):
            assert browser.get(url).status_code == 200
        data = terms_form | checkpoint_rows(*({"period": one.pk, "measure": "Naik"} for one in periods[:count]))
        data["supporting"] = [one.pk for one in InstitutionFactory.create_batch(count)]
        with django_assert_num_queries(33):
            assert browser.post(url, data).status_code == 302
        in_force.amendments.all().delete()


def test_a_row_is_added_without_judging(signed_in, staff, url, terms_form):
    answer = signed_in(staff).post(url, terms_form | {"reason": "", "checkpoints-add": "1"})
    assert answer.status_code == 200
    assert "Wajib diisi" not in answer.content.decode()


def test_an_empty_form_is_no_error(signed_in, staff, url):
    assert signed_in(staff).post(url, {}).status_code == 422


def test_who_may_not_and_who_does_not_see(client, signed_in, contact_person, coordinator, outsider, url):
    assert signed_in(contact_person).get(url).status_code == 403
    assert signed_in(coordinator).post(url).status_code == 403
    assert signed_in(outsider).get(url).status_code == 404
    assert client.get(url).status_code == 302
