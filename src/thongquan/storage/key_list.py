"""Which keys the folder holds, and which of them the books use. Nothing of a key itself is shown."""

import msgspec
from cryptography import x509

from thongquan.storage.keyring import (
    AUTHORITY_CERTIFICATE,
    files_of,
    keys_in_use,
    require_owner_only,
)
from thongquan.storage.maintaining import Operator
from thongquan.storage.rotating import FIRST
from thongquan.storage.snapshot import snapshot


class Listed(msgspec.Struct, frozen=True):
    purpose: str
    number: int
    file: str
    in_use: bool
    valid: str
    """Of the authority's certificate: from one day to another."""


def listed(operator: Operator) -> list[Listed]:
    operator.vault()
    with snapshot(operator.data) as books:
        in_use = keys_in_use(books)
    found = []
    for purpose, first in FIRST.items():
        for number, path in sorted(files_of(operator.keys, first).items()):
            require_owner_only(path)
            used = number == getattr(in_use, purpose)
            found.append(Listed(purpose, number, path.name, used, _valid(operator, purpose, number)))
    return found


def _valid(operator: Operator, purpose: str, number: int) -> str:
    file = files_of(operator.keys, AUTHORITY_CERTIFICATE).get(number)
    if purpose != "authority" or file is None:
        return ""
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    return f"{certificate.not_valid_before_utc:%Y-%m-%d} – {certificate.not_valid_after_utc:%Y-%m-%d}"
