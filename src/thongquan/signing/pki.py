"""A demonstration certification authority, so that everything can be tried without a real one. Never for real use.

folder/anchors/*.pem  intermediates/*.pem  crls/*.crl     what verifiers are given
folder/companies/TAX-KEY.p12 and .pem                     what companies hold
folder/officers/ID.p12 and .pem                           what officers hold
folder/authority/key.pem and certificate.pem              what the authority signs receipts with
folder/private/*.pem                                      the keys of the certification authority
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from thongquan.signing.issuing import (
    AUTHORITY,
    INTERMEDIATE,
    ROOT,
    CaKey,
    Issuer,
    Key,
    company_name,
    issue_authority,
    issue_ca,
    issue_company_certificate,
    officer_name,
    revocation_list,
)

CRL_DAYS = 30


def make_pki(folder: Path, *, moment: datetime | None = None, crl_days: int = CRL_DAYS) -> None:
    """Root, intermediate, the authority's receipt certificate and fresh revocation lists."""
    now = _now(moment)
    for name, mode in (
        ("anchors", 0o755),
        ("intermediates", 0o755),
        ("crls", 0o755),
        ("companies", 0o700),
        ("authority", 0o700),
        ("private", 0o700),
    ):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=mode)
    root_key, intermediate_key, authority_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = issue_ca(ROOT, root_key, None, now, path_length=1)
    intermediate = issue_ca(INTERMEDIATE, intermediate_key, Issuer(root, root_key), now, path_length=0)
    authority = issue_authority(AUTHORITY, authority_key, Issuer(root, root_key), now)
    _write_private(folder / "private" / "root.pem", root_key)
    _write_private(folder / "private" / "intermediate.pem", intermediate_key)
    _write_private(folder / "authority" / "key.pem", authority_key)
    (folder / "anchors" / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "intermediates" / "intermediate.pem").write_bytes(intermediate.public_bytes(Encoding.PEM))
    (folder / "authority" / "certificate.pem").write_bytes(authority.public_bytes(Encoding.PEM))
    renew_crls(folder, moment=moment, crl_days=crl_days)


def issue_company(
    folder: Path, tax_code: str, name: str, *, password: str, key: str = "rsa", moment: datetime | None = None
) -> Path:
    """A company's key and certificate, as a PKCS#12 file under `password`. `key` is "rsa" (2048) or "p256"."""
    private = _company_key(key)
    issuer = _issuer(folder, "intermediate")
    certificate = issue_company_certificate(company_name(tax_code, name), private, issuer, _now(moment))
    file = folder / "companies" / f"{tax_code}-{key}.p12"
    return _write_key_file(file, name, (private, certificate, issuer.certificate), password)


def issue_officer(folder: Path, officer: str, name: str, *, password: str, moment: datetime | None = None) -> Path:
    """An officer's key and certificate, as a PKCS#12 file under `password`; the key is of the kind P-256."""
    private = ec.generate_private_key(ec.SECP256R1())
    issuer = _issuer(folder, "intermediate")
    certificate = issue_company_certificate(officer_name(name), private, issuer, _now(moment))
    (folder / "officers").mkdir(exist_ok=True, mode=0o700)
    file = folder / "officers" / f"{quote(officer, safe='')}.p12"
    return _write_key_file(file, name, (private, certificate, issuer.certificate), password)


def _write_key_file(file: Path, name: str, held: tuple[Key, x509.Certificate, x509.Certificate], password: str) -> Path:
    """Key, certificate and its issuer's in one file, with the certificate by itself beside it."""
    sealed = BestAvailableEncryption(password.encode())
    private, certificate, issuer = held
    _write_secret(file, serialize_key_and_certificates(name.encode(), private, certificate, [issuer], sealed))
    file.with_suffix(".pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return file


def revoke(folder: Path, serial: int, *, moment: datetime | None = None, crl_days: int = CRL_DAYS) -> None:
    """Put a certificate of the intermediate on its list."""
    with (folder / "private" / "revoked.txt").open("a") as file:
        file.write(f"{serial:x} {_now(moment).isoformat()}\n")
    renew_crls(folder, moment=moment, crl_days=crl_days)


def renew_crls(folder: Path, *, moment: datetime | None = None, crl_days: int = CRL_DAYS) -> None:
    """New lists of both issuers, in force from `moment` (default: now) for `crl_days`."""
    now = _now(moment)
    record = folder / "private" / "revoked.txt"
    lines = record.read_text().splitlines() if record.exists() else []
    revoked = [(int(serial, 16), datetime.fromisoformat(day)) for serial, day in (line.split() for line in lines)]
    until = now + timedelta(days=crl_days)
    for name, serials in (("root", []), ("intermediate", revoked)):
        listed = revocation_list(_issuer(folder, name), serials, now, until)
        (folder / "crls" / f"{name}.crl").write_bytes(listed.public_bytes(Encoding.DER))


def _company_key(kind: str) -> Key:
    if kind == "rsa":
        return rsa.generate_private_key(65_537, 2048)
    if kind == "p256":
        return ec.generate_private_key(ec.SECP256R1())
    raise ValueError(kind)


def _issuer(folder: Path, name: str) -> Issuer:
    place = "anchors" if name == "root" else "intermediates"
    certificate = x509.load_pem_x509_certificate((folder / place / f"{name}.pem").read_bytes())
    key = load_pem_private_key((folder / "private" / f"{name}.pem").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return Issuer(certificate, key)


def _now(moment: datetime | None) -> datetime:
    """Certificates know whole seconds only."""
    return (moment or datetime.now(UTC)).replace(microsecond=0)


def _write_private(file: Path, key: CaKey) -> None:
    _write_secret(file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _write_secret(file: Path, data: bytes) -> None:
    """For its owner's eyes from the first byte on."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(data)
