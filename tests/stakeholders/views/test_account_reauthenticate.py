from tests.factories.stakeholders import PASSWORD

URL = "/masuk/ulang/"


def test_the_right_password_leads_on(signed_in, staff):
    browser = signed_in(staff)
    assert browser.get(URL).status_code == 200
    assert browser.post(f"{URL}?next=/akun/", {"password": PASSWORD}).url == "/akun/"


def test_a_wrong_one_is_refused(signed_in, staff):
    page = signed_in(staff).post(URL, {"password": "keliru"})
    assert page.status_code == 422
    assert "Kata sandi tidak cocok." in page.content.decode()


def test_signing_in_comes_first(client, db):
    assert client.get(URL).status_code == 302
