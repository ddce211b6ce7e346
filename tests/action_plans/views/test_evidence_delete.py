from django.core.files.storage import default_storage

from action_plans.models import Evidence
from action_plans.services import add_evidence
from bnn_portal.files import check_upload
from tests.factories import EvidenceFactory


def path(piece):
    return f"/rencana-aksi/data-dukung/{piece.pk}/hapus/"


def test_a_piece_of_a_draft_goes_with_its_files(
    signed_in, contact_person, draft, photo, django_capture_on_commit_callbacks
):
    (piece,) = add_evidence(draft, files=[check_upload(photo())], by=contact_person)
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(contact_person).post(path(piece))
    assert response["Location"] == f"/rencana-aksi/kemajuan/{draft.pk}/"
    assert not Evidence.objects.exists()
    assert not default_storage.exists(piece.file.name)


def test_sent_evidence_is_frozen(signed_in, contact_person, sent):
    piece = EvidenceFactory(update=sent)
    response = signed_in(contact_person).post(path(piece), follow=True)
    assert "sudah diajukan" in response.content.decode()
    assert Evidence.objects.filter(pk=piece.pk).exists()


def test_anothers_does_not_exist(signed_in, outsider, staff, draft):
    piece = EvidenceFactory(update=draft)
    for user in (outsider, staff):
        assert signed_in(user).post(path(piece)).status_code == 404
    assert Evidence.objects.exists()


def test_a_seer_without_the_right_is_refused(signed_in, coordinator, staff, sent):
    piece = EvidenceFactory(update=sent)
    for user in (coordinator, staff):
        assert signed_in(user).post(path(piece)).status_code == 403


def test_a_get_is_refused(signed_in, contact_person, draft):
    assert signed_in(contact_person).get(path(EvidenceFactory(update=draft))).status_code == 405
