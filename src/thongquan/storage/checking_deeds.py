"""Every deed against its leaf, its signature and its place; and what the deeds together say of the register."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import apsw
import msgspec
from cryptography.exceptions import InvalidTag

from thongquan.authority.procedure_list import OPERATING, PROCEDURES
from thongquan.authority.procedures import Way
from thongquan.base.fault import Refusal
from thongquan.base.moment import stamp
from thongquan.registration.deed import Deed, read_deed
from thongquan.signing.certificate import RegisteredCertificate, described, ends_at
from thongquan.signing.checkpoint import receipt_leaf
from thongquan.signing.cms import read_cms
from thongquan.signing.frame import read_frame
from thongquan.signing.verifying import verify_signature
from thongquan.storage.deeds import SealedDeed, deed_place, open_deed
from thongquan.storage.findings import Findings
from thongquan.storage.register_followed import follow
from thongquan.storage.register_officers import is_operator, operators
from thongquan.storage.register_told import OnRecord, Told
from thongquan.storage.sealing import Vault

_DEEDS = """
SELECT seq, kind, at, account, company, certificate, delegation, digest, leaf, sealed FROM deed ORDER BY seq"""
_GAPS = "SELECT first, after FROM gap WHERE what = 'deed'"
_KEYS = "SELECT der, issuer_serial FROM certificate UNION ALL SELECT der, issuer_serial FROM officer_certificate"
_DER = """
SELECT der, tax_code, '' FROM certificate WHERE issuer_serial = ?1
UNION ALL SELECT der, '', officer FROM officer_certificate WHERE issuer_serial = ?1"""
_OWNER = "SELECT ifnull(tax_code, name) FROM account WHERE name = ?"

EVERY = PROCEDURES | OPERATING
BY_ITSELF, BY_COMPANY = "itself", "company"
REMEMBERED = 1_024


class Row(NamedTuple):
    """A row of the record, without what is sealed."""

    seq: int
    kind: str
    at: str
    account: str
    company: str
    certificate: str
    delegation: str
    digest: bytes
    leaf: bytes

    @property
    def where(self) -> str:
        return f"deed {self.seq}"


class Holder(NamedTuple):
    """Whose certificate it is: a company's or an officer's. The check of the register sees to it that it is so."""

    certificate: RegisteredCertificate
    tax_code: str
    officer: str


class Deeds:
    """Reads each deed once, in order, and follows what they say."""

    def __init__(self, connection: apsw.Connection, vault: Vault, findings: Findings) -> None:
        self._connection = connection
        self._vault = vault
        self._found = findings
        self._keys = {sha256(der).hexdigest(): key for der, key in connection.execute(_KEYS)}
        """Fingerprint → under what its certificate is kept: they are read one at a time."""
        self._certificate = lru_cache(maxsize=REMEMBERED)(self._read_certificate)
        self.told = Told()

    def check(self) -> Told:
        last = ""
        for row, sealed in self._in_order():
            if row.at < last:
                self._found.add("deed_order", row.where)
            last = max(last, row.at)
            self._check(row, sealed)
        return self.told

    def _in_order(self) -> Iterator[tuple[Row, bytes]]:
        """A place that is missing was left by a restoring, or a deed was taken out."""
        rows: Any = self._connection.execute(_GAPS).fetchall()
        gaps: dict[int, int] = dict(rows)
        expected = 1
        record: Any
        for record in self._connection.execute(_DEEDS):
            *known, sealed = record
            row = Row(*known)
            while expected in gaps:
                expected = gaps[expected]
            if row.seq != expected:
                self._found.add("deed_log", f"deed {expected}")
            expected = row.seq + 1
            yield row, sealed

    def _check(self, row: Row, sealed: bytes) -> None:
        opened = self._opened(row, sealed)
        if opened is None:
            return
        if (sha256(opened.text).digest(), receipt_leaf(opened.salt, opened.text, opened.outcome)) != (
            row.digest,
            row.leaf,
        ):
            self._found.add("deed_leaf", row.where)
        deed = self._read(row, opened)
        if deed is None:
            return
        if not self._is_signed(row, deed, opened):
            self._found.add("deed_signature", row.where)
        outcome = msgspec.json.decode(opened.outcome, type=dict[str, str])
        try:
            follow(self.told, OnRecord(row.seq, row.at, row.account, row.company, deed.says, outcome))
        except (KeyError, ValueError):  # it builds upon a deed that is missing or was changed
            self._found.add("deed_log", row.where)

    def _opened(self, row: Row, sealed: bytes) -> SealedDeed | None:
        try:
            place = deed_place(row.seq, *row[1:7])
            return open_deed(self._vault.open(sealed, place))
        except (InvalidTag, ValueError, msgspec.MsgspecError):
            self._found.add("deed_sealed", row.where)
            return None

    def _read(self, row: Row, opened: SealedDeed) -> Deed | None:
        """What the text says is what stands in clear."""
        try:
            deed = read_deed(opened.text)
        except Refusal:
            self._found.add("deed_text", row.where)
            return None
        if (deed.says.kind, deed.account) != (row.kind, row.account) or row.at < deed.at:
            self._found.add("deed_text", row.where)
        return deed

    def _is_signed(self, row: Row, deed: Deed, opened: SealedDeed) -> bool:
        """By the certificate that it names, which counted and is the account's; what nobody may send, by nobody."""
        procedure = EVERY.get(deed.says.kind)
        if not row.certificate:
            return not opened.signature and procedure is None and self._nobody_could_sign(row.at)
        if procedure is None or (procedure.signed_by != BY_ITSELF and not self.told.counts(row.certificate, row.at)):
            return False
        if procedure.signed_by == BY_COMPANY and self.told.has_left(row.certificate, row.at):
            return False
        try:
            by = self._certificate(row.certificate)
            verify_signature(read_cms(opened.signature), opened.text, by.certificate)
        except (Refusal, KeyError):
            return False
        return self._speaks_for(row, by, procedure.signed_by)

    def _nobody_could_sign(self, at: str) -> bool:
        """Only then an operator is founded, which is the one thing that nobody signs for."""
        try:
            ends = [ends_at(self._certificate(one).certificate) for _, one in operators(self.told)]
        except (Refusal, KeyError):
            return False
        return all(stamp(end) < at for end in ends)

    def _speaks_for(self, row: Row, by: Holder, way: Way) -> bool:
        """As the door asked (`authority/deed_door.py`): the certificate is the account's, the deed its company's."""
        if way in ("officer", "operator"):
            return by.officer == row.account and (way == "officer" or is_operator(self.told, by.officer))
        if by.tax_code != row.company:
            return False
        if way != "account":
            return by.tax_code == row.account
        known = self.told.accounts.get(row.account)
        if known is not None and (certificates := known.signs_with(row.at)):
            return row.certificate in certificates
        owner: Any = self._connection.execute(_OWNER, (row.account,)).fetchone()
        return owner is not None and owner[0] == (by.tax_code or by.officer)

    def _read_certificate(self, fingerprint: str) -> Holder:
        row: Any = self._connection.execute(_DER, (self._keys[fingerprint],)).fetchone()
        der, tax_code, officer = row
        return Holder(described(der, read_frame(der), tax_code), tax_code, officer)
