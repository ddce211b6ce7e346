from contextlib import closing

import pytest


def test_everybody_sees_page_one_of_what_was_issued(client, edition):
    with closing(client.get(f"/v/{edition.code}/halaman-1.png")) as response:
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert response["Content-Disposition"].startswith("inline")
        assert b"".join(response).startswith(b"\x89PNG")


@pytest.mark.parametrize("classification", ["limited", "secret"])
def test_what_is_not_for_everybody_is_not_shown(client, seal_edition, classification):
    report = seal_edition(classification=classification)
    assert client.get(f"/v/{report.code}/halaman-1.png").status_code == 404


def test_what_waits_for_its_signature_is_not_shown(client, awaiting):
    assert awaiting.first_page
    assert client.get(f"/v/{awaiting.code}/halaman-1.png").status_code == 404


def test_an_unknown_code_is_not_there(client, db):
    assert client.get(f"/v/{'0' * 32}/halaman-1.png").status_code == 404


def test_it_is_only_read(client, edition):
    assert client.post(f"/v/{edition.code}/halaman-1.png").status_code == 405
