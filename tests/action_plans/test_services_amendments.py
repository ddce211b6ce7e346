from datetime import date

import pytest

from action_plans.models import ActionItem, Amendment, Commitment, ReportingPeriod
from action_plans.services import cancel_item, consent_amendment, decline_amendment, propose_amendment
from bnn_portal.exceptions import DomainError

Status = Amendment.Status


def propose(item, by, reason="Anggaran berubah", **changes):
    return propose_amendment(item, changes or {"target": 20}, by=by, reason=reason)


def test_the_old_terms_stand_until_the_lead_consents(in_force, dinas, contact_person, staff):
    amendment = propose(in_force, staff, target=20, due_on=date(2024, 12, 31))
    assert amendment.old == {"target": "10.00", "due_on": "2024-06-30"}
    assert ActionItem.objects.get().target == 10
    consent_amendment(amendment, dinas, by=contact_person)
    item = ActionItem.objects.get()
    assert (item.target, item.due_on, item.version) == (20, date(2024, 12, 31), in_force.version + 1)
    amendment.refresh_from_db()
    assert [change.to_status for change in amendment.status_changes.all()] == [Status.CONSENTED, Status.APPLIED]


def test_only_what_differs_is_proposed(in_force, staff):
    amendment = propose(in_force, staff, target=10, title="Sosialisasi P4GN di semua sekolah")
    assert set(amendment.new) == {"title"}


def test_a_proposal_that_changes_nothing_is_refused(in_force, staff):
    with pytest.raises(DomainError, match="Belum ada yang berubah"):
        propose(in_force, staff, target=10)


def test_a_new_lead_consents_too(in_force, dinas, polresta, contact_person, outsider, staff):
    amendment = propose(in_force, staff, lead=polresta)
    consent_amendment(amendment, dinas, by=contact_person)
    assert in_force.commitments.leading().get().institution == dinas
    consent_amendment(amendment, polresta, by=outsider)
    lead = in_force.commitments.leading().get()
    assert (lead.institution, lead.status) == (polresta, Commitment.Status.ACCEPTED)
    assert in_force.commitments.get(institution=dinas).status == Commitment.Status.WITHDRAWN


def test_supporters_and_checkpoints_are_terms(in_force, dinas, polresta, contact_person, staff):
    period = ReportingPeriod.objects.get(year=2024, semester="b06")
    amendment = propose(
        in_force,
        staff,
        supporting=[polresta],
        checkpoints=[{"period": period, "measure": "Separuh sekolah", "target": 5}],
    )
    consent_amendment(amendment, dinas, by=contact_person)
    assert in_force.commitments.get(institution=polresta).status == Commitment.Status.OFFERED
    assert in_force.checkpoints.get().target == 5


def test_a_consent_is_given_once_and_by_whom_it_is_owed(in_force, dinas, polresta, contact_person, outsider, staff):
    amendment = propose(in_force, staff)
    with pytest.raises(DomainError, match="tidak diperlukan"):
        consent_amendment(amendment, polresta, by=outsider)
    consent_amendment(amendment, dinas, by=contact_person)
    with pytest.raises(DomainError, match="sudah dijawab"):
        consent_amendment(amendment, dinas, by=contact_person)


def test_bnn_records_a_consent_with_its_source(in_force, dinas, staff):
    amendment = propose(in_force, staff)
    with pytest.raises(DomainError, match="sumber"):
        consent_amendment(amendment, dinas, by=staff)
    consent_amendment(amendment, dinas, by=staff, source="Surat dinas")
    assert ActionItem.objects.get().target == 20


def test_a_refusal_leaves_the_old_terms(in_force, contact_person, dinas, staff):
    amendment = propose(in_force, staff)
    assert decline_amendment(amendment, by=contact_person, note="Tidak sanggup").status == Status.DECLINED
    assert ActionItem.objects.get().target == 10
    with pytest.raises(DomainError, match="sudah dijawab"):
        consent_amendment(amendment, dinas, by=contact_person)
    assert propose(in_force, staff, target=8).status == Status.PROPOSED


def test_one_proposal_at_a_time(in_force, staff):
    propose(in_force, staff)
    with pytest.raises(DomainError, match="belum dijawab"):
        propose(in_force, staff, target=30)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"target": 0}, "lebih dari 0"), ({"starts_on": date(2025, 1, 1)}, "Tenggat"), ({"title": ""}, "kosong")],
)
def test_terms_that_could_not_be_applied_are_not_proposed(in_force, staff, changes, reason):
    with pytest.raises(DomainError, match=reason):
        propose(in_force, staff, **changes)
    assert not Amendment.objects.exists()


def test_the_lead_is_not_proposed_as_supporter(in_force, dinas, staff):
    with pytest.raises(DomainError, match="tidak sekaligus"):
        propose(in_force, staff, supporting=[dinas])


def test_a_plan_not_in_force_is_changed_directly(offered, staff):
    with pytest.raises(DomainError, match="Ditawarkan"):
        propose(offered, staff)


def test_a_cancelled_item_is_not_amended(in_force, staff, leader):
    cancel_item(in_force, by=leader, reason="Tidak jadi")
    with pytest.raises(DomainError, match="dibatalkan"):
        propose(in_force, staff)
