from action_plans.models import ActionItem, Commitment
from action_plans.services import answer_commitment
from tests.factories import AppointmentFactory


def url(item):
    return f"/rencana-aksi/butir/{item.pk}/alihkan/"


def test_a_refused_item_finds_another_lead(signed_in, staff, contact_person, offered, dinas, polresta):
    ActionItem.objects.filter(pk=offered.pk).update(pic=AppointmentFactory(institution=dinas))
    answer_commitment(
        offered.commitments.get(), Commitment.Status.DECLINED, by=contact_person, terms_version=1, note="Tak ada staf."
    )
    answer = signed_in(staff).post(url(offered), {"lead": polresta.pk, "note": "Lebih tepat."}, follow=True)
    assert answer.redirect_chain == [(f"/rencana-aksi/butir/{offered.pk}/", 302)]
    assert f"{offered.code} ditawarkan kepada {polresta.short_name}." in answer.content.decode()
    assert offered.commitments.leading().get().institution == polresta
    offered.refresh_from_db()
    assert offered.pic is None


def test_a_reason_and_an_institution_are_asked_for(signed_in, staff, offered, polresta, dinas):
    browser = signed_in(staff)
    for data, complaint in [
        ({}, "Wajib"),
        ({"lead": polresta.pk, "note": " "}, "Alasan"),
        ({"lead": "x", "note": "Alasan."}, "Penanggung jawab baru"),
        ({"lead": dinas.pk, "note": "Alasan."}, "sudah menjadi penanggung jawab"),
    ]:
        assert complaint.lower() in browser.post(url(offered), data, follow=True).content.decode().lower()
    assert offered.commitments.leading().get().institution == dinas


def test_an_item_in_force_is_not_reassigned(signed_in, staff, in_force, polresta):
    answer = signed_in(staff).post(url(in_force), {"lead": polresta.pk, "note": "Alasan."}, follow=True)
    assert "berstatus “Berlaku”" in answer.content.decode()


def test_who_may_not_and_who_does_not_see(client, signed_in, staff, contact_person, outsider, offered):
    assert signed_in(contact_person).post(url(offered)).status_code == 403
    assert signed_in(outsider).post(url(offered)).status_code == 404
    assert signed_in(staff).get(url(offered)).status_code == 405
    assert client.post(url(offered)).status_code == 302
