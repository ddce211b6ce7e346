import pytest

from action_plans.models import Commitment
from action_plans.services import add_item, agree_plan, answer_commitment, offer_plan
from action_plans.services.commitments import TRANSITIONS, move_commitments
from bnn_portal.exceptions import DomainError
from tests.action_plans.conftest import terms

Status = Commitment.Status


def answer(item, answer, by, **kwargs):
    return answer_commitment(item.commitments.get(), answer, by=by, **{"terms_version": 1, **kwargs})


def test_a_contact_person_accepts(offered, contact_person):
    assert answer(offered, Status.ACCEPTED, contact_person).status == Status.ACCEPTED


def test_declining_needs_a_reason(offered, contact_person):
    with pytest.raises(DomainError, match="alasan"):
        answer(offered, Status.DECLINED, contact_person)
    commitment = answer(offered, Status.DECLINED, contact_person, note="Tidak ada anggaran")
    assert commitment.status_changes.get().note == "Tidak ada anggaran"


def test_bnn_records_an_answer_with_its_source(offered, staff):
    with pytest.raises(DomainError, match="sumber"):
        answer(offered, Status.ACCEPTED, staff)
    commitment = answer(offered, Status.ACCEPTED, staff, source="Rapat 10 Januari 2024")
    assert commitment.answer_source == "Rapat 10 Januari 2024"


@pytest.mark.parametrize("senseless", ["", "withdrawn", "offered", "entah"])
def test_an_answer_is_yes_or_no(offered, contact_person, senseless):
    with pytest.raises(DomainError, match="Pilih jawaban"):
        answer(offered, senseless, contact_person)


def test_nobody_answers_a_draft(item, contact_person):
    with pytest.raises(DomainError, match="Draf"):
        answer(item, Status.ACCEPTED, contact_person)


def test_a_lead_answers_before_the_plan_is_in_force(in_force, contact_person):
    with pytest.raises(DomainError, match="sudah berlaku"):
        answer(in_force, Status.DECLINED, contact_person, note="Berubah pikiran")


def test_a_supporter_answers_also_later(plan, dinas, polresta, outsider, contact_person, leader, staff):
    item = add_item(plan, terms(), lead=dinas, supporting=[polresta], by=staff)
    offer_plan(plan, by=staff)
    lead = item.commitments.get(role="lead")
    answer_commitment(lead, Status.ACCEPTED, by=contact_person, terms_version=1)
    agree_plan(plan, by=leader)
    supporter = item.commitments.get(role="supporting")
    assert answer_commitment(supporter, Status.ACCEPTED, by=outsider, terms_version=1).status == Status.ACCEPTED


@pytest.mark.parametrize("to", Status.values)
@pytest.mark.parametrize("status", Status.values)
def test_every_move_is_in_the_table_or_refused(offered, staff, status, to):
    commitment = offered.commitments.get()
    commitment.status = status
    commitment.save()
    if to in TRANSITIONS.get(status, ()):
        move_commitments([commitment], to, by=staff)
        assert commitment.status_changes.get().to_status == to
    else:
        with pytest.raises(DomainError, match="tidak dapat menjadi"):
            move_commitments([commitment], to, by=staff)
        assert not commitment.status_changes.exists()
