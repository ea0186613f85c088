"""What lies sealed in an act, and the place each sealed thing is bound to."""

import msgspec

from thongquan.authority.refusals import Erased


class Record(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The line as it was signed (empty for later acts), the decision in its one spelling, salt, and the reasons."""

    salt: bytes
    decision: bytes
    signed: bytes
    reasons: list[str]


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(Record).decode


def pack(salt: bytes, decision: bytes, signed: bytes, reasons: list[str]) -> bytes:
    return _ENCODE((salt, decision, signed, reasons))


def unpack(plain: bytes) -> Record:
    return _DECODE(plain)


def kept(sealed: bytes) -> bytes:
    """What is sealed, if it is still there.

    Raises:
        Erased: its term has passed.
    """
    if not sealed:
        raise Erased
    return sealed


def place_of(number: int, seq: int) -> bytes:
    """An act's sealed bytes open only for its own declaration at its own place in the log."""
    return b"act %d %d" % (number, seq)


def answer_place(batch: bytes) -> bytes:
    return b"answer " + batch
