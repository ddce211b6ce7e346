"""The seal: real keys, real documents, and what becomes of them when somebody changes a byte."""

import subprocess
import sys
from datetime import UTC, datetime

import page
import pytest
from django.core.management import CommandError, call_command

from reports import examining, signing
from reports.management.commands.make_seal import self_made_seal
from tests.reports import papers
from tests.reports.conftest import SEALED_AT


@pytest.fixture
def look(tmp_path):
    """`look(unsigned, signed)`: what the check of signed documents says."""

    def check(unsigned: bytes, signed: bytes) -> dict:
        (tmp_path / "unsigned.pdf").write_bytes(unsigned)
        (tmp_path / "signed.pdf").write_bytes(signed)
        return examining.check_signed(tmp_path / "unsigned.pdf", tmp_path / "signed.pdf")

    return check


def test_a_sealed_document_is_the_rendered_one_with_its_seal_behind(unsealed, sealed, look):
    assert sealed.startswith(unsealed)
    found = look(unsealed, sealed)
    assert found["refusal"] == ""
    [seal] = found["signatures"]
    assert seal["name"] == seal["issuer"] == "Segel Uji (tidak tersertifikasi)"
    assert {name for name in seal if seal[name] is True} == {"is_self_made", "is_intact", "covers_file"}


def test_sealing_twice_gives_the_same_bytes(unsealed, sealed, seal_file):
    assert signing.sign(unsealed, key_file=seal_file, password="", moment=SEALED_AT) == sealed
    later = datetime(2024, 7, 9, tzinfo=UTC)
    assert signing.sign(unsealed, key_file=seal_file, password="", moment=later) != sealed


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_seal_costs_the_document_none_of_its_conformance(unsealed, sealed, profile):
    for content in (unsealed, sealed):
        assert [str(failure) for failure in page.validate_pdf_bytes(content, profile=profile).failures] == []


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda unsealed, sealed: unsealed, "unsigned"),
        (lambda unsealed, sealed: sealed + b"\n% lagi\n", "appended"),
        (lambda unsealed, sealed: papers.update(sealed), "appended"),
        (lambda unsealed, sealed: papers.flip(sealed, len(unsealed) // 2), "other_document"),
        (lambda unsealed, sealed: papers.falsify(sealed), "broken"),
        (lambda unsealed, sealed: papers.draw("Lain sama sekali."), "other_document"),
        (lambda unsealed, sealed: sealed[: len(unsealed) + 100], "unsigned"),
        (lambda unsealed, sealed: papers.update(unsealed), "unsigned"),
    ],
)
def test_what_was_changed_is_refused(unsealed, sealed, look, spoil, refusal):
    assert look(unsealed, spoil(unsealed, sealed))["refusal"] == refusal


def test_a_signature_from_outside_is_accepted_with_its_visible_field(unsigned, seal_file, look):
    found = look(unsigned, papers.sign_outside(unsigned, seal_file))
    assert found["refusal"] == ""
    assert found["signatures"][0]["name"] == "Segel Uji (tidak tersertifikasi)"


def test_a_second_signature_from_outside_is_accepted(unsigned, seal_file, sealed, look):
    once = papers.sign_outside(unsigned, seal_file)
    found = look(unsigned, papers.sign_again(once, seal_file))
    assert (found["refusal"], len(found["signatures"])) == ("", 2)


@pytest.mark.parametrize("spoil", [papers.empty_first_page, papers.run_on_opening, papers.stick_a_note_on])
def test_a_signature_that_brings_something_else_with_it_is_refused(unsigned, seal_file, look, spoil):
    spoiled = papers.sign_outside(unsigned, seal_file, spoil=spoil)
    assert look(unsigned, spoiled)["refusal"] == "changed"


def test_without_the_right_key_nothing_is_sealed(unsealed, seal_file, tmp_path):
    locked = tmp_path / "segel.p12"
    with pytest.raises(signing.SealError, match="no key"):
        signing.sign(unsealed, key_file=locked, password="", moment=SEALED_AT)
    locked.write_bytes(self_made_seal("Segel", "sandi segel"))
    with pytest.raises(signing.SealError, match="wrong password"):
        signing.sign(unsealed, key_file=locked, password="keliru", moment=SEALED_AT)
    assert signing.sign(unsealed, key_file=locked, password="sandi segel", moment=SEALED_AT).startswith(unsealed)


def test_a_document_without_room_for_the_seal_is_not_sealed(seal_file):
    with pytest.raises(signing.SealError):
        signing.sign(papers.draw(), key_file=seal_file, password="", moment=SEALED_AT)


@pytest.mark.parametrize("has_key", [True, False])
def test_the_user_who_alone_has_the_key_seals_what_is_handed_over(unsealed, sealed, seal_file, tmp_path, has_key):
    key = seal_file if has_key else tmp_path / "tidak-ada.p12"
    request = signing.HEAD.pack(int(SEALED_AT.timestamp())) + unsealed
    command = [sys.executable, "-m", "reports.signing"]
    done = subprocess.run(command, input=request, env={"SEAL_FILE": str(key)}, capture_output=True, check=True)
    assert done.stdout == (signing.SEALED + sealed if has_key else signing.REFUSED)
    assert (b"tidak-ada.p12" in done.stderr) is not has_key


def test_the_command_makes_a_seal_that_only_its_owner_reads_and_never_overwrites_one(tmp_path, capsys):
    path = tmp_path / "baru" / "segel.p12"
    call_command("make_seal", output=path)
    assert "tidak tersertifikasi" in capsys.readouterr().out
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(CommandError, match="sudah ada"):
        call_command("make_seal", output=path)
    assert path.read_bytes() == before


def test_without_a_place_the_command_asks_for_one(settings):
    settings.SEAL_FILE = ""
    with pytest.raises(CommandError, match="--output"):
        call_command("make_seal")
