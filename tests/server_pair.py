"""A certification authority for one test, and certificates of an https server."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class ServerPair:
    """Certificate and key in a folder; `renew` puts others in their place, as a certificate client does."""

    def __init__(self, folder: Path) -> None:
        self.certificate, self.key, self.ca = (folder / name for name in ("tls.pem", "tls.key", "ca.pem"))
        self._ca_key = generate_private_key(SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA of a test")])
        now = datetime.now(UTC)
        authority = (
            x509.CertificateBuilder(name, name, self._ca_key.public_key(), 1, now - DAY, now + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._ca_key, SHA256())
        )
        self.ca.write_bytes(authority.public_bytes(Encoding.PEM))
        self._issuer = name
        self.serial = 1
        self.renew()

    def renew(self, *, host: str = "127.0.0.1", days: int = 10) -> None:
        key = generate_private_key(SECP256R1())
        self.certificate.write_bytes(self._issued(key, host, days))
        self.write_key(key)

    def write_key(self, key: EllipticCurvePrivateKey | None = None) -> None:
        """Without a key one that belongs to no certificate."""
        key = key or generate_private_key(SECP256R1())
        self.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self.key.chmod(0o600)

    def _issued(self, key: EllipticCurvePrivateKey, host: str, days: int) -> bytes:
        now = datetime.now(UTC)
        self.serial += 1
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "customs server of a test")])
        since = now + min(days, 0) * DAY - DAY
        builder = x509.CertificateBuilder(
            self._issuer, subject, key.public_key(), self.serial, since, now + days * DAY
        ).add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
        return builder.sign(self._ca_key, SHA256()).public_bytes(Encoding.PEM)

    def context(self) -> ssl.SSLContext:
        """A client that trusts this authority only."""
        return ssl.create_default_context(cafile=self.ca)


def _named(host: str) -> x509.GeneralName:
    return x509.IPAddress(ip_address(host)) if host[0].isdecimal() else x509.DNSName(host)
