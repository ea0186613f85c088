"""Key files (PKCS#12), well and badly made."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from demo_pki import PASSWORD


def key_file(
    folder: Path,
    key: Any,
    certificate: bytes,
    *,
    others: Sequence[bytes] = (),
    password: str = PASSWORD,
) -> Path:
    """The certificates stand in the file in this order; which of them is that of `key` is the caller's affair."""
    file, encryption = folder / "key.p12", BestAvailableEncryption(password.encode())
    loaded = [x509.load_der_x509_certificate(one) for one in (certificate, *others)]
    file.write_bytes(serialize_key_and_certificates(b"thu", key, None, loaded, encryption))
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
