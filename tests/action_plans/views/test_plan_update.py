import pytest


@pytest.fixture
def url(plan):
    return f"/rencana-aksi/{plan.pk}/judul/"


def test_staff_rename_a_draft(signed_in, staff, plan, url):
    browser = signed_in(staff)
    assert plan.title in browser.get(url).content.decode()
    answer = browser.post(url, {"title": "Rencana baru", "version": 1})
    assert answer.url == f"/rencana-aksi/{plan.pk}/"
    plan.refresh_from_db()
    assert (plan.title, plan.version, plan.edited_by) == ("Rencana baru", 2, staff)


def test_an_empty_title_is_shown_again(signed_in, staff, url):
    answer = signed_in(staff).post(url, {"title": "", "version": 1})
    assert answer.status_code == 422
    assert "Wajib diisi" in answer.content.decode()


def test_a_stale_edit_shows_both_titles(signed_in, staff, plan, url):
    browser = signed_in(staff)
    browser.post(url, {"title": "Yang pertama", "version": 1})
    answer = browser.post(url, {"title": "Yang kedua", "version": 1})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Yang pertama" in page
    assert "Yang kedua" in page
    assert browser.post(url, {"title": "Yang kedua", "version": 2}).status_code == 302


def test_a_plan_in_force_keeps_its_title(signed_in, staff, in_force):
    answer = signed_in(staff).post(f"/rencana-aksi/{in_force.plan_id}/judul/", {"title": "Lain", "version": 1})
    assert answer.status_code == 422
    assert "tidak dapat diubah" in answer.content.decode()


def test_who_may_not_and_who_does_not_see(client, signed_in, contact_person, outsider, offered, url):
    assert signed_in(outsider).get(url).status_code == 404
    assert signed_in(contact_person).post(url, {"title": "x"}).status_code == 403
    assert client.get(url).status_code == 302
