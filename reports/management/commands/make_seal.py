"""`manage make_seal`: a key and a certificate that the office gives itself, for demonstration and for trying out."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

KEY_BITS = 3072
# The demo issues reports in its own past; a seal from before its certificate would look forged.
VALID_BEFORE = timedelta(days=5 * 365)
VALID_AFTER = timedelta(days=5 * 365)
UNCERTIFIED = "tidak tersertifikasi"


class Command(BaseCommand):
    help = "Membuat kunci dan sertifikat segel sendiri untuk peragaan (tidak tersertifikasi)."

    def add_arguments(self, parser):
        parser.add_argument("--name", default="Segel BNN Kota Malang", help="nama pada sertifikat")
        parser.add_argument("--output", type=Path, help="berkas PKCS#12 (bawaan: SEAL_FILE)")

    def handle(self, *, name: str, output: Path | None, **options):
        path = output or (Path(settings.SEAL_FILE) if settings.SEAL_FILE else None)
        if path is None:
            raise CommandError("Sebutkan berkasnya: ./portal manage make_seal --output BERKAS.p12")
        content = self_made_seal(f"{name} ({UNCERTIFIED})", settings.SEAL_PASSWORD)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # Never over a key that sealed something, and never readable by others, not even for a moment.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise CommandError(f"{path} sudah ada dan tidak ditimpa.") from error
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        self.stdout.write(f"{path}: segel “{name}”, {UNCERTIFIED}. Hanya untuk peragaan.")


def self_made_seal(name: str, password: str) -> bytes:
    """A new key with a certificate that it signed itself, as PKCS#12."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        **dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False),
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - VALID_BEFORE)
        .not_valid_after(now + VALID_AFTER)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    protection = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, protection)
