import io

import pytest
from PIL import Image

from action_plans.services import add_evidence
from bnn_portal.files import check_upload
from tests.factories import EvidenceFactory


def path(piece):
    return f"/rencana-aksi/data-dukung/{piece.pk}/mini/"


@pytest.fixture
def piece(draft, photo, contact_person):
    return add_evidence(draft, files=[check_upload(photo())], by=contact_person)[0]


def test_a_photo_has_a_small_picture_that_pages_may_show(signed_in, contact_person, piece):
    response = signed_in(contact_person).get(path(piece))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    with Image.open(io.BytesIO(response.getvalue())) as picture:
        assert max(picture.size) == 480


def test_a_paper_has_none(signed_in, contact_person, draft):
    assert signed_in(contact_person).get(path(EvidenceFactory(update=draft))).status_code == 404


def test_anothers_photo_does_not_exist(signed_in, outsider, staff, official, piece):
    for user in (outsider, staff, official):
        assert signed_in(user).get(path(piece)).status_code == 404


def test_a_post_is_refused(signed_in, contact_person, piece):
    assert signed_in(contact_person).post(path(piece)).status_code == 405
