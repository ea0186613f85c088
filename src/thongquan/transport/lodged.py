"""What travels beside the deed that lodges a transport: the declaration and its lists, in one spelling, packed small.

The deed names counts, places and the SHA-256 over these very bytes. A salt keeps the digest, which stays for ever, from
telling what stood on a short list once its lines are erased.
"""

import secrets
import zlib
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import can_be_reckoned
from thongquan.transport.lists import BillList, GoodsList
from thongquan.transport.model import Cargo, TransportCorrection, TransportDeclaration

SALT_BYTES = 16
_LEVEL = 6

_LAST_DAY = date(9000, 1, 1)
"""Of a planned end: days are reckoned from it, and the calendar ends with the year 9999."""

List = BillList | GoodsList


class LodgedUnreadable(Refusal):
    """What travels beside the deed is no declaration with its lists, too long, or not in its one spelling."""

    code = "TRANSPORT-BODY-UNREADABLE"


class Lodged(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    salt: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]
    declaration: TransportDeclaration | TransportCorrection
    lists: tuple[List, ...] = ()

    @property
    def goods_lists(self) -> list[GoodsList]:
        return [one for one in self.lists if isinstance(one, GoodsList)]

    @property
    def runs(self) -> int:
        """Vehicle runs: each has a list 04; without such a list there is one."""
        return max(len(self.goods_lists), 1)


_DECODER = msgspec.json.Decoder(Lodged)


def lodged(declaration: TransportDeclaration, lists: Sequence[List] = (), salt: str = "") -> Lodged:
    """A new salt is drawn where none is given."""
    return Lodged(salt or secrets.token_hex(SALT_BYTES), declaration, tuple(lists))


def spelled(one: Lodged) -> bytes:
    return msgspec.json.encode(one)


def read(told: bytes) -> Lodged:
    """Raises LodgedUnreadable."""
    try:
        one = _DECODER.decode(told)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise LodgedUnreadable from None
    numbers = ((row.cargo_weight, row.volume, row.price) for row in one.declaration.cargo)
    is_judged = (
        _rows(one.declaration) <= LIMITS.transport_rows and (one.declaration.finish_day or _LAST_DAY) <= _LAST_DAY
    )
    if not is_judged or not all(can_be_reckoned(number) for row in numbers for number in row) or spelled(one) != told:
        raise LodgedUnreadable
    return one


def _rows(declaration: TransportDeclaration) -> int:
    """To tell of each of 200,000 what is wrong with it would keep everybody else waiting for half a minute."""
    within = sum(len(row.other_laws) + len(row.damage_codes) for row in declaration.cargo)
    within += sum(len(piece.seals) for piece in declaration.pieces)
    return len(declaration.cargo) + len(declaration.export_declarations) + len(declaration.pieces) + within


def digest_of(told: bytes) -> str:
    return sha256(told).hexdigest()


def packed(told: bytes) -> str:
    """As it travels in JSON and forms."""
    return b64encode(zlib.compress(told, _LEVEL)).decode()


def unpacked(text: str) -> bytes:
    """Raises LodgedUnreadable: it is not packed so, or holds more than any transport may."""
    try:
        unpacker = zlib.decompressobj()
        told = unpacker.decompress(b64decode(text, validate=True), LIMITS.transport_bytes)
    except (Error, ValueError, zlib.error):
        raise LodgedUnreadable from None
    if not unpacker.eof or unpacker.unused_data:
        raise LodgedUnreadable
    return told


def departs_from(declaration: TransportDeclaration) -> str:
    """The place of departure, by which equal cargo numbers are looked for."""
    return declaration.departure_area or f"{declaration.departure_port} {declaration.departure_berth}"


def corrected(correction: TransportCorrection) -> TransportDeclaration:
    """The declaration as a correction leaves it: without the cargo that it deletes."""
    said = {name: getattr(correction, name) for name in TransportDeclaration.__struct_fields__ if name != "cargo"}
    kept = [row for row in correction.cargo if row.line_correction != DELETED]
    rows = tuple(Cargo(**{name: getattr(row, name) for name in Cargo.__struct_fields__}) for row in kept)
    return TransportDeclaration(**said, cargo=rows)


DELETED = "3"
