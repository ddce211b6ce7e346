from django.contrib.auth import get_user


def test_it_signs_out_and_says_so(signed_in, staff):
    browser = signed_in(staff)
    page = browser.post("/keluar/", follow=True)
    assert page.redirect_chain == [("/masuk/", 302)]
    assert "Anda sudah keluar." in page.content.decode()
    assert get_user(browser).is_anonymous


def test_a_link_signs_nobody_out(signed_in, staff):
    browser = signed_in(staff)
    assert browser.get("/keluar/").status_code == 405
    assert get_user(browser) == staff
