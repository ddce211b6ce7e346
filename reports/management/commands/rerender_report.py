"""`manage rerender_report`: an old report from its snapshot once more, to look at or as proof."""

from hashlib import sha256
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bnn_portal.exceptions import DomainError
from reports import services
from reports.models import Report


class Command(BaseCommand):
    help = "Render a report again from its snapshot; with --check prove that the same bytes come out (exit 0, else 1)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("report_id", type=int)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="compare with what was recorded; write nothing")
        what.add_argument("--output", type=Path, help="write the unsigned PDF to this file")

    def handle(self, *, report_id: int, check: bool, output: Path | None, **options) -> None:
        report = Report.objects.filter(pk=report_id).first()
        if report is None:
            raise CommandError(f"There is no report {report_id}.")
        try:
            content = services.rerender_report(report).content
        except DomainError as error:
            raise CommandError(str(error)) from error
        if output is not None:
            output.write_bytes(content)
            self.stdout.write(f"{output}: {len(content)} bytes, sha256 {sha256(content).hexdigest()}")
        elif differences := services.differences_of(report, content):
            raise CommandError("\n".join([f"Report {report_id} differs.", *differences]))
        else:
            self.stdout.write(f"Report {report_id}: the same bytes, sha256 {report.rendered_sha256}")
