"""What a file is that somebody hands in: real documents, spoiled for real, looked into by the real small process."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from reports import services, signing
from reports.models import DocumentCheck, Report
from reports.services import checking
from tests.reports import papers
from tests.reports.conftest import DATED_ON, SEALED_AT, finished

Verdict = DocumentCheck.Verdict
Status = Report.Status


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("salinan.pdf", content, "application/pdf")


def checked(report: Report, content: bytes) -> DocumentCheck:
    """The answer, from the register or from the worker."""
    check = services.request_check(report, upload(content))
    if check.is_pending:
        services.check_document(check.pk)
        check.refresh_from_db()
        assert not check.file
    return check


# ------------------------------------------------------------------------------------------------ copies


def test_the_issued_bytes_are_known_without_a_worker(edition, sealed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        check = services.request_check(edition, upload(sealed))
    assert (check.verdict, check.file.name, callbacks) == (Verdict.GENUINE, "", [])


def test_what_was_superseded_is_still_what_it_was(edition, seal_edition, sealed, seal_file):
    text = "Edisi kedua dengan isi yang lain."
    rendered = papers.draw(text, add_field=signing.add_field)
    second_file = signing.sign(rendered, key_file=seal_file, password="", moment=SEALED_AT)
    second = seal_edition(second_file, rendered)
    edition.refresh_from_db()
    assert (edition.status, checked(edition, sealed).verdict) == (Status.SUPERSEDED, Verdict.GENUINE)
    under_the_new_code = checked(second, sealed)
    assert (under_the_new_code.verdict, under_the_new_code.found) == (Verdict.OTHER_EDITION, edition)


def test_another_reports_file_does_not_belong_to_this_code(edition, sealed):
    other = Report.objects.get(pk=edition.pk)
    other.period = ReportingPeriod.objects.exclude(pk=edition.period_id).first()
    other.pk, other.code, other.file_sha256, other.rendered_sha256 = None, "a" * 32, "b" * 64, ""
    other.save()
    check = checked(other, sealed)
    assert (check.verdict, check.found) == (Verdict.OTHER_REPORT, edition)


@pytest.mark.parametrize(
    ("spoil", "verdict"),
    [
        (lambda unsealed, sealed: unsealed, Verdict.UNSEALED),
        (lambda unsealed, sealed: sealed + b"\n% lagi\n", Verdict.APPENDED),
        (lambda unsealed, sealed: papers.update(sealed), Verdict.APPENDED),
        (lambda unsealed, sealed: sealed + papers.bomb(), Verdict.APPENDED),
        (lambda unsealed, sealed: papers.flip(sealed, len(sealed) - 700), Verdict.ALTERED),
        (lambda unsealed, sealed: papers.draw(papers.TEXT.replace("empat", "dua")), Verdict.ALTERED),
        (lambda unsealed, sealed: papers.draw("Surat undangan rapat koordinasi lintas instansi."), Verdict.FOREIGN),
        (lambda unsealed, sealed: papers.lock(sealed), Verdict.LOCKED),
        (lambda unsealed, sealed: b"bukan PDF", Verdict.NOT_PDF),
        (lambda unsealed, sealed: b"%PDF-1.7\n" + bytes(5000), Verdict.NOT_PDF),
        (lambda unsealed, sealed: b"PK\x03\x04" + bytes(100), Verdict.NOT_PDF),
        (lambda unsealed, sealed: b"\x89PNG\r\n\x1a\n" + bytes(100), Verdict.NOT_PDF),
        (lambda unsealed, sealed: b"<!doctype html><script>alert(1)</script>", Verdict.NOT_PDF),
    ],
)
def test_what_is_not_the_issued_file_is_told_apart(edition, unsealed, sealed, spoil, verdict):
    assert checked(edition, spoil(unsealed, sealed)).verdict == verdict


def test_a_changed_page_is_named(edition):
    check = checked(edition, papers.draw(papers.TEXT.replace("empat", "dua")))
    assert (check.changed_pages, check.has_sound_seal) == ([1], None)


def test_a_fake_sealed_by_somebody_else_has_no_sound_seal(edition, tmp_path):
    from reports.management.commands.make_seal import self_made_seal

    forged = tmp_path / "palsu.p12"
    forged.write_bytes(self_made_seal("Segel Uji (tidak tersertifikasi)", ""))
    fake = papers.draw(papers.TEXT.replace("empat", "dua"), add_field=signing.add_field)
    check = checked(edition, signing.sign(fake, key_file=forged, password="", moment=SEALED_AT))
    assert (check.verdict, check.has_sound_seal) == (Verdict.ALTERED, False)


def test_a_sound_seal_makes_no_issued_report_of_a_file_that_is_not_registered(edition, seal_file):
    trial = papers.draw("Percobaan yang tidak pernah terbit.", add_field=signing.add_field)
    check = checked(edition, signing.sign(trial, key_file=seal_file, password="", moment=SEALED_AT))
    assert (check.verdict, check.has_sound_seal) == (Verdict.FOREIGN, True)


def test_a_file_that_unpacks_without_end_is_given_up(edition):
    content = papers.bomb()
    assert len(content) < checking.MOST_BYTES
    assert checked(edition, content).verdict == Verdict.UNREADABLE


@pytest.mark.parametrize(("content", "words"), [(b"", "kosong"), (b"x" * (20 * 2**20 + 1), "20 MB")])
def test_what_is_empty_or_too_large_is_refused_at_the_door(edition, content, words):
    with pytest.raises(DomainError, match=words):
        services.request_check(edition, upload(content))


def test_no_more_wait_than_the_worker_can_do_in_an_evening(edition, sealed):
    for _ in range(checking.MOST_WAITING):
        DocumentCheck.objects.create(report=edition, sha256="c" * 64, size=1)
    with pytest.raises(DomainError, match="sedang diperiksa"):
        services.request_check(edition, upload(b"lain"))
    assert services.request_check(edition, upload(sealed)).verdict == Verdict.GENUINE


# ------------------------------------------------------------------------------------------------ the job


def test_a_check_is_taken_once_and_again_after_its_lease(edition):
    check = services.request_check(edition, upload(b"lain"))
    first = checking._claim(check.pk)
    assert checking._claim(check.pk) is None
    DocumentCheck.objects.filter(pk=check.pk).update(lease_until=Now() - timedelta(seconds=1))
    second = checking._claim(check.pk)
    checking._answer(first, verdict=Verdict.FOREIGN)
    check.refresh_from_db()
    assert check.is_pending
    checking._answer(second, verdict=Verdict.NOT_PDF)
    check.refresh_from_db()
    assert check.verdict == Verdict.NOT_PDF


def test_the_file_is_gone_once_the_answer_stands(edition, django_capture_on_commit_callbacks):
    check = services.request_check(edition, upload(b"lain"))
    name = check.file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        services.check_document(check.pk)
    assert not default_storage.exists(name)


def test_the_sweep_rings_gives_up_and_forgets(edition, django_capture_on_commit_callbacks):
    unheard, lost, old = (services.request_check(edition, upload(text)) for text in (b"1", b"2", b"3"))
    past = Now() - timedelta(minutes=5)
    DocumentCheck.objects.filter(pk=unheard.pk).update(queued_at=past)
    DocumentCheck.objects.filter(pk=lost.pk).update(lease_until=past, attempt=checking.MOST_ATTEMPTS)
    DocumentCheck.objects.filter(pk=old.pk).update(
        verdict=Verdict.FOREIGN, created_at=clock.now() - checking.KEPT - timedelta(minutes=1)
    )
    with django_capture_on_commit_callbacks() as callbacks:
        services.sweep_checks()
    assert any("_ring" in callback.__qualname__ for callback in callbacks)
    assert dict(DocumentCheck.objects.values_list("pk", "verdict")) == {
        unheard.pk: "",
        lost.pk: Verdict.UNREADABLE,
    }


# ------------------------------------------------------------------------------------------------ signed outside


def signed(report: Report, content: bytes, leader) -> Report:
    services.check_document(services.submit_signed(report, upload(content), by=leader).pk)
    report.refresh_from_db()
    return report


def test_a_document_signed_outside_is_published_with_the_name_on_its_certificate(awaiting, leader, unsigned, seal_file):
    content = papers.sign_outside(unsigned, seal_file)
    report = signed(awaiting, content, leader)
    assert (report.status, report.file_size, report.error) == (Status.PUBLISHED, len(content), "")
    assert report.signer_name == "Segel Uji (tidak tersertifikasi)"
    assert report.signed_by.startswith("Ditandatangani oleh Segel Uji")
    assert report.signer_trust == Report.Trust.SELF_MADE
    assert report.status_changes.last().by == leader
    with report.file.open() as file:
        assert file.read() == content
    assert checked(report, content).verdict == Verdict.GENUINE
    assert checked(report, unsigned).verdict == Verdict.UNSEALED


def test_a_document_that_two_officers_signed_is_published_under_the_last_name(
    awaiting, leader, unsigned, seal_file, tmp_path
):
    key, _ = papers.certified_key(tmp_path)
    content = papers.sign_again(papers.sign_outside(unsigned, seal_file), key)
    report = signed(awaiting, content, leader)
    assert (report.status, report.error, report.signer_name) == (Status.PUBLISHED, "", "Kepala Uji")
    with report.file.open() as file:
        assert file.read() == content


def test_what_unpacks_without_end_behind_a_signature_is_refused(awaiting, leader, unsigned, seal_file):
    report = signed(awaiting, papers.sign_outside(unsigned, seal_file) + papers.bomb(), leader)
    assert report.status == Status.AWAITING_SIGNATURE
    assert report.error in checking.REFUSALS.values()


def test_a_late_worker_takes_nothing_from_what_the_other_one_published(
    awaiting, leader, unsigned, seal_file, django_capture_on_commit_callbacks
):
    content = papers.sign_outside(unsigned, seal_file)
    check = services.submit_signed(awaiting, upload(content), by=leader)
    late = checking._claim(check.pk)
    DocumentCheck.objects.filter(pk=check.pk).update(lease_until=Now() - timedelta(seconds=1))
    services.check_document(check.pk)
    with django_capture_on_commit_callbacks(execute=True):
        checking._accept(late, content, b"", {})
    awaiting.refresh_from_db()
    assert (awaiting.status, awaiting.signer_name != "") == (Status.PUBLISHED, True)
    with awaiting.file.open() as file:
        assert file.read() == content


def test_a_configured_root_makes_a_certificate_trusted(awaiting, leader, unsigned, tmp_path, settings):
    key, root = papers.certified_key(tmp_path)
    settings.SEAL_ROOTS = str(root)
    report = signed(awaiting, papers.sign_outside(unsigned, key), leader)
    assert (report.signer_name, report.signer_issuer) == ("Kepala Uji", "Penerbit Uji")
    assert report.signer_trust == Report.Trust.TRUSTED


def test_without_a_root_nobodys_trust_is_judged(awaiting, leader, unsigned, tmp_path):
    key, _ = papers.certified_key(tmp_path)
    report = signed(awaiting, papers.sign_outside(unsigned, key), leader)
    assert report.signer_trust == Report.Trust.UNJUDGED
    assert "tidak dinilai" in report.signed_by


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda unsigned, signed: unsigned, "belum ditandatangani"),
        (lambda unsigned, signed: signed + b"\n% lagi\n", "ditambahkan setelah tanda tangan"),
        (lambda unsigned, signed: papers.update(signed), "ditambahkan setelah tanda tangan"),
        (lambda unsigned, signed: papers.flip(signed, 300), "bukan dokumen yang diunduh"),
        (lambda unsigned, signed: b"bukan PDF", "bukan dokumen yang diunduh"),
        (lambda unsigned, signed: papers.lock(signed), "bukan dokumen yang diunduh"),
        (lambda unsigned, signed: papers.bomb(), "bukan dokumen yang diunduh"),
    ],
)
def test_what_is_more_than_a_signature_is_refused_with_its_reason(awaiting, leader, unsigned, seal_file, spoil, words):
    report = signed(awaiting, spoil(unsigned, papers.sign_outside(unsigned, seal_file)), leader)
    assert report.status == Status.AWAITING_SIGNATURE
    assert words in report.error
    with report.file.open() as file:
        assert file.read() == unsigned


def test_a_new_try_forgets_the_last_refusal(awaiting, leader, unsigned, seal_file):
    report = signed(awaiting, unsigned, leader)
    assert report.error
    services.submit_signed(report, upload(papers.sign_outside(unsigned, seal_file)), by=leader)
    report.refresh_from_db()
    assert report.error == ""
    with pytest.raises(DomainError, match="masih diperiksa"):
        services.submit_signed(report, upload(b"lain"), by=leader)


def test_only_a_report_that_waits_takes_a_signed_document(ready, leader):
    with pytest.raises(DomainError, match="tidak lagi menunggu"):
        services.submit_signed(ready, upload(b"x"), by=leader)


def test_a_recalled_report_is_made_as_a_draft_again_and_takes_no_signature(awaiting, leader, unsigned, seal_file):
    check = services.submit_signed(awaiting, upload(papers.sign_outside(unsigned, seal_file)), by=leader)
    services.recall_report(awaiting, by=leader)
    services.check_document(check.pk)
    awaiting.refresh_from_db()
    check.refresh_from_db()
    assert (awaiting.status, awaiting.edition, awaiting.error) == (Status.QUEUED, None, "")
    assert check.verdict == Verdict.REFUSED
    assert finished(awaiting).status == Status.READY
    with pytest.raises(DomainError, match="tidak sedang menunggu"):
        services.recall_report(awaiting, by=leader)


def test_what_waits_for_a_signature_is_recalled_and_not_simply_tried_again(awaiting, leader):
    with pytest.raises(DomainError, match="Batalkan penandatanganan"):
        services.retry_report(awaiting, by=leader)


def test_a_signed_document_supersedes_the_edition_before(edition, period, staff, leader, unsigned, seal_file):
    copy = finished(services.request_report(period, by=staff))
    services.issue_report(copy, "B/13/VII/2024", DATED_ON, "ordinary", "outside", by=leader)
    services.finish_render(services.claim_report(copy.pk), unsigned, 1, made_with={})
    copy.refresh_from_db()
    edition.refresh_from_db()
    assert (copy.status, edition.status) == (Status.AWAITING_SIGNATURE, Status.PUBLISHED)
    signed(copy, papers.sign_outside(unsigned, seal_file), leader)
    edition.refresh_from_db()
    assert (copy.status, copy.edition, edition.status) == (Status.PUBLISHED, 2, Status.SUPERSEDED)


def test_while_one_edition_waits_for_its_signature_no_other_is_issued(awaiting, period, staff, leader):
    copy = finished(services.request_report(period, by=staff))
    with pytest.raises(DomainError, match="sedang diterbitkan"):
        services.issue_report(copy, "B/13", DATED_ON, "ordinary", by=leader)
