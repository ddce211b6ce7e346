from django.core.files.storage import default_storage

from action_plans.models import Evidence, ProgressUpdate
from action_plans.services import add_evidence
from bnn_portal.files import check_upload
from tests.factories import ActionItemFactory, EvidenceFactory, ProgressUpdateFactory


def path(update):
    return f"/rencana-aksi/kemajuan/{update.pk}/buang/"


def test_a_draft_goes_with_its_files(signed_in, contact_person, draft, photo, django_capture_on_commit_callbacks):
    (piece,) = add_evidence(draft, files=[check_upload(photo())], by=contact_person)
    assert default_storage.exists(piece.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(contact_person).post(path(draft))
    assert response["Location"] == "/tugas/"
    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()
    assert not default_storage.exists(piece.file.name)
    assert not default_storage.exists(piece.thumbnail.name)


def test_it_takes_the_same_statements_for_many_pieces(
    signed_in, contact_person, draft, in_force, dinas, django_assert_num_queries
):
    browser = signed_in(contact_person)
    for count in (1, 3, 20):
        item = ActionItemFactory(plan=in_force.plan, lead=dinas)
        update = ProgressUpdateFactory(item=item, institution=dinas, status=ProgressUpdate.Status.DRAFT)
        EvidenceFactory.create_batch(count, update=update)
        with django_assert_num_queries(13):
            assert browser.post(path(update)).status_code == 302


def test_what_was_sent_stays_and_says_why(signed_in, contact_person, sent):
    response = signed_in(contact_person).post(path(sent), follow=True)
    assert "sudah diajukan" in response.content.decode()
    assert ProgressUpdate.objects.filter(pk=sent.pk).exists()


def test_it_does_not_exist_for_others(signed_in, outsider, staff, draft):
    for user in (outsider, staff):
        assert signed_in(user).post(path(draft)).status_code == 404


def test_a_seer_without_the_right_is_refused(signed_in, coordinator, staff, sent):
    for user in (coordinator, staff):
        assert signed_in(user).post(path(sent)).status_code == 403


def test_a_get_is_refused(signed_in, contact_person, draft):
    assert signed_in(contact_person).get(path(draft)).status_code == 405
