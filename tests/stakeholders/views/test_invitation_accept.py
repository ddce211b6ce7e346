from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.utils import timezone

from stakeholders import services
from stakeholders.models import AccountInvitation, Membership, User

GOOD = {"name": "Nama Sendiri", "password1": "tujuh payung biru", "password2": "tujuh payung biru"}


def test_opening_the_link_changes_nothing(client, invite):
    _, path = invite()
    before = list(AccountInvitation.objects.values())
    for _ in range(3):
        page = client.get(path)
        assert client.head(path).status_code == page.status_code == 200
    assert "Staf P2M Uji" in page.content.decode()
    assert "Narahubung, Dinas Pendidikan Uji" in page.content.decode()
    assert list(AccountInvitation.objects.values()) == before
    assert not User.objects.filter(email="baru@contoh.example").exists()


def test_accepting_makes_the_account_that_then_signs_in(client, invite):
    _, path = invite()
    assert client.post(path, GOOD).url == "/masuk/"
    client.post("/masuk/", {"login": "baru@contoh.example", "password": GOOD["password1"]})
    user = get_user(client)
    assert (user.name, user.memberships.get().capacity) == ("Nama Sendiri", Membership.Capacity.CONTACT_PERSON)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"password2": "lain lagi sekali"}, "kata sandi yang sama"),
        ({"password1": "BnnKotaMalang2024", "password2": "BnnKotaMalang2024"}, "mudah ditebak"),
        ({"password1": "baru@contoh.example", "password2": "baru@contoh.example"}, "terlalu mirip"),
        ({"password1": "password1234", "password2": "password1234"}, "terlalu umum"),
        ({"name": ""}, "Nama lengkap"),
        ({"name": "N" * 121}, "paling banyak"),
        ({"name": "nul\x00"}, "null"),
    ],
)
def test_a_refused_form_says_why_keeps_the_name_and_spends_nothing(client, invite, change, why):
    invitation, path = invite()
    page = client.post(path, GOOD | change)
    assert page.status_code == 422
    assert why in page.content.decode()
    if "name" not in change:
        assert 'value="Nama Sendiri"' in page.content.decode()
    services.check_open(AccountInvitation.objects.get(pk=invitation.pk))


def test_the_browser_chooses_neither_role_nor_institution(client, invite, polresta):
    _, path = invite()
    client.post(path, GOOD | {"role": "leader", "institution": polresta.pk, "email": "lain@contoh.example"})
    user = User.objects.get(email="baru@contoh.example")
    assert user.role == ""
    assert user.memberships.get().institution != polresta


def test_an_existing_account_signs_in_and_takes_up_the_task(client, signed_in, invite, outsider, dinas):
    _, path = invite(outsider.email)
    page = client.get(path).content.decode()
    assert f"/masuk/?next={path}" in page
    assert client.post(path, GOOD).status_code == 422
    browser = signed_in(outsider)
    assert "Terima undangan" in browser.get(path).content.decode()
    assert browser.post(path).url == "/akun/"
    assert outsider.memberships.filter(institution=dinas).exists()


def test_nobody_answers_for_another(signed_in, invite, outsider, contact_person):
    for email in ("baru@contoh.example", outsider.email):
        _, path = invite(email)
        browser = signed_in(contact_person)
        assert "Keluar, lalu buka undangan" in browser.get(path).content.decode()
        assert browser.post(path, GOOD).status_code == 422
    assert not AccountInvitation.objects.exclude(accepted_at=None).exists()


def test_a_used_revoked_or_old_link_says_what_to_do(client, invite, staff):
    _, used = invite()
    client.post(used, GOOD)
    revoked, revoked_path = invite("lain@contoh.example")
    services.revoke_invitation(revoked, by=staff)
    _, old = invite("tua@contoh.example")
    for path, why in ((used, "sudah dipakai"), (revoked_path, "dicabut")):
        for page in (client.get(path), client.post(path, GOOD)):
            assert page.status_code == 410
            assert why in page.content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        page = client.get(old)
        assert page.status_code == 410
        assert "Mintalah undangan baru" in page.content.decode()


def test_a_false_link_is_not_found(client, db):
    for path in ("/undangan/x/", "/undangan/%00%ff/", f"/undangan/{'a' * 5000}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, GOOD).status_code == 404


def test_the_page_is_never_kept_by_caches(client, invite):
    assert "no-store" in client.get(invite()[1])["Cache-Control"]


def test_only_get_and_post(client, invite):
    assert client.put(invite()[1]).status_code == 405
