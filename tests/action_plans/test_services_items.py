from datetime import date

import pytest

from action_plans.models import ActionItem, ActionPlan, Commitment, ReportingPeriod
from action_plans.services import (
    add_generic_items,
    add_item,
    answer_commitment,
    cancel_item,
    reassign_item,
    reopen_item,
    update_item,
    withdraw_item,
)
from action_plans.services.items import TRANSITIONS
from bnn_portal.exceptions import DomainError, StaleEdit
from stakeholders.models import UrbanVillage
from tests.action_plans.conftest import terms
from tests.factories import InstitutionFactory, OutcomeFactory

Status = ActionItem.Status


def b06_2024():
    return ReportingPeriod.objects.get(year=2024, semester="b06")


def test_an_item_is_added_whole(plan, dinas, polresta, staff):
    village = UrbanVillage.objects.first()
    outcome = OutcomeFactory(workshop=plan.workshop)
    item = add_item(
        plan,
        terms(outcome=outcome),
        lead=dinas,
        supporting=[polresta],
        checkpoints=[{"period": b06_2024(), "measure": "Lima sekolah", "target": 5}],
        areas=[village],
        by=staff,
    )
    assert item.code == "RA-2023-001"
    assert item.outcome == outcome
    assert [(row.role, row.institution) for row in item.commitments.all()] == [
        ("lead", dinas),
        ("supporting", polresta),
    ]
    assert item.checkpoints.get().measure == "Lima sekolah"
    assert item.areas.get() == village


def test_codes_run_on_across_plans_of_a_year(plan, dinas, staff):
    codes = [add_item(plan, terms(), lead=dinas, by=staff).code for _ in range(3)]
    assert codes == ["RA-2023-001", "RA-2023-002", "RA-2023-003"]


def test_a_refused_item_takes_no_number(plan, dinas, staff):
    with pytest.raises(DomainError, match="lebih dari 0"):
        add_item(plan, terms(target=0), lead=dinas, by=staff)
    assert add_item(plan, terms(), lead=dinas, by=staff).code == "RA-2023-001"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"target": -1}, "lebih dari 0"),
        ({"unit": ""}, "satuan"),
        ({"starts_on": date(2024, 7, 1)}, "Tenggat"),
        ({"title": ""}, "kosong"),
    ],
)
def test_senseless_terms_are_refused(plan, dinas, staff, changes, reason):
    with pytest.raises(DomainError, match=reason):
        add_item(plan, terms(**changes), lead=dinas, by=staff)
    assert not ActionItem.objects.exists()


def test_an_outcome_of_another_workshop_is_refused(plan, dinas, staff):
    with pytest.raises(DomainError, match="bukan dari workshop"):
        add_item(plan, terms(outcome=OutcomeFactory()), lead=dinas, by=staff)


def test_a_lead_is_not_its_own_supporter(plan, dinas, staff):
    with pytest.raises(DomainError, match="sudah terlibat"):
        add_item(plan, terms(), lead=dinas, supporting=[dinas], by=staff)
    assert not ActionItem.objects.exists()


def test_an_inactive_institution_is_not_asked(plan, staff):
    with pytest.raises(DomainError, match="tidak aktif"):
        add_item(plan, terms(), lead=InstitutionFactory(is_active=False), by=staff)


def test_a_generic_action_is_one_item_for_each_institution(plan, dinas, polresta, staff):
    items = add_generic_items(plan, terms(), institutions=[dinas, polresta], by=staff)
    assert len({item.batch for item in items}) == 1
    assert {item.action_class for item in items} == {ActionItem.ActionClass.GENERIC}
    assert [item.commitments.get().institution for item in items] == [dinas, polresta]


def test_a_plan_in_force_takes_no_new_items(in_force, dinas, staff):
    with pytest.raises(DomainError, match="Berlaku"):
        add_item(in_force.plan, terms(), lead=dinas, by=staff)


def change(item, by, version=None, **changes):
    return update_item(
        item,
        terms(**changes),
        supporting=[],
        checkpoints=[],
        areas=[],
        by=by,
        version=item.version if version is None else version,
    )


def test_changed_terms_of_an_offered_item_are_asked_again(offered, contact_person, staff):
    answer_commitment(offered.commitments.get(), Commitment.Status.ACCEPTED, by=contact_person, terms_version=1)
    change(offered, staff, target=20)
    commitment = offered.commitments.get()
    assert (commitment.status, commitment.terms_version) == (Commitment.Status.OFFERED, 2)
    with pytest.raises(DomainError, match="berubah sejak"):
        answer_commitment(commitment, Commitment.Status.ACCEPTED, by=contact_person, terms_version=1)


def test_a_refusal_is_asked_again_when_the_terms_change(offered, contact_person, staff):
    answer_commitment(
        offered.commitments.get(), Commitment.Status.DECLINED, by=contact_person, terms_version=1, note="Terlalu banyak"
    )
    change(offered, staff, target=5)
    assert offered.commitments.get().status == Commitment.Status.OFFERED


def test_a_refusal_stays_when_another_leads_already(offered, contact_person, polresta, staff):
    answer_commitment(
        offered.commitments.get(), Commitment.Status.DECLINED, by=contact_person, terms_version=1, note="Tidak sanggup"
    )
    reassign_item(offered, polresta, by=staff, reason="Dinas menolak")
    offered.refresh_from_db()
    change(offered, staff, target=5)
    statuses = dict(offered.commitments.values_list("institution__short_name", "status"))
    assert statuses == {"Dinas Pendidikan": "declined", "Polresta": "offered"}


def test_what_is_not_a_term_changes_without_asking(offered, contact_person, staff):
    answer_commitment(offered.commitments.get(), Commitment.Status.ACCEPTED, by=contact_person, terms_version=1)
    change(offered, staff, description="Uraian lebih jelas")
    assert offered.commitments.get().status == Commitment.Status.ACCEPTED


def test_terms_of_an_item_in_force_need_an_amendment(in_force, staff):
    with pytest.raises(DomainError, match="usulan perubahan"):
        change(in_force, staff, target=20)
    assert change(in_force, staff, kotan_variable="law").kotan_variable == "law"


def test_a_stale_edit_changes_nothing(item, staff):
    change(item, staff, title="Judul pertama")
    with pytest.raises(StaleEdit):
        change(item, staff, version=1, title="Judul kedua")
    assert ActionItem.objects.get().title == "Judul pertama"


def test_reassigning_withdraws_the_row_and_opens_another(offered, polresta, staff):
    reassign_item(offered, polresta, by=staff, reason="Lebih tepat")
    rows = {row.institution.short_name: row.status for row in offered.commitments.all()}
    assert rows == {"Dinas Pendidikan": "withdrawn", "Polresta": "offered"}


def test_a_supporter_that_becomes_lead_leaves_its_supporting_row(plan, dinas, polresta, staff):
    item = add_item(plan, terms(), lead=dinas, supporting=[polresta], by=staff)
    reassign_item(item, polresta, by=staff, reason="Lebih tepat")
    assert item.commitments.open().get().role == Commitment.Role.LEAD


def test_reassigning_needs_another_institution_and_a_reason(offered, dinas, polresta, staff):
    with pytest.raises(DomainError, match="sudah menjadi"):
        reassign_item(offered, dinas, by=staff, reason="Salah pilih")
    with pytest.raises(DomainError, match="alasan"):
        reassign_item(offered, polresta, by=staff, reason="  ")


def test_a_withdrawn_item_leaves_every_count(offered, staff):
    withdraw_item(offered, by=staff, reason="Sudah dikerjakan provinsi")
    assert not ActionItem.objects.standing().exists()
    assert ActionPlan.objects.with_item_counts().get().item_count == 0
    assert offered.commitments.get().status == Commitment.Status.WITHDRAWN


def test_an_item_in_force_is_cancelled_not_withdrawn(in_force, leader):
    with pytest.raises(DomainError, match="Berlaku"):
        withdraw_item(in_force, by=leader, reason="Tidak jadi")
    assert cancel_item(in_force, by=leader, reason="Anggaran dialihkan").status == Status.CANCELLED
    assert in_force.status_changes.get().note == "Anggaran dialihkan"


def test_an_item_not_in_force_is_not_cancelled(offered, leader):
    with pytest.raises(DomainError, match="Ditawarkan"):
        cancel_item(offered, by=leader, reason="Tidak jadi")


def test_done_is_taken_back_with_a_reason(in_force, staff):
    with pytest.raises(DomainError, match="selesai"):
        reopen_item(in_force, by=staff, reason="Belum tuntas")
    ActionItem.objects.update(status=Status.DONE)
    assert reopen_item(in_force, by=staff, reason="Belum tuntas").status == Status.IN_PROGRESS


@pytest.mark.parametrize("status", Status.values)
def test_cancelling_follows_the_table(in_force, leader, status):
    ActionItem.objects.update(status=status)
    if Status.CANCELLED in TRANSITIONS.get(status, ()):
        assert cancel_item(in_force, by=leader, reason="Alasan").status == Status.CANCELLED
    else:
        with pytest.raises(DomainError):
            cancel_item(in_force, by=leader, reason="Alasan")
        assert ActionItem.objects.get().status == status
