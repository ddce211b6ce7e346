from decimal import Decimal

import pytest

from action_plans.models import ActionItem, ReportingPeriod
from stakeholders.models import UrbanVillage
from tests.action_plans.views.rows import checkpoint_rows, item_form
from tests.factories import AppointmentFactory, InstitutionFactory, OutcomeFactory


@pytest.fixture
def url(plan):
    return f"/rencana-aksi/{plan.pk}/butir-baru/"


def period(semester):
    return ReportingPeriod.objects.get(year=2024, semester=semester).pk


def test_staff_add_an_item_with_every_field(signed_in, staff, plan, url, dinas, polresta):
    outcome, pic = OutcomeFactory(workshop=plan.workshop), AppointmentFactory(institution=dinas)
    areas = list(UrbanVillage.objects.all()[:2])
    answer = signed_in(staff).post(
        url,
        item_form(
            outcome=outcome.pk,
            lead=dinas.pk,
            supporting=[polresta.pk],
            pic=pic.pk,
            areas=[area.pk for area in areas],
            is_restricted="on",
            **checkpoint_rows(
                {"period": period("b06"), "measure": "Separuh sekolah", "target": "600"},
                {"period": period("b12"), "measure": "Semua sekolah", "target": ""},
                {"period": "", "measure": "", "target": ""},
            ),
        ),
    )
    assert answer.url == f"/rencana-aksi/{plan.pk}/"
    item = ActionItem.objects.get()
    assert (item.outcome, item.pic, list(item.areas.all())) == (outcome, pic, areas)
    assert (item.target, item.topics, item.is_restricted) == (Decimal("1250.50"), ["prevention", "youth"], True)
    assert {(row.institution, row.role) for row in item.commitments.all()} == {
        (dinas, "lead"),
        (polresta, "supporting"),
    }
    assert [(row.measure, row.target) for row in item.checkpoints.all()] == [
        ("Separuh sekolah", Decimal(600)),
        ("Semua sekolah", None),
    ]


def test_an_outcome_fills_the_form(signed_in, staff, plan, url):
    outcome = OutcomeFactory(workshop=plan.workshop, text="Bentuk satgas kampus.", topics=["youth"])
    foreign = OutcomeFactory()
    form = signed_in(staff).get(f"{url}?outcome={outcome.pk}").context["form"]
    assert (form.initial["title"], form.initial["topics"]) == ("Bentuk satgas kampus.", ["youth"])
    for hostile in (foreign.pk, "x", "9" * 40, "²"):
        assert signed_in(staff).get(f"{url}?outcome={hostile}").context["form"].initial == {}


def test_a_generic_action_is_offered_to_many_at_once(signed_in, staff, plan, url, dinas, polresta, bakesbangpol):
    many = [dinas.pk, polresta.pk, bakesbangpol.pk]
    answer = signed_in(staff).post(url, item_form(institutions=many), follow=True)
    items = ActionItem.objects.all()
    assert len(items) == 3
    assert len({item.batch for item in items}) == 1
    assert {item.action_class for item in items} == {"generic"}
    assert {item.commitments.get().institution_id for item in items} == set(many)
    assert "3 butir aksi tersimpan" in answer.content.decode()


def test_a_save_takes_the_same_statements_for_many_rows(signed_in, staff, plan, url, dinas, django_assert_num_queries):
    browser, periods = signed_in(staff), ReportingPeriod.objects.all()
    browser.post(url, item_form(lead=dinas.pk))
    for count in (1, 4):
        data = item_form(
            lead=dinas.pk,
            supporting=[one.pk for one in InstitutionFactory.create_batch(count)],
            areas=[area.pk for area in UrbanVillage.objects.all()[:count]],
            **checkpoint_rows(*({"period": one.pk, "measure": "Naik", "target": "5"} for one in periods[:count])),
        )
        with django_assert_num_queries(26):
            assert browser.post(url, data).status_code == 302


def test_a_generic_action_takes_the_same_statements_for_many(
    signed_in, staff, plan, url, dinas, django_assert_num_queries
):
    browser = signed_in(staff)
    browser.post(url, item_form(lead=dinas.pk))
    for count in (1, 3, 50):
        many = [one.pk for one in InstitutionFactory.create_batch(count)]
        with django_assert_num_queries(21):
            assert browser.post(url, item_form(institutions=many)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": ""}, "Wajib diisi"),
        ({"target": "banyak"}, "Tulis angka saja"),
        ({"target": "0"}, "Target harus lebih dari 0"),
        ({"unit": ""}, "Isi satuan"),
        ({"due_on": "2023-01-01"}, "Tenggat tidak boleh sebelum tanggal mulai"),
        ({"pillar": "x"}, "bukan salah satu"),
        ({"lead": ""}, "Pilih satu penanggung jawab"),
        ({"lead": "999999"}, "bukan"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, staff, url, dinas, changes, complaint):
    answer = signed_in(staff).post(url, item_form(lead=dinas.pk) | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert complaint in page
    assert "Semua SMP pernah didatangi." in page
    assert not ActionItem.objects.exists()


def test_one_lead_or_many_institutions_but_not_both(signed_in, staff, url, dinas, polresta):
    answer = signed_in(staff).post(url, item_form(lead=dinas.pk, institutions=[polresta.pk]))
    assert answer.status_code == 422
    assert "Pilih salah satu" in answer.content.decode()


def test_the_pic_holds_a_post_at_the_lead(signed_in, staff, url, dinas, polresta):
    pic = AppointmentFactory(institution=polresta)
    answer = signed_in(staff).post(url, item_form(lead=dinas.pk, pic=pic.pk))
    assert answer.status_code == 422
    assert "Pilih pejabat dari instansi penanggung jawab" in answer.content.decode()


def test_the_lead_is_not_also_a_supporter(signed_in, staff, url, dinas):
    answer = signed_in(staff).post(url, item_form(lead=dinas.pk, supporting=[dinas.pk]))
    assert answer.status_code == 422
    assert "sudah menjadi penanggung jawab" in answer.content.decode()


def test_a_period_has_one_measure(signed_in, staff, url, dinas):
    row = {"period": period("b06"), "measure": "Separuh", "target": ""}
    answer = signed_in(staff).post(url, item_form(lead=dinas.pk, **checkpoint_rows(row, row)))
    assert answer.status_code == 422
    assert "Satu periode hanya punya satu ukuran" in answer.content.decode()


def test_a_row_is_added_without_judging(signed_in, staff, url):
    data = item_form(title="", **checkpoint_rows({}, {}), **{"checkpoints-add": "1"})
    answer = signed_in(staff).post(url, data)
    assert answer.status_code == 200
    assert len(answer.context["checkpoints"].forms) == 3
    assert "Wajib diisi" not in answer.content.decode()


def test_an_empty_or_broken_form_is_no_error(signed_in, staff, url):
    browser = signed_in(staff)
    assert browser.post(url, {}).status_code == 422
    assert browser.post(url, item_form(**{"checkpoints-TOTAL_FORMS": "9999999"})).status_code == 422


def test_a_plan_in_force_takes_no_new_items(signed_in, staff, in_force, dinas):
    url = f"/rencana-aksi/{in_force.plan_id}/butir-baru/"
    assert "tidak dapat ditambahkan lagi" in signed_in(staff).get(url).content.decode()
    assert signed_in(staff).post(url, item_form(lead=dinas.pk)).status_code == 422


def test_who_may_not_and_who_does_not_see(client, signed_in, contact_person, outsider, offered, url):
    assert signed_in(contact_person).get(url).status_code == 403
    assert signed_in(outsider).post(url, {}).status_code == 404
    assert client.get(url).status_code == 302


def test_the_number_of_statements_is_constant(signed_in, staff, url, plan, count_queries):
    browser = signed_in(staff)

    def add(count):
        for _ in range(count):
            AppointmentFactory()
            OutcomeFactory(workshop=plan.workshop)

    add(1)
    one = count_queries(browser, url)
    add(2)
    assert count_queries(browser, url) == one
    add(47)
    assert count_queries(browser, url) == one
