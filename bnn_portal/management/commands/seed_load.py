"""`manage seed_load`: synthetic volume for benchmarks."""

import time
from argparse import ArgumentTypeError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bnn_portal.management.load import build_load, refresh_statistics


def count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"isi bilangan bulat mulai 1, bukan '{text}'")
    return int(text)


class Command(BaseCommand):
    help = (
        "Menambah data buatan dalam jumlah besar untuk mengukur kecepatan. Isinya sama untuk hari dan angka yang sama."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--workshops", type=count, default=200, help="jumlah workshop (bawaan: 200)")
        parser.add_argument("--items", type=count, default=5000, help="jumlah butir aksi (bawaan: 5000)")
        parser.add_argument("--updates", type=count, default=20000, help="jumlah laporan kemajuan (bawaan: 20000)")

    def handle(self, *, workshops: int, items: int, updates: int, **options) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Data buatan tidak diisikan ke Portal yang dipakai sungguhan (PORTAL_MODE=production).")
        began = time.monotonic()
        build_load(workshops=workshops, items=items, updates=updates)
        refresh_statistics()
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{workshops} workshop, {items} butir aksi, dan {updates} laporan kemajuan ditambahkan "
            f"dalam {seconds:.0f} detik."
        )
