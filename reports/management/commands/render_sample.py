"""`manage render_sample`: the progress report of invented items, to look at and to measure; asks no database."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from action_plans.models import Pillar, ReportingPeriod
from reports import documents
from reports.kinds import progress
from reports.models import Report

STANDS_ON = date(2026, 6, 30)
INSTITUTIONS = 40
LEADS = (
    "Dinas Pendidikan dan Kebudayaan",
    "Polresta Malang Kota",
    "Dinas Kesehatan",
    "Badan Kesatuan Bangsa dan Politik",
    "Kecamatan Lowokwaru",
    "Dinas Sosial, P3AP2KB",
    "Kantor Kementerian Agama",
    "Diskominfo",
)
TITLES = (
    "Materi pencegahan narkoba dalam masa pengenalan lingkungan sekolah (MPLS)",
    "Pelatihan guru BK sebagai pendamping siswa rentan",
    "Membentuk satgas antinarkoba di setiap RW",
    "Tes urine berkala bagi aparatur sipil negara di lingkungan dinas",
    "Kanal media sosial bersama untuk pesan pencegahan",
    "Posko Kelurahan Bersinar dengan jadwal piket mingguan dan buku tamu",
    "Skrining dan rujukan rehabilitasi di puskesmas",
    "Survei ketahanan remaja terhadap ajakan memakai narkoba",
)
UNITS = ("kegiatan", "orang", "sekolah", "kelurahan")
# How the statuses occur in a city that is half way.
STATUSES = (*["done"] * 8, *["in_progress"] * 7, *["not_started"] * 3, "blocked", "cancelled")


class Command(BaseCommand):
    help = "Render the progress report of N invented items through the real template, without the database."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--items", type=int, required=True, metavar="N")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")
        parser.add_argument("--untagged", action="store_true", help="without the structure for screen readers")

    def handle(self, *, items: int, output: Path, untagged: bool, **options) -> None:
        from reports import pdf  # WeasyPrint stays out of web processes

        page = compose_sample(items)
        document = pdf.render(
            page.html,
            images=page.images,
            files=page.files,
            on_progress=lambda step, percent: None,
            is_tagged=not untagged,
        )
        output.write_bytes(document.content)
        digest = sha256(document.content).hexdigest()
        self.stdout.write(f"{output}: {document.page_count} pages, {len(document.content)} bytes, sha256 {digest}")


def compose_sample(items: int) -> documents.Page:
    """The page of a review copy that tells of that many items; the same for the same number."""
    period = ReportingPeriod(
        year=2026,
        semester=ReportingPeriod.Semester.B06,
        starts_on=date(2026, 1, 1),
        ends_on=STANDS_ON,
        status=ReportingPeriod.Status.CLOSED,
    )
    report = Report(code="0" * 32, period=period, as_of=STANDS_ON, is_sample=True)
    office = {
        "name": "BNN Kota Malang",
        "letterhead": ["BADAN NARKOTIKA NASIONAL REPUBLIK INDONESIA", "KOTA MALANG"],
        "contact": "Jalan Contoh 1, Malang · (0341) 000000 · kantor@contoh.example",
        "city": "Malang",
        "signatory_title": "Kepala BNN Kota Malang",
    }
    report.snapshot = documents.write_snapshot(report, progress.tell(report, sample_rows(items), office))
    return documents.compose(report)


def sample_rows(items: int) -> list[dict[str, Any]]:
    """Invented items as `progress.tell` wants them, those of one institution behind those of the other."""
    return sorted(map(_row, range(items)), key=lambda row: (row["lead_name"], row["code"]))


def _row(number: int) -> dict[str, Any]:
    status = STATUSES[(number * 7 + number // 20) % len(STATUSES)]
    institution = number % INSTITUTIONS
    due_on = STANDS_ON + timedelta(days=number * 11 % 240 - 60)
    is_open = status not in ("done", "cancelled")
    target = Decimal(number % 9 + 2) * 5
    value = target if status == "done" else None if status == "not_started" else target * (number % 4 + 1) / 5
    achievement = None if value is None else value * 100 / target
    return {
        "pillar": Pillar.values[number % len(Pillar.values)],
        "kotan_variable": "",
        "lead_id": institution + 1,
        "lead_name": f"{LEADS[institution % len(LEADS)]} {institution // len(LEADS) + 1}",
        "status_on_day": status,
        "is_overdue": is_open and due_on < STANDS_ON,
        "is_due_soon": False,
        "is_awaiting": status == "in_progress" and number % 10 == 0,
        "is_stale": status == "in_progress" and number % 6 == 0,
        "days_late": max((STANDS_ON - due_on).days, 0) if is_open else 0,
        "counted_achievement": achievement,
        "is_listed": number % 50 != 49,
        "plan__workshop__is_sample": True,
        "code": f"RA-2026-{number + 1:03}",
        "title": TITLES[number // 3 % len(TITLES)],
        "unit": UNITS[number % len(UNITS)],
        "target": target,
        "current_value": value,
        "achievement": achievement,
        "due_on": due_on,
        "reported_on": STANDS_ON - timedelta(days=number % 40),
    }
