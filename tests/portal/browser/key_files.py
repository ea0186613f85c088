"""Key files (PKCS#12), well and badly made."""

import subprocess
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, KeySerializationEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from demo_pki import PASSWORD


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def key_file(
    folder: Path,
    key: Any,
    certificate: bytes,
    *,
    encryption: KeySerializationEncryption | None = None,
    password: str = PASSWORD,
) -> Path:
    file = folder / "key.p12"
    chosen = encryption or BestAvailableEncryption(password.encode())
    loaded = x509.load_der_x509_certificate(certificate)
    file.write_bytes(serialize_key_and_certificates(b"thu", key, loaded, None, chosen))
    return file


def exported_by_openssl(folder: Path, file: Path, *options: str, password: str = PASSWORD) -> Path:
    """The same key and certificates in a file that `openssl pkcs12 -export` writes with `options`."""
    plain, made = folder / "plain.pem", folder / "exported.p12"
    secret = f"pass:{password}"
    subprocess.run(
        ["openssl", "pkcs12", "-in", file, "-passin", f"pass:{PASSWORD}", "-nodes", "-out", plain], check=True
    )
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-in", plain, "-passout", secret, "-out", made, *options], check=True
    )
    return made
