import pytest

from action_plans.models import Commitment, ReportingPeriod
from action_plans.services import add_item, answer_commitment, update_item
from stakeholders.models import UrbanVillage
from tests.action_plans.conftest import terms
from tests.action_plans.views.rows import checkpoint_rows, item_form
from tests.factories import AppointmentFactory, InstitutionFactory


def url(item):
    return f"/rencana-aksi/butir/{item.pk}/ubah/"


@pytest.fixture
def described(item, staff, polresta):
    """The item of the draft with a supporter and a measure."""
    period = ReportingPeriod.objects.get(year=2024, semester="b06")
    return update_item(
        item,
        {},
        supporting=[polresta],
        checkpoints=[{"period": period, "measure": "Separuh", "target": 5}],
        areas=[],
        by=staff,
        version=1,
    )


def test_staff_change_every_field_of_a_draft(signed_in, staff, described, bakesbangpol):
    browser = signed_in(staff)
    page = browser.get(url(described))
    assert page.context["form"].initial["version"] == 2
    assert "Separuh" in page.content.decode()
    answer = browser.post(
        url(described),
        item_form(
            version=2,
            title="Judul baru",
            supporting=[bakesbangpol.pk],
            areas=[UrbanVillage.objects.first().pk],
            **checkpoint_rows(
                {
                    "period": described.checkpoints.get().period_id,
                    "measure": "Separuh",
                    "target": "5",
                    "DELETE": "on",
                },
                initial=1,
            ),
        ),
    )
    assert answer.url == f"/rencana-aksi/butir/{described.pk}/"
    described.refresh_from_db()
    assert (described.title, described.areas.count(), described.checkpoints.count()) == ("Judul baru", 1, 0)
    supporters = described.commitments.open().filter(role=Commitment.Role.SUPPORTING)
    assert [row.institution for row in supporters] == [bakesbangpol]


def test_changed_terms_of_an_offer_ask_again(signed_in, staff, contact_person, offered):
    answer_commitment(offered.commitments.get(), Commitment.Status.ACCEPTED, by=contact_person, terms_version=1)
    assert "diminta menjawab lagi" in signed_in(staff).get(url(offered)).content.decode()
    assert signed_in(staff).post(url(offered), item_form(version=1)).status_code == 302
    commitment = offered.commitments.get()
    assert (commitment.status, commitment.terms_version) == (Commitment.Status.OFFERED, 2)


def test_in_force_only_what_is_no_term_is_on_the_form(signed_in, staff, in_force, dinas):
    browser = signed_in(staff)
    page = browser.get(url(in_force))
    assert not {"title", "target", "due_on", "supporting"} & set(page.context["form"].fields)
    assert "usulan perubahan" in page.content.decode()
    pic = AppointmentFactory(institution=dinas)
    answer = browser.post(
        url(in_force),
        {"version": 1, "pillar": "research", "action_class": "specific", "pic": pic.pk, "title": "Tidak dibaca"},
    )
    assert answer.status_code == 302
    in_force.refresh_from_db()
    assert (in_force.pillar, in_force.pic, in_force.title) == ("research", pic, "Sosialisasi P4GN di sekolah")
    assert in_force.commitments.get().status == Commitment.Status.ACCEPTED


def test_a_stale_edit_shows_both_texts(signed_in, staff, described):
    browser = signed_in(staff)
    assert browser.post(url(described), item_form(version=2, title="Yang pertama")).status_code == 302
    answer = browser.post(url(described), item_form(version=2, title="Yang kedua"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Yang pertama" in page
    assert "Yang kedua" in page
    assert browser.post(url(described), item_form(version=3, title="Yang kedua")).status_code == 302


def full_form(count, **changes):
    """`count` of each row that an item can have; of its measures never more than four."""
    measures = [
        {"period": period.pk, "measure": "Naik", "target": "5"} for period in ReportingPeriod.objects.all()[:count]
    ]
    return item_form(
        supporting=[one.pk for one in InstitutionFactory.create_batch(count)],
        areas=[area.pk for area in UrbanVillage.objects.all()[:count]],
        **checkpoint_rows(*measures),
        **changes,
    )


def test_a_save_takes_the_same_statements_for_many_rows(signed_in, staff, offered, dinas, django_assert_num_queries):
    """Supporters leave and come, all are asked again; places and measures are written anew."""
    browser = signed_in(staff)
    for count in (1, 4):
        supporting = InstitutionFactory.create_batch(count)
        item = add_item(offered.plan, terms(), lead=dinas, supporting=supporting, by=staff)
        item.commitments.update(status=Commitment.Status.ACCEPTED)
        data = full_form(count, version=1)
        with django_assert_num_queries(36):
            assert browser.post(url(item), data).status_code == 302


def test_the_form_takes_the_same_statements_for_many_rows(signed_in, staff, plan, dinas, django_assert_num_queries):
    browser = signed_in(staff)
    for count in (1, 4):
        item = add_item(plan, terms(), lead=dinas, by=staff)
        browser.post(url(item), full_form(count, version=1))
        with django_assert_num_queries(12):
            assert browser.get(url(item)).status_code == 200


def test_what_is_no_term_is_saved_with_thirteen_statements(signed_in, staff, in_force, django_assert_num_queries):
    browser, data = signed_in(staff), {"pillar": "research", "action_class": "specific"}
    for version, count in ((1, 1), (2, 9)):
        areas = [area.pk for area in UrbanVillage.objects.all()[:count]]
        with django_assert_num_queries(13):
            assert browser.post(url(in_force), data | {"version": version, "areas": areas}).status_code == 302


def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, staff, item, polresta):
    foreign = AppointmentFactory(institution=polresta)
    answer = signed_in(staff).post(url(item), item_form(version=1, due_on="", pic=foreign.pk))
    assert answer.status_code == 422
    assert "Wajib diisi" in answer.content.decode()
    assert "Bersama guru BK." in answer.content.decode()
    assert set(answer.context["form"].errors) == {"due_on", "pic"}
    assert signed_in(staff).post(url(item), {}).status_code == 422
    assert signed_in(staff).post(url(item), item_form(version="9" * 30)).status_code == 422


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, contact_person, outsider, in_force):
    assert signed_in(contact_person).get(url(in_force)).status_code == 403
    assert signed_in(outsider).get(url(in_force)).status_code == 404
    assert signed_in(staff).get("/rencana-aksi/butir/99999999999/ubah/").status_code == 404
    assert client.get(url(in_force)).status_code == 302
