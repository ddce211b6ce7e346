import pytest

from stakeholders.views.sign_in import device_name
from tests.factories.stakeholders import PASSWORD

URL = "/akun/perangkat/"


def sign_in(client, user, agent="Android Chrome"):
    client.post("/masuk/", {"login": user.email, "password": PASSWORD}, headers={"user-agent": agent})
    return client


def test_it_shows_the_accounts_own_devices_only(client, staff, leader):
    here = sign_in(client, staff)
    sign_in(type(client)(), leader, "Windows Firefox")
    page = here.get(URL).content.decode()
    assert "Chrome di Android" in page
    assert "Perangkat ini" in page
    assert "Firefox di Windows" not in page


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


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome di Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Edg/140.0", "Edge di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari di iPhone"),
        ("curl/8.5.0", "Peramban lain di perangkat lain"),
    ],
)
def test_a_device_is_called_what_its_owner_calls_it(user_agent, name):
    assert device_name(user_agent) == name
