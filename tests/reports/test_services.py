"""Every move of a report that exists, every move that does not."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from bnn_portal.exceptions import DomainError, StaleEdit
from reports import services
from reports.models import OutgoingMail, Report, ReportDownload
from reports.services.moves import TRANSITIONS
from reports.services.notices import MOST_SENDINGS
from stakeholders.models import OfficeSettings, User
from tests.factories import AppointmentFactory
from tests.reports.conftest import DATED_ON, finished, issued

Status = Report.Status


def moves(report: Report) -> list[tuple[str, str, object]]:
    return [(change.from_status, change.to_status, change.by) for change in report.status_changes.all()]


# ------------------------------------------------------------------------------------------------ asking


def test_a_request_takes_the_snapshot_and_waits_for_a_worker(items, period, staff):
    report = services.request_report(period, by=staff)
    assert (report.status, report.requested_by, report.as_of) == (Status.QUEUED, staff, date(2024, 6, 30))
    assert "1 dari 5 butir aksi selesai, 2 terlambat." in report.snapshot
    assert len(report.snapshot_sha256) == 64
    assert report.queued_at is not None
    assert report.edition is None


def test_a_second_request_joins_the_first_while_it_is_in_work(queued, period, leader):
    assert services.request_report(period, by=leader) == queued
    services.claim_report(queued.pk)
    assert services.request_report(period, by=leader) == queued


def test_whoever_joins_is_told_the_same_once(
    queued, period, leader, staff, django_capture_on_commit_callbacks, mailoutbox
):
    for _ in range(2):
        services.request_report(period, by=leader)
    services.request_report(period, by=staff)
    assert list(queued.joined_by.all()) == [leader]
    with django_capture_on_commit_callbacks(execute=True):
        finished(queued)
    assert sorted(message.to[0] for message in mailoutbox) == sorted([queued.requested_by.email, leader.email])


def test_an_account_that_was_closed_is_told_nothing(queued, django_capture_on_commit_callbacks, mailoutbox):
    User.objects.filter(pk=queued.requested_by_id).update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        finished(queued)
    assert mailoutbox == []


def test_a_finished_report_does_not_stop_a_new_request(ready, period, staff):
    assert services.request_report(period, by=staff) != ready


def test_an_open_period_is_reported_as_of_today(staff):
    today = clock.today()
    period = ReportingPeriod.objects.get(starts_on__lte=today, ends_on__gte=today)
    assert services.request_report(period, by=staff).as_of == today


def test_a_period_that_has_not_begun_cannot_be_reported(staff):
    period = ReportingPeriod.objects.filter(starts_on__gt=clock.today()).first()
    with pytest.raises(DomainError, match="baru dimulai"):
        services.request_report(period, by=staff)


# ------------------------------------------------------------------------------------------------ issuing


def test_issuing_numbers_the_edition_and_hands_it_to_the_worker(ready, leader):
    report = services.issue_report(ready, " B/12/VII/2024 ", DATED_ON, "limited", by=leader, version=ready.version)
    assert (report.status, report.edition, report.number) == (Status.ISSUING, 1, "B/12/VII/2024")
    assert (report.dated_on, report.classification, report.attempt) == (DATED_ON, "limited", 0)
    assert moves(report)[-1] == (Status.READY, Status.ISSUING, leader)


def test_the_worker_publishes_what_the_leader_issued(ready, leader):
    draft = ready.file.name
    report = issued(ready, leader)
    assert report.status == Status.PUBLISHED
    assert report.published_at is not None
    assert moves(report)[-1] == (Status.ISSUING, Status.PUBLISHED, None)
    assert report.file.name == draft  # the test's worker hands in the same bytes


def test_the_review_copy_is_deleted_once_another_document_takes_its_place(
    ready, leader, django_capture_on_commit_callbacks
):
    draft = ready.file.name
    services.issue_report(ready, "1", DATED_ON, "ordinary", by=leader)
    with django_capture_on_commit_callbacks(execute=True):
        services.finish_render(services.claim_report(ready.pk), b"%PDF-1.4 final", 4, made_with={})
    ready.refresh_from_db()
    assert not default_storage.exists(draft)
    with ready.file.open() as file:
        assert file.read() == b"%PDF-1.4 final"


def test_a_new_edition_supersedes_the_one_before(published, period, staff, leader):
    second = issued(finished(services.request_report(period, by=staff)), leader)
    published.refresh_from_db()
    assert (published.status, published.edition) == (Status.SUPERSEDED, 1)
    assert (second.status, second.edition) == (Status.PUBLISHED, 2)
    assert moves(published)[-1] == (Status.PUBLISHED, Status.SUPERSEDED, None)


def test_a_revoked_edition_keeps_its_number(published, period, staff, leader):
    services.revoke_report(published, "Salah periode", by=leader)
    assert issued(finished(services.request_report(period, by=staff)), leader).edition == 2


def test_two_editions_of_a_period_are_not_issued_at_once(ready, period, staff, leader):
    other = finished(services.request_report(period, by=staff))
    services.issue_report(ready, "1", DATED_ON, "ordinary", by=leader)
    with pytest.raises(DomainError, match="sedang diterbitkan"):
        services.issue_report(other, "2", DATED_ON, "ordinary", by=leader)


@pytest.mark.parametrize("day", [date(2024, 6, 29), clock.today() + timedelta(days=1)])
def test_a_report_is_not_dated_before_its_facts_or_in_the_future(ready, leader, day):
    with pytest.raises(DomainError, match="Tanggal laporan antara"):
        services.issue_report(ready, "1", day, "ordinary", by=leader)


def test_a_report_is_not_issued_without_a_number(ready, leader):
    with pytest.raises(DomainError, match="Isi nomor"):
        services.issue_report(ready, "  ", DATED_ON, "ordinary", by=leader)


def test_issuing_refuses_a_stale_page(ready, leader):
    with pytest.raises(StaleEdit):
        services.issue_report(ready, "1", DATED_ON, "ordinary", by=leader, version=ready.version + 1)


def test_whoever_held_the_post_on_that_day_signs(ready, leader):
    office = OfficeSettings.objects.get()
    post = {"institution": office.institution, "position_title": office.signatory_title}
    AppointmentFactory(**post, person_name="Kepala Lama", ends_on=date(2024, 6, 30))
    AppointmentFactory(**post, person_name="Kepala Baru", rank="Kombes Pol", starts_on=date(2024, 7, 1))
    report = services.issue_report(ready, "1", DATED_ON, "ordinary", by=leader)
    assert report.signatory == "Kepala Baru\nKombes Pol"


def test_nobody_is_invented_as_signatory(ready, leader):
    assert services.issue_report(ready, "1", DATED_ON, "ordinary", by=leader).signatory == ""


def test_a_failed_issue_is_a_review_copy_again_with_number_and_date_kept(ready, leader):
    services.issue_report(ready, "B/1", DATED_ON, "ordinary", by=leader)
    services.fail_render(services.claim_report(ready.pk), "Ruang penyimpanan penuh.")
    ready.refresh_from_db()
    assert (ready.status, ready.number, ready.dated_on) == (Status.READY, "B/1", DATED_ON)
    assert (ready.edition, ready.error) == (None, "Ruang penyimpanan penuh.")
    assert issued(ready, leader).edition == 1


# ------------------------------------------------------------------------------------------------ taking back


def test_a_queued_and_a_rendering_report_can_be_cancelled(queued, staff):
    services.cancel_report(queued, by=staff)
    queued.refresh_from_db()
    assert queued.status == Status.CANCELLED
    assert moves(queued) == [(Status.QUEUED, Status.CANCELLED, staff)]


def test_discarding_deletes_the_review_copy(ready, staff, django_capture_on_commit_callbacks):
    name = ready.file.name
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_report(ready, by=staff)
    ready.refresh_from_db()
    assert (ready.status, ready.file.name, ready.page_count) == (Status.DISCARDED, "", 0)
    assert not default_storage.exists(name)


def test_a_failed_report_is_queued_again_with_fresh_attempts(failed, staff):
    token = failed.token
    services.retry_report(failed, by=staff)
    failed.refresh_from_db()
    assert (failed.status, failed.attempt, failed.error, failed.token) == (Status.QUEUED, 0, "", token)


def test_a_failed_report_waits_while_a_newer_request_is_in_work(failed, period, staff):
    services.request_report(period, by=staff)
    with pytest.raises(DomainError, match="sedang disusun"):
        services.retry_report(failed, by=staff)
    failed.refresh_from_db()
    assert failed.status == Status.FAILED


def test_revoking_needs_a_reason_and_keeps_the_file(published, leader):
    with pytest.raises(DomainError, match="alasan"):
        services.revoke_report(published, " ", by=leader)
    services.revoke_report(published, "Angka keliru", by=leader)
    published.refresh_from_db()
    assert published.status == Status.REVOKED
    assert published.status_changes.last().note == "Angka keliru"
    assert default_storage.exists(published.file.name)


ACTIONS = {
    "cancel": (services.cancel_report, Status.CANCELLED),
    "discard": (services.discard_report, Status.DISCARDED),
    "retry": (services.retry_report, Status.QUEUED),
    "revoke": (lambda report, by: services.revoke_report(report, "alasan", by=by), Status.REVOKED),
    "issue": (lambda report, by: services.issue_report(report, "1", DATED_ON, "ordinary", by=by), Status.ISSUING),
}
FORBIDDEN = [
    (action, status)
    for action, (_, to) in ACTIONS.items()
    for status in Status
    if to not in TRANSITIONS.get(status, ())
]


@pytest.mark.parametrize(("action", "status"), FORBIDDEN)
def test_a_move_that_does_not_exist_is_refused_and_changes_nothing(queued, leader, action, status):
    Report.objects.filter(pk=queued.pk).update(status=status, number="lama", dated_on=DATED_ON, edition=1)
    with pytest.raises(DomainError):
        ACTIONS[action][0](queued, by=leader)
    queued.refresh_from_db()
    assert (queued.status, queued.number, queued.edition) == (status, "lama", 1)
    assert moves(queued) == []


# ------------------------------------------------------------------------------------------------ telling


def test_only_downloads_of_issued_documents_are_recorded(ready, leader, official):
    services.record_download(ready, by=leader)
    assert not ReportDownload.objects.exists()
    report = issued(ready, leader)
    services.record_download(report, by=official)
    download = ReportDownload.objects.get()
    assert (download.user, download.file_sha256) == (official, report.file_sha256)


def test_the_requester_gets_a_link_when_the_review_copy_is_ready(queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        finished(queued)
    (message,) = mail.outbox
    assert message.to == [queued.requested_by.email]
    assert message.subject.endswith("siap diperiksa")
    assert f"/laporan/{queued.pk}/" in message.body
    assert message.attachments == []


def test_the_requester_learns_why_it_failed(rendering, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.fail_render(rendering, "Ruang penyimpanan penuh.")
    (message,) = mail.outbox
    assert "gagal disusun" in message.subject
    assert "Ruang penyimpanan penuh." in message.body


def test_officials_are_told_of_a_published_report(ready, leader, official, django_capture_on_commit_callbacks):
    services.issue_report(ready, "1", DATED_ON, "ordinary", by=leader)
    with django_capture_on_commit_callbacks(execute=True):
        finished(ready)
    assert {message.to[0] for message in mail.outbox} == {official.email, ready.requested_by.email}
    assert all("sudah terbit" in message.subject for message in mail.outbox)


def test_a_mail_that_cannot_be_sent_changes_nothing(queued, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        finished(queued)
    queued.refresh_from_db()
    assert queued.status == Status.READY
    assert OutgoingMail.objects.get().attempt == 1


def test_a_mail_that_did_not_leave_leaves_later_and_once(
    queued, settings, django_capture_on_commit_callbacks, mailoutbox
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        finished(queued)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    services.sweep_reports()
    assert mailoutbox == []  # its time has not come
    OutgoingMail.objects.update(next_at=Now() - timedelta(seconds=1))
    for _ in range(2):
        services.sweep_reports()
    assert [message.to for message in mailoutbox] == [[queued.requested_by.email]]
    assert not OutgoingMail.objects.exists()


def test_a_mail_whose_worker_was_killed_leaves_all_the_same(queued, mailoutbox):
    """Killed after the commit, before anything that follows it."""
    finished(queued)
    assert mailoutbox == []
    services.sweep_reports()
    assert [message.to for message in mailoutbox] == [[queued.requested_by.email]]


def test_a_title_of_any_length_fits_a_mail(queued, django_capture_on_commit_callbacks, mailoutbox):
    Report.objects.filter(pk=queued.pk).update(title="Laporan\nkegiatan " + "a" * 330)
    with django_capture_on_commit_callbacks(execute=True):
        finished(queued)
    assert mailoutbox[0].subject.startswith("Laporan kegiatan aaa")


def test_a_mail_that_never_leaves_is_given_up(queued, settings):
    finished(queued)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    OutgoingMail.objects.update(attempt=MOST_SENDINGS - 1)
    services.sweep_reports()
    assert not OutgoingMail.objects.exists()
