"""The register as it was before there were deeds: its hash stands in the signed event of the migration."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import apsw
import msgspec

from thongquan.base.fault import Refusal
from thongquan.signing.frame import read_frame

_COMPANIES = "SELECT tax_code, name, code, suspended FROM company ORDER BY tax_code"
_OFFICERS = "SELECT id, name, office, role FROM officer ORDER BY id"
_CERTIFICATES = "SELECT der, tax_code, state FROM certificate"
_ACCOUNTS = (
    "SELECT a.name, a.kind, a.tax_code, c.der FROM account a LEFT JOIN certificate c ON issuer_serial = certificate"
)


def told_before(connection: apsw.Connection) -> dict[str, str]:
    """The facts of the event, while no deed is on record yet."""
    certificates = [(fingerprint(der), tax_code, state) for der, tax_code, state in connection.execute(_CERTIFICATES)]
    accounts = [
        (name, kind, tax_code, fingerprint(der) if der else "")
        for name, kind, tax_code, der in connection.execute(_ACCOUNTS)
    ]
    return {
        "companies": digest_of(connection.execute(_COMPANIES)),
        "certificates": digest_of(certificates),
        "officers": digest_of(connection.execute(_OFFICERS)),
        "accounts": digest_of(accounts),
    }


def digest_of(rows: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 over the rows, whatever their order; "" for none."""
    spelled = sorted(msgspec.json.encode(row) for row in rows)
    return sha256(b"\n".join(spelled)).hexdigest() if spelled else ""


def fingerprint(der: bytes) -> str:
    return sha256(der).hexdigest()


def is_under(key: bytes, der: bytes) -> bool:
    """The certificate is kept under its own issuer and serial number."""
    try:
        return read_frame(der).issuer_serial == key
    except (Refusal, msgspec.MsgspecError):
        return False
