"""Everything that was registered, as it was signed, filing by filing."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import apsw
import msgspec
from cryptography.exceptions import InvalidTag

from thongquan.storage.database import LAST_ACT, UnsafeDatabase, one_number
from thongquan.storage.record import place_of, unpack
from thongquan.storage.sealing import Vault

_REGISTERED = """
SELECT d.filing, d.number, d.direction, d.registered_at, d.house, a.seq, a.sealed
FROM act a JOIN declaration d ON d.number = a.number AND d.registered = a.seq
WHERE a.kind = 'registered' AND a.seq <= ? ORDER BY a.seq"""
_COUNT = "SELECT count(*) FROM act WHERE kind = 'registered' AND seq <= ?"


class Registered(msgspec.Struct, frozen=True, gc=False):
    """One declaration. `signed` is empty when its term of keeping has passed."""

    filing: int
    direction: str
    registered_at: str
    house: bytes
    signed: bytes


def last_act(books: apsw.Connection) -> int:
    """The place in the log up to which the books go now."""
    return one_number(books, LAST_ACT)


def registered_count(books: apsw.Connection, until: int) -> int:
    return one_number(books, _COUNT, until)


def registered_filings(books: apsw.Connection, vault: Vault, until: int) -> Iterator[list[Registered]]:
    """The declarations of one filing after another, up to act `until`. In the log those of a filing lie together.

    Raises:
        UnsafeDatabase: one of them was not sealed with these keys.
    """
    for _, own in groupby(_registered(books, vault, until), key=attrgetter("filing")):
        yield list(own)


def _registered(books: apsw.Connection, vault: Vault, until: int) -> Iterator[Registered]:
    for filing, number, direction, at, house, seq, sealed in books.execute(_REGISTERED, (until,)):
        try:
            signed = unpack(vault.open(sealed, place_of(number, seq))).signed if sealed else b""
        except InvalidTag:
            raise UnsafeDatabase(f"act {seq} does not open with these keys") from None
        yield Registered(filing, direction, at, house, signed)
