from tests.factories.stakeholders import PASSWORD

URL = "/akun/perangkat/"


def sign_in(client, user, agent="Peramban Uji"):
    client.post("/masuk/", {"login": user.email, "password": PASSWORD}, headers={"user-agent": agent})
    return client


def test_it_shows_the_accounts_own_devices_only(client, staff, leader):
    here = sign_in(client, staff)
    sign_in(type(client)(), leader, "Peramban Kepala")
    page = here.get(URL).content.decode()
    assert "Peramban Uji" in page
    assert "Perangkat ini" in page
    assert "Peramban Kepala" not in page


def test_the_others_are_signed_out(client, staff):
    there, here = sign_in(type(client)(), staff), sign_in(client, staff)
    assert here.post(URL).url == URL
    assert there.get("/akun/").status_code == 302
    assert here.get("/akun/").status_code == 200


def test_the_number_of_statements_is_constant(client, staff, count_queries):
    here = sign_in(client, staff)
    one = count_queries(here, URL)
    for _ in range(2):
        sign_in(type(client)(), staff)
    assert count_queries(here, URL) == one
