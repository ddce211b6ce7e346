from datetime import date

import pytest

from action_plans.models import Amendment, Commitment, ReportingPeriod
from action_plans.services import cancel_item, propose_amendment
from tests.factories import ActionItemFactory, CommitmentFactory, InstitutionFactory


@pytest.fixture
def amendment(in_force, polresta, staff):
    """A later due date and another lead: both leads are asked."""
    return propose_amendment(in_force, {"due_on": date(2024, 9, 30), "lead": polresta}, by=staff, reason="Libur.")


@pytest.fixture
def url(amendment):
    return f"/rencana-aksi/perubahan/{amendment.pk}/setujui/"


def test_it_applies_with_the_last_consent(
    signed_in, contact_person, outsider, dinas, polresta, in_force, amendment, url
):
    answer = signed_in(contact_person).post(url, {"institution": dinas.pk}, follow=True)
    assert "setelah semua menyetujui" in answer.content.decode()
    answer = signed_in(outsider).post(url, {"institution": polresta.pk}, follow=True)
    assert answer.redirect_chain == [(f"/rencana-aksi/butir/{in_force.pk}/", 302)]
    assert "Perubahan kini berlaku" in answer.content.decode()
    amendment.refresh_from_db()
    in_force.refresh_from_db()
    assert amendment.status == Amendment.Status.APPLIED
    assert in_force.due_on == date(2024, 9, 30)
    assert in_force.commitments.leading().get().institution == polresta


def test_applying_takes_the_same_statements_for_many_rows(signed_in, staff, in_force, dinas, django_assert_num_queries):
    """All supporters change, and all measures."""
    browser, periods = signed_in(staff), ReportingPeriod.objects.all()
    for count in (1, 4):
        item = ActionItemFactory(plan=in_force.plan, lead=dinas)
        CommitmentFactory.create_batch(count, item=item, role=Commitment.Role.SUPPORTING)
        changes = {
            "due_on": date(2024, 12, 31),
            "supporting": InstitutionFactory.create_batch(count),
            "checkpoints": [{"period": period, "measure": "Naik", "target": 5} for period in periods[:count]],
        }
        amendment = propose_amendment(item, changes, by=staff, reason="Libur.")
        data = {"institution": dinas.pk, "source": "Rapat 4 Maret"}
        with django_assert_num_queries(26):
            assert browser.post(f"/rencana-aksi/perubahan/{amendment.pk}/setujui/", data).status_code == 302
        assert item.commitments.open().count() == count + 1


def test_bnn_records_a_consent_with_its_source(signed_in, staff, dinas, amendment, url):
    browser = signed_in(staff)
    answer = browser.post(url, {"institution": dinas.pk}, follow=True)
    assert "Isi sumber jawaban" in answer.content.decode()
    browser.post(url, {"institution": dinas.pk, "source": "Rapat 4 Maret"})
    assert amendment.consents.get(institution=dinas).source == "Rapat 4 Maret"


def test_an_item_that_was_finished_meanwhile_keeps_its_terms(signed_in, staff, leader, dinas, in_force, amendment, url):
    cancel_item(in_force, by=leader, reason="Tidak relevan lagi.")
    answer = signed_in(staff).post(url, {"institution": dinas.pk, "source": "Rapat"}, follow=True)
    assert "tidak diubah lagi" in answer.content.decode()
    assert not amendment.consents.exclude(given_at=None).exists()


def test_nobody_consents_for_another_institution(signed_in, contact_person, polresta, amendment, url):
    assert signed_in(contact_person).post(url, {"institution": polresta.pk}).status_code == 403
    assert not amendment.consents.exclude(given_at=None).exists()


def test_a_hostile_institution_is_no_error(signed_in, staff, url):
    for value in ("", "x", "9" * 40):
        assert signed_in(staff).post(url, {"institution": value, "source": "Surat"}).status_code == 302


def test_the_new_lead_goes_back_to_the_public_facts(signed_in, outsider, polresta, in_force, url):
    answer = signed_in(outsider).post(url, {"institution": polresta.pk})
    assert answer.url == f"/rencana-aksi/butir/{in_force.pk}/fakta/"


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, coordinator, official, contact_person, dinas, url):
    assert signed_in(official).post(url).status_code == 404
    assert signed_in(coordinator).post(url).status_code == 403
    signed_in(contact_person).post(url, {"institution": dinas.pk})
    assert signed_in(contact_person).post(url, {"institution": dinas.pk}).status_code == 403
    assert signed_in(staff).get(url).status_code == 405
    assert client.post(url).status_code == 302
