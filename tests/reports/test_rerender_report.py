"""An old report is made again from its snapshot alone, byte for byte, whatever changed since."""

import io
from contextlib import contextmanager
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from action_plans.models import ActionItem, ReportingPeriod
from reports import documents, services, versions
from reports.models import Report
from stakeholders.models import OfficeSettings
from tests.reports.conftest import DATED_ON


@pytest.fixture
def rendered(items, queued) -> Report:
    return services.render_inline(queued)


@pytest.fixture
def edition(rendered, leader) -> Report:
    return services.render_inline(services.issue_report(rendered, "B/12/VII/2024", DATED_ON, "limited", by=leader))


@contextmanager
def no_database():
    def refuse(execute, sql, params, many, context):
        raise AssertionError(f"asked the database: {sql[:200]}")

    with connection.execute_wrapper(refuse):
        yield


def change_the_world(items, dinas) -> None:
    dinas.short_name = "Dinas Baru"
    dinas.save()
    ActionItem.objects.update(status=ActionItem.Status.CANCELLED, title="Judul baru")
    OfficeSettings.objects.update(signatory_title="Plt. Kepala", letterhead="KANTOR LAIN", city="Batu")
    ReportingPeriod.objects.update(status=ReportingPeriod.Status.CLOSED)


def check(report: Report) -> str:
    output = io.StringIO()
    call_command("rerender_report", report.pk, check=True, stdout=output)
    return output.getvalue()


def test_a_page_is_composed_from_the_snapshot_alone(items, queued):
    report = Report.objects.get(pk=queued.pk)
    with no_database():
        page = documents.compose(report)
    assert "Laporan progres Kota Malang B06 2024" in page.html


def test_each_rendering_records_what_it_was_made_with(rendered):
    assert rendered.rendered_sha256 == rendered.file_sha256 != ""
    assert rendered.made_with == versions.current()
    assert {"templates", "fonts", "weasyprint", "pango"} <= rendered.made_with.keys()


def test_a_discarded_copy_leaves_no_record_of_bytes(rendered, staff):
    services.discard_report(rendered, by=staff)
    rendered.refresh_from_db()
    assert (rendered.rendered_sha256, rendered.made_with) == ("", {})
    with pytest.raises(CommandError, match="Belum ada dokumen"):
        check(rendered)


@pytest.mark.parametrize("kept", ["rendered", "edition"])
def test_the_same_bytes_come_out_whatever_changed_since(request, kept, items, dinas, tmp_path):
    report = request.getfixturevalue(kept)
    before = documents.compose(report)
    change_the_world(items, dinas)
    assert report.rendered_sha256 in check(report)
    after = documents.compose(Report.objects.get(pk=report.pk))
    assert after == before
    assert "Judul baru" not in after.html
    assert "Kepala BNN Kota Malang," in after.html
    file = tmp_path / "lama.pdf"
    call_command("rerender_report", report.pk, output=file, stdout=io.StringIO())
    with report.file.open() as stored:
        assert stored.read() == file.read_bytes()


def test_a_superseded_edition_renders_as_it_was_published(edition, period, staff, leader):
    second = services.render_inline(services.request_report(period, by=staff))
    services.render_inline(services.issue_report(second, "B/13/VII/2024", DATED_ON, "ordinary", by=leader))
    edition.refresh_from_db()
    assert edition.status == Report.Status.SUPERSEDED
    assert edition.rendered_sha256 in check(edition)


def test_a_review_copy_stays_the_same_after_a_failed_issue(items, ask, leader):
    asked = dict.fromkeys(Report.TEXTS, "Teks lama")
    rendered = services.render_inline(ask("progress", **asked))
    corrected = dict.fromkeys(Report.TEXTS, "Teks baru")
    services.issue_report(rendered, "B/12/VII/2024", DATED_ON, "limited", by=leader, **corrected)
    assert "Teks baru" in documents.compose(Report.objects.get(pk=rendered.pk)).html
    services.fail_render(services.claim_report(rendered.pk), "Ruang penyimpanan penuh.")
    rendered.refresh_from_db()
    assert (rendered.number, rendered.legal_basis) == ("B/12/VII/2024", "Teks baru")  # kept for the next try
    page = documents.compose(rendered).html
    assert "Teks lama" in page
    assert "Teks baru" not in page
    assert "B/12/VII/2024" not in page
    assert rendered.rendered_sha256 in check(rendered)


def test_a_document_that_is_not_signed_after_all_becomes_the_same_review_copy_again(rendered, leader):
    before = rendered.rendered_sha256
    services.issue_report(rendered, "B/12", DATED_ON, "limited", "outside", by=leader, copies_to="Wali Kota Malang")
    awaiting = services.render_inline(rendered)
    assert (awaiting.status, awaiting.rendered_sha256 == before) == (Report.Status.AWAITING_SIGNATURE, False)
    services.recall_report(awaiting, by=leader)
    again = services.render_inline(awaiting)
    assert again.rendered_sha256 == before
    assert again.rendered_sha256 in check(again)


def test_a_difference_is_named_with_its_causes(rendered):
    made_with = {**versions.current(), "templates": "lama", "weasyprint": "69.0"}
    Report.objects.filter(pk=rendered.pk).update(rendered_sha256=sha256(b"lain").hexdigest(), made_with=made_with)
    with pytest.raises(CommandError) as refusal:
        check(rendered)
    assert refusal.value.returncode == 1
    told = str(refusal.value)
    assert f"bytes: {sha256(b'lain').hexdigest()} → {rendered.rendered_sha256}" in told
    assert "templates: lama → " in told
    assert f"weasyprint: 69.0 → {versions.current()['weasyprint']}" in told
    assert "fonts" not in told


def test_an_altered_snapshot_is_noticed(rendered):
    Report.objects.filter(pk=rendered.pk).update(snapshot=rendered.snapshot.replace("Satgas", "Satuan"))
    with pytest.raises(CommandError, match="snapshot: not the one that was taken"):
        check(rendered)


def test_other_versions_that_yield_the_same_bytes_are_no_difference(rendered):
    Report.objects.filter(pk=rendered.pk).update(made_with={"weasyprint": "69.0"})
    assert rendered.rendered_sha256 in check(rendered)


def test_what_cannot_be_compared_is_refused(rendering):
    with pytest.raises(CommandError, match="sedang dikerjakan"):
        check(rendering)
    with pytest.raises(CommandError, match="There is no report"):
        call_command("rerender_report", 987_654, check=True)
