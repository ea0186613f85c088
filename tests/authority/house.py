"""A whole authority in a folder of its own, and filings to put before it."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from authority import operators
from building import a_mic
from demo_pki import NOW, OFFICERS, P256_COMPANY, RSA_COMPANY, Pki, demo_pki
from thongquan.app import Parts, Service, build_authority
from thongquan.authority.deed_work import Carried
from thongquan.authority.file_group import file_group, hear
from thongquan.authority.front_door import admit
from thongquan.authority.judging import Hearing
from thongquan.authority.sitting import Sitting
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import business_day, stamp
from thongquan.declaration.codec import encode_line
from thongquan.registration.model import Officer, Role
from thongquan.signing import merkle
from thongquan.storage.keyring import AUTHORITY_CERTIFICATE, AUTHORITY_KEY, CHOICE_KEY, write_new

SYSTEM = "thongquan-test"
SECRET = b"a-secret-of-the-reader"
NAMES = {RSA_COMPANY: "Công ty TNHH Chuyển phát nhanh Thử Nghiệm", P256_COMPANY: "Công ty CP Giao nhận Đường Sáng"}

ROLES: dict[str, Role] = {"cb01": "officer", "ct01": "head"}
IDENTITIES = {"cb01": "079180000101", "ct01": "079180000103"}

KEY_OF_CHOICE = bytes(range(32))
"""So that the same house bills are drawn for inspection whenever a test is run."""


@cache
def the_pki() -> Pki:
    return demo_pki(Path(tempfile.mkdtemp(prefix="thongquan-pki-")))


class SettableClock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now


class House:
    """Books, keys and trust under one folder; an operator, both companies and two officers are registered."""

    def __init__(self, folder: Path, limits: Limits = LIMITS, now: datetime = NOW, *, everybody: bool = True) -> None:
        pki, keys = the_pki(), folder / "keys"
        self.clock, self.closed = SettableClock(now), False
        if everybody and not keys.exists() and not (folder / "data").exists():
            self.clock.now = _copied(folder, now)
        self.service = Service(
            data=folder / "data", keys=keys, trust=pki.folder, system=SYSTEM, listen="127.0.0.1:0", limits=limits
        )
        if not keys.exists():
            keys.mkdir(mode=0o700, parents=True)
            (keys / AUTHORITY_KEY).touch(mode=0o600)
            (keys / AUTHORITY_KEY).write_bytes(pki.authority_key.read_bytes())
            (keys / AUTHORITY_KEY).chmod(0o600)
            (keys / AUTHORITY_CERTIFICATE).write_bytes(pki.authority_certificate.read_bytes())
            write_new(keys / CHOICE_KEY, KEY_OF_CHOICE)
        self.parts: Parts = build_authority(self.service, self.clock)
        if everybody:
            _register_everybody(self)

    @property
    def books(self) -> Any:
        return self.parts.ledger.books

    def sit(self, work: Any) -> Any:
        """One transaction, committed unless `work` raises."""
        self.parts.ledger.begin()
        try:
            result = work(Sitting(self.parts.authority, self.parts.ledger.books, self.clock()))
        except BaseException:  # undone, and raised again
            self.parts.ledger.rollback()
            raise
        self.parts.ledger.commit()
        return result

    def file(self, *filings: Received) -> list[Any]:
        """The decoded answer of each, or the refusal's code."""
        return [one.code if isinstance(one, Refusal) else msgspec.json.decode(one) for one in self.file_raw(*filings)]

    def file_raw(self, *filings: Received) -> list[bytes | Refusal]:
        """Those that pass the front door are one group."""
        heard = [self._hear(one) for one in filings]
        hearings = [one for one in heard if isinstance(one, Hearing)]
        replies = iter(self.sit(lambda now: file_group(hearings, now)) if hearings else [])
        return [next(replies) if isinstance(one, Hearing) else one for one in heard]

    def _hear(self, received: Received) -> Hearing | Refusal:
        authority = self.parts.authority
        try:
            return hear(admit(received, authority, self.books), business_day(self.clock.now), authority.choice)
        except Refusal as refusal:
            return refusal

    def rows(self, sql: str, *bindings: Any) -> list[tuple[Any, ...]]:
        return self.parts.ledger.books.connection.execute(sql, bindings).fetchall()

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        self.parts.ledger.close()
        self.parts.desk.close()


@cache
def _founded(now: datetime) -> tuple[Path, datetime]:
    """Where everybody was registered once, and until when that took: thousands of tests begin so."""
    folder = Path(tempfile.mkdtemp(prefix="thongquan-founded-"))
    house = House(folder, now=now, everybody=False)
    _register_everybody(house)
    house.close()
    return folder, house.clock.now


def _copied(folder: Path, now: datetime) -> datetime:
    founded, until = _founded(now)
    shutil.copytree(founded, folder, dirs_exist_ok=True)
    return until


def _register_everybody(house: House) -> None:
    """Once: a house that is opened again has them."""
    pki = the_pki()
    if house.books.officer(operators.OPERATOR) is not None:
        return
    operators.found(house, pki)
    for company, key in ((RSA_COMPANY, "rsa"), (P256_COMPANY, "p256")):
        add_company(house, NAMES[company], company, pki.certificate(key).der)
    for one, role in ROLES.items():
        officer = Officer(one, OFFICERS[one], "02DS", role)
        add_officer(house, officer, pki.officer(one).certificate.der, IDENTITIES[one])


def add_company(house: House, name: str, tax_code: str, *ders: bytes) -> Carried:
    return operators.add_company(house, name, tax_code, ders, pki=the_pki())


def add_officer(house: House, officer: Officer, der: bytes = b"", identity: str = "") -> Carried:
    return operators.add_officer(house, officer, der, identity, pki=the_pki())


def operated(house: House, kind: str, /, **says: Any) -> Carried:
    """What needs no certificate beside the text."""
    return operators.operated(house, kind, says, pki=the_pki())


def untie(house: House, company: str = RSA_COMPANY) -> None:
    """Without the user that is tied to each certificate that an operator adds: the company asks for its own."""
    tied = "DELETE FROM account WHERE kind = 'user' AND tax_code = ?"
    house.sit(lambda now: now.books.connection.execute(tied, (company,)))


def lines_of(*houses: str, **changes: Any) -> list[bytes]:
    """One right declaration for each house number, each to an owner of its own."""
    return [
        encode_line(a_mic(house_bill=house, **{"nonce": os.urandom(16).hex(), **an_owner(house), **changes}))
        for house in houses
    ]


def an_owner(house: str) -> dict[str, str]:
    """Another citizen number and address for each house: several houses of one owner would count together.

    Of so many digits that no two of the houses of a drill have the same.
    """
    number = int(sha256(house.encode()).hexdigest(), 16) % 10**11
    return {"importer_code": f"0{number:011d}", "importer_address": f"{house} Lê Lợi"}


def a_statement(lines: Sequence[bytes], **changes: Any) -> dict[str, Any]:
    return {
        "system": SYSTEM,
        "kind": "filing",
        "batch": a_batch_id(),
        "filer": RSA_COMPANY,
        "on_behalf_of": changes.get("filer", RSA_COMPANY),
        "office": "02DS",
        "direction": "import",
        "count": len(lines),
        "root": merkle.root([merkle.leaf_hash(line) for line in lines]).hex(),
        "reader": sha256(SECRET).hexdigest(),
        "created_at": stamp(NOW),
        **changes,
    }


def a_batch_id() -> str:
    """UUIDv7 in form; the time in it plays no part here."""
    text = uuid.uuid4().hex
    return str(uuid.UUID(f"019{text[3:12]}7{text[13:16]}8{text[17:]}"))


def a_filing(lines: Sequence[bytes], *, key: str = "rsa", **changes: Any) -> Received:
    """A filing signed by the company with that kind of key."""
    if key == "p256":
        changes = {"filer": P256_COMPANY, **changes}
    statement = canonical(a_statement(lines, **changes))
    signature = getattr(the_pki(), key).sign(statement)
    return Received(statement, signature, b"".join(line + b"\n" for line in lines), NOW)


def multipart(received: Received, boundary: str = "thongquan-test") -> bytes:
    parts = [
        ("application/json", received.statement),
        ("application/pkcs7-signature", received.signature),
        ("application/x-ndjson", received.declarations),
    ]
    body = b"".join(
        b"--%s\r\nContent-Type: %s\r\n\r\n%s\r\n" % (boundary.encode(), kind.encode(), content)
        for kind, content in parts
    )
    return body + f"--{boundary}--\r\n".encode()
