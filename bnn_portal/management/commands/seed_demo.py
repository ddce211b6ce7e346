"""`manage seed_demo`: the workshop of 6 December 2023 and what might have become of it, for a look around."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from action_plans.models import Evidence, ProgressUpdate
from bnn_portal.management.demo import institutions
from bnn_portal.management.demo.build import build_demo, sample_workshops
from bnn_portal.management.demo.cast import PASSWORD
from reports.models import Report

ACCOUNTS = {
    "staff": institutions.STAFF[0],
    "leader": institutions.LEADER[0],
    "contact_person": institutions.contact_address(institutions.CONTACT_PERSON),
    "contact_person_other": institutions.contact_address(institutions.CONTACT_PERSON_OTHER),
    "coordinator": institutions.COORDINATOR[0],
    "official": institutions.OFFICIAL[0],
}
LABELS = {
    "staff": "Staf P2M",
    "leader": "Kepala BNN Kota Malang",
    "contact_person": "Narahubung Disdikbud",
    "contact_person_other": "Narahubung Polresta",
    "coordinator": "Koordinator (Bakesbangpol)",
    "official": "Pejabat Forkopimda",
    "workshop": "Workshop 6 Desember 2023",
    "action_plan": "Rencana aksi bersama",
    "action_item_own": "Butir aksi Disdikbud",
    "action_item_foreign": "Butir aksi Polresta",
    "evidence_own": "Data dukung Disdikbud",
    "evidence_foreign": "Data dukung Polresta",
    "report": "Laporan progres",
    "report_file": "PDF laporan progres",
}


class Command(BaseCommand):
    help = "Mengisi data contoh: workshop 6 Desember 2023, rencana aksinya, dan tindak lanjutnya. Boleh diulang."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="cetak akun dan alamat sebagai JSON")

    def handle(self, *, json: bool, **options) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Data contoh tidak diisikan ke Portal yang dipakai sungguhan (PORTAL_MODE=production).")
        build_demo()
        self.stdout.write(_as_json() if json else _as_text())


def _facts() -> dict[str, dict[str, Any]]:
    workshop = sample_workshops().earliest("pk")
    report = Report.objects.issued().filter(is_sample=True, number="DATA CONTOH").earliest("pk")
    own, foreign = _first_evidence("contact_person"), _first_evidence("contact_person_other")
    return {
        "accounts": {role: {"email": email, "password": PASSWORD} for role, email in ACCOUNTS.items()},
        "urls": {
            "workshop": reverse("workshops:workshop_detail", kwargs={"workshop_id": workshop.pk}),
            "action_plan": reverse("action_plans:plan_detail", kwargs={"plan_id": workshop.action_plan.pk}),
            "action_item_own": reverse("action_plans:item_detail", kwargs={"item_id": own.update.item_id}),
            "action_item_foreign": reverse("action_plans:item_detail", kwargs={"item_id": foreign.update.item_id}),
            "evidence_own": reverse("action_plans:evidence_download", kwargs={"evidence_id": own.pk}),
            "evidence_foreign": reverse("action_plans:evidence_download", kwargs={"evidence_id": foreign.pk}),
            "report": reverse("reports:report_detail", kwargs={"report_id": report.pk}),
            "report_file": reverse("reports:report_download", kwargs={"report_id": report.pk}),
        },
    }


def _first_evidence(role: str) -> Evidence:
    """The first file that the account handed in. Neither it nor its item ever goes away, whatever is done meanwhile."""
    sent = Evidence.objects.exclude(file="").exclude(update__status=ProgressUpdate.Status.DRAFT)
    return sent.select_related("update").filter(uploaded_by__email=ACCOUNTS[role]).earliest("pk")


def _as_json() -> str:
    return json.dumps(_facts(), indent=2)


def _as_text() -> str:
    facts = _facts()
    lines = ["Data contoh siap.", "", "Akun:"]
    lines += [f"  {LABELS[role]:<28}{account['email']}" for role, account in facts["accounts"].items()]
    lines += [f"  {'Kata sandi semuanya':<28}{PASSWORD}", "", "Halaman:"]
    lines += [f"  {LABELS[name]:<28}{path}" for name, path in facts["urls"].items()]
    return "\n".join(lines)
