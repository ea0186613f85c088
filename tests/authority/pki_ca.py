"""An issuer of the demonstration, in the hands of a test."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from authority.house import the_pki
from signing.certificates import Ca


class PkiCa(Ca):
    """`name` is "root" or "intermediate"."""

    def __init__(self, folder: Path | None = None, name: str = "intermediate") -> None:
        folder = folder or the_pki().folder
        self.key = load_pem_private_key((folder / "private" / f"{name}.pem").read_bytes(), None)
        place = "anchors" if name == "root" else "intermediates"
        certificate = x509.load_pem_x509_certificate((folder / place / f"{name}.pem").read_bytes())
        self.der, self.name = certificate.public_bytes(Encoding.DER), certificate.subject
