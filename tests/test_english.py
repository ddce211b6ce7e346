"""No mail speaks English. Screens and the report are read in a browser (`e2e/test_screens.py`)."""

import re

import pytest
from django.conf import settings

from tests.english import ENGLISH

MAILS = sorted((settings.BASE_DIR / "templates").rglob("*.txt"))


@pytest.mark.parametrize("mail", MAILS, ids=lambda path: path.name)
def test_a_mail_speaks_indonesian(mail):
    words = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", " ", mail.read_text(), flags=re.DOTALL)
    assert re.findall(ENGLISH, words, re.IGNORECASE) == []


def test_there_are_mails():
    assert len(MAILS) > 8
