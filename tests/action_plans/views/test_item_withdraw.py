from action_plans.models import ActionItem, Commitment
from tests.factories import ActionItemFactory, CommitmentFactory


def url(item):
    return f"/rencana-aksi/butir/{item.pk}/keluarkan/"


def test_staff_take_an_item_out_of_an_offer(signed_in, staff, contact_person, offered):
    answer = signed_in(staff).post(url(offered), {"note": "Tidak ada yang sanggup."}, follow=True)
    assert "dikeluarkan dari rencana aksi" in answer.content.decode()
    offered.refresh_from_db()
    assert offered.status == ActionItem.Status.WITHDRAWN
    assert offered.status_changes.get().note == "Tidak ada yang sanggup."
    assert signed_in(contact_person).get(f"/rencana-aksi/butir/{offered.pk}/").status_code == 404


def test_it_takes_the_same_statements_for_many_institutions(
    signed_in, staff, offered, dinas, django_assert_num_queries
):
    browser = signed_in(staff)
    for count in (1, 3, 50):
        item = ActionItemFactory(plan=offered.plan, lead=dinas)
        CommitmentFactory.create_batch(count, item=item, role=Commitment.Role.SUPPORTING)
        with django_assert_num_queries(12):
            assert browser.post(url(item), {"note": "Tidak jadi."}).status_code == 302
        assert not item.commitments.open().exists()


def test_a_reason_is_asked_for(signed_in, staff, offered):
    signed_in(staff).post(url(offered), {"note": "  "})
    offered.refresh_from_db()
    assert offered.status == ActionItem.Status.NOT_STARTED


def test_an_item_in_force_is_not_taken_out(signed_in, staff, in_force):
    answer = signed_in(staff).post(url(in_force), {"note": "Alasan."}, follow=True)
    assert "berstatus “Berlaku”" in answer.content.decode()


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, contact_person, outsider, offered):
    assert signed_in(contact_person).post(url(offered)).status_code == 403
    assert signed_in(outsider).post(url(offered)).status_code == 404
    assert signed_in(staff).get(url(offered)).status_code == 405
    assert client.post(url(offered)).status_code == 302
