URL = "/sandi/buat/"
NEW = "tujuh payung biru"


def test_an_account_without_a_password_makes_one(signed_in, staff):
    staff.set_unusable_password()
    staff.save()
    browser = signed_in(staff)
    assert browser.get(URL).status_code == 200
    assert browser.post(URL, {"password1": NEW, "password2": "lain"}).status_code == 422
    assert browser.post(URL, {"password1": NEW, "password2": NEW}).url == "/akun/"
    staff.refresh_from_db()
    assert staff.check_password(NEW)


def test_an_account_with_a_password_is_sent_to_change_it(signed_in, staff):
    browser = signed_in(staff)
    assert browser.get(URL).url == browser.post(URL).url == "/sandi/ganti/"
