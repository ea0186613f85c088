"""Form HQ 01: the list of documents without commercial value, line by line, and what is signed of it.

Its lines travel as NDJSON behind a line with a salt, packed small. The deed names their sums and the SHA-256 over these
very bytes: whoever holds them can prove what was signed, and once they are erased the digest alone betrays nobody.
"""

import secrets
import zlib
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec.structs import replace

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS

SALT_BYTES = 16
_LEVEL = 6


class DocumentLine(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """One line: columns 2 to 11 of the form; its number (1) is its place. Fields are named as in the manifest."""

    sender_name: str
    sender_address: str
    receiver_name: str
    receiver_address: str
    goods: str
    packages: int
    weight: Decimal
    """In kilograms, to the gram."""
    house_bill: str = ""
    """As the identity numbers, "nếu có"."""
    sender_code: str = ""
    receiver_code: str = ""
    hs_code: str = ""
    origin: str = ""
    """Country, two letters."""
    fee: int = 0
    """Lệ phí, in đồng: no law that was read asks for any."""
    remark: str = ""


class Sums(msgspec.Struct, frozen=True):
    count: int
    packages: int
    weight: str
    fee: int
    digest: str


class _Salt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    salt: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]


class LinesUnreadable(Refusal):
    """What travels beside the deed holds no lines of the form, too many, or not in their one spelling."""

    code = "HQ01-UNREADABLE"


_ENCODER = msgspec.json.Encoder()
_LINE = msgspec.json.Decoder(DocumentLine)
_SALT = msgspec.json.Decoder(_Salt)


def spelled(lines: Sequence[DocumentLine], salt: str = "") -> bytes:
    """The lines in their one spelling. A new salt is drawn where none is given."""
    return _ENCODER.encode_lines([_Salt(salt or secrets.token_hex(SALT_BYTES)), *lines])


def read(told: bytes) -> list[DocumentLine]:
    """Raises LinesUnreadable."""
    salt, *lines = told.removesuffix(b"\n").split(b"\n")
    found: list[DocumentLine] = []
    try:
        head = _SALT.decode(salt)
        for line in lines:
            found.append(_LINE.decode(line))  # noqa: PERF401 - how many were read tells where it stopped
    except msgspec.MsgspecError:
        raise LinesUnreadable(line=len(found) + 1) from None
    if any(not one.weight.is_finite() for one in found) or spelled(found, head.salt) != told:
        raise LinesUnreadable(line=0)
    return found


def with_fee(lines: Sequence[DocumentLine], fee: int) -> list[DocumentLine]:
    """Each with this fee, in đồng."""
    return [replace(one, fee=fee) for one in lines]


def packed(told: bytes) -> str:
    """As it travels in JSON and forms."""
    return b64encode(zlib.compress(told, _LEVEL)).decode()


def unpacked(text: str) -> bytes:
    """Raises LinesUnreadable: it is not packed so, or holds more than any list may."""
    try:
        unpacker = zlib.decompressobj()
        told = unpacker.decompress(b64decode(text, validate=True), LIMITS.hq01_bytes)
    except (Error, ValueError, zlib.error):
        raise LinesUnreadable(line=0) from None
    if not unpacker.eof or unpacker.unused_data:
        raise LinesUnreadable(line=0)
    return told


def summed(told: bytes, lines: Sequence[DocumentLine]) -> Sums:
    """`told`: the same lines as they are spelled."""
    return Sums(
        count=len(lines),
        packages=sum(one.packages for one in lines),
        weight=format(sum((one.weight for one in lines), Decimal(0)), "f"),
        fee=sum(one.fee for one in lines),
        digest=sha256(told).hexdigest(),
    )
