import re

import pytest
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command

from stakeholders.models import User

NEW = "tujuh payung biru"


def test_the_printed_link_opens_the_first_leaders_account(client, db, capsys):
    call_command("invite_leader", "kepala@contoh.example", "Kepala Baru")
    path = re.search(r"/sandi/baru/\S+", capsys.readouterr().out)[0]
    form_path = client.get(path).url
    assert client.post(form_path, {"password1": NEW, "password2": NEW}).status_code == 302
    client.post("/masuk/", {"login": "kepala@contoh.example", "password": NEW})
    assert get_user(client).role == User.Role.LEADER


def test_another_persons_account_is_refused(staff):
    with pytest.raises(CommandError, match="bukan Kepala"):
        call_command("invite_leader", staff.email, "Siapa Saja")


def test_a_false_address_is_refused(db):
    with pytest.raises(CommandError):
        call_command("invite_leader", "bukan surel", "Siapa Saja")
