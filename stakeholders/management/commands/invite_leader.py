from django.core.management.base import BaseCommand, CommandError

from bnn_portal.exceptions import DomainError
from stakeholders.services import appoint_leader


class Command(BaseCommand):
    help = "Membuat akun Kepala yang pertama dan mencetak tautan untuk membuat kata sandinya."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, email, name, **options):
        try:
            account, link = appoint_leader(email, name)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Akun Kepala untuk {account.name} ({account.email}) siap.\n"
            f"Serahkan tautan ini kepadanya; berlaku 3 hari dan satu kali pakai:\n{link}"
        )
