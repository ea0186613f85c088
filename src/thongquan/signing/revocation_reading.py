"""The shape of a revocation list (RFC 5280, 5), by our own strict reader: one pass, no objects, no recursion.

Lengths of four octets are read here, unlike in messages: a list may have more than 16 MiB.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.signing.der import (
    BIT_STRING,
    BOOLEAN,
    CONTEXT_0,
    GENERALIZED_TIME,
    INTEGER,
    OBJECT,
    OCTET_STRING,
    SEQUENCE,
    UTC_TIME,
    expect,
    integer_is_minimal,
    object_identifier,
    only,
)
from thongquan.signing.refusal import SignatureRefused

NUMBER = object_identifier("2.5.29.20")
DELTA = object_identifier("2.5.29.27")
DISTRIBUTION_POINT = object_identifier("2.5.29.28")
HARMLESS = {NUMBER, object_identifier("2.5.29.35"), object_identifier("2.5.29.46")}
"""A full list of one issuer has these: number, the issuer's key, where newer data are to be had."""
OTHER_ISSUER = object_identifier("2.5.29.29")
HARMLESS_OF_ENTRIES = {object_identifier("2.5.29.21"), object_identifier("2.5.29.24"), object_identifier("2.5.29.23")}
"""Reason, day of the incident, and what to do while it is on hold: revoked is revoked."""

_INDIRECT = 0x84
_LONG = 0x84
_TRUE = 0xFF
_ALIKE = 1_024
"""Entries mostly have one of a few extensions, so many of which are looked at once only."""

Span = tuple[int, int]


class Head(msgspec.Struct, frozen=True):
    """Everything but the entries. Spans are places in the list's own bytes."""

    issuer: bytes
    """The issuer's name, in DER."""
    algorithm: bytes
    this_update: datetime
    next_update: datetime | None
    number: int | None
    kind: str
    """The code under which a list of this kind is refused; "" for a full list of one issuer."""
    entries: Span
    signed: Span
    signature: Span


def read_head(data: bytes) -> Head:
    at, end = _wide(data, 0, len(data))
    if end != len(data):
        raise SignatureRefused("CRL-UNREADABLE")
    signed_at = at
    body, body_end = _wide(data, at, end)
    _, algorithm_end = expect(SEQUENCE, data, body_end, end)
    signature_at, signature_end = only(BIT_STRING, data, algorithm_end, end)
    if data[signature_at] != 0:
        raise SignatureRefused("CRL-UNREADABLE")
    if data[body] == INTEGER:
        version, body = expect(INTEGER, data, body, body_end)
        if data[version:body] != b"\x01":
            raise SignatureRefused("CRL-UNREADABLE")
    _, issuer_at = expect(SEQUENCE, data, body, body_end)
    if data[body:issuer_at] != data[body_end:algorithm_end]:
        raise SignatureRefused("CRL-UNREADABLE")
    _, update_at = expect(SEQUENCE, data, issuer_at, body_end)
    this_update, at = _time(data, update_at, body_end)
    next_update = None
    if at < body_end and data[at] in {UTC_TIME, GENERALIZED_TIME}:
        next_update, at = _time(data, at, body_end)
    entries = (at, at)
    if at < body_end and data[at] == SEQUENCE:
        entries = _wide(data, at, body_end)
        at = entries[1]
    number, kind = _extensions(data, at, body_end)
    return Head(
        issuer=data[issuer_at:update_at],
        algorithm=data[body:issuer_at],
        this_update=this_update,
        next_update=next_update,
        number=number,
        kind=kind,
        entries=entries,
        signed=(signed_at, body_end),
        signature=(signature_at + 1, signature_end),
    )


def read_entries(data: bytes, head: Head) -> Iterator[bytes]:
    """The serial numbers, in the order of the list, without leading noughts.

    Raises:
        SignatureRefused: an entry says more than that its certificate is revoked, or cannot be read.
    """
    at, end = head.entries
    seen: set[bytes] = set()
    while at < end:
        start, stop = expect(SEQUENCE, data, at, end)
        serial_at, serial_end = expect(INTEGER, data, start, stop)
        day_end = serial_end + 2 + data[serial_end + 1]
        if data[serial_end] not in (UTC_TIME, GENERALIZED_TIME) or day_end > stop:
            raise SignatureRefused("CRL-UNREADABLE")
        if day_end < stop and (more := data[day_end:stop]) not in seen:
            _check_entry(more)
            if len(seen) < _ALIKE:
                seen.add(more)
        serial = data[serial_at:serial_end].lstrip(b"\0")
        if data[serial_at] > 0x7F or len(serial) > LIMITS.serial_octets:
            raise SignatureRefused("CRL-UNREADABLE")
        yield serial
        at = stop


def _check_entry(extensions: bytes) -> None:
    at, end = only(SEQUENCE, extensions, 0, len(extensions))
    for name, critical, _ in _each(extensions, at, end):
        if name == OTHER_ISSUER:
            raise SignatureRefused("CRL-INDIRECT")
        if critical and name not in HARMLESS_OF_ENTRIES:
            raise SignatureRefused("CRL-KIND")


def _extensions(data: bytes, at: int, end: int) -> tuple[int | None, str]:
    """The number of the list, and the kind that it says it is."""
    if at == end:
        return None, ""
    at, end = only(CONTEXT_0, data, at, end)
    at, end = only(SEQUENCE, data, at, end)
    number, kind = None, ""
    for name, critical, value in _each(data, at, end):
        if name == NUMBER:
            number = _integer(value)
        elif name not in HARMLESS:
            kind = kind or _kind(name, critical, value)
    return number, kind


def _kind(name: bytes, critical: bool, value: bytes) -> str:
    if name == DELTA:
        return "CRL-DELTA"
    if name == DISTRIBUTION_POINT:
        return "CRL-INDIRECT" if _is_indirect(value) else "CRL-PARTITIONED"
    return "CRL-KIND" if critical else ""


def _is_indirect(value: bytes) -> bool:
    at, end = only(SEQUENCE, value, 0, len(value))
    while at < end:
        tag, start, at = value[at], *expect(value[at], value, at, end)
        if tag == _INDIRECT and value[start:at] != b"\0":
            return True
    return False


def _each(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bool, bytes]]:
    """Name, whether critical, and value of each extension."""
    while at < end:
        start, at = expect(SEQUENCE, data, at, end)
        _, name_end = expect(OBJECT, data, start, at)
        value_at, critical = name_end, False
        if data[name_end] == BOOLEAN:
            flag, value_at = expect(BOOLEAN, data, name_end, at)
            if data[flag:value_at] != bytes([_TRUE]):
                raise SignatureRefused("CRL-UNREADABLE")
            critical = True
        value, value_end = only(OCTET_STRING, data, value_at, at)
        yield data[start:name_end], critical, data[value:value_end]


def _integer(value: bytes) -> int:
    at, end = only(INTEGER, value, 0, len(value))
    if not integer_is_minimal(value, at, end) or value[at] > 0x7F or end - at > LIMITS.serial_octets + 1:
        raise SignatureRefused("CRL-UNREADABLE")
    return int.from_bytes(value[at:end])


def _time(data: bytes, at: int, end: int) -> tuple[datetime, int]:
    start, stop = expect(GENERALIZED_TIME if data[at] == GENERALIZED_TIME else UTC_TIME, data, at, end)
    text = data[start:stop].decode("ascii")
    if data[at] == UTC_TIME:
        text = ("20" if text[:2] < "50" else "19") + text
    if len(text) != len("20260902030000Z") or not text[:-1].isdecimal() or text[-1] != "Z":
        raise SignatureRefused("CRL-UNREADABLE")
    parts = [int(text[n : n + 2]) for n in range(4, 14, 2)]
    return datetime(int(text[:4]), *parts, tzinfo=UTC), stop  # type: ignore[misc,arg-type] # five numbers, no zone


def _wide(data: bytes, at: int, end: int) -> Span:
    """A sequence whose length may need four octets."""
    if data[at : at + 2] != bytes([SEQUENCE, _LONG]):
        return expect(SEQUENCE, data, at, end)
    start = at + 6
    length = int.from_bytes(data[at + 2 : start])
    if length < 1 << 24 or start + length > end:
        raise SignatureRefused("CRL-UNREADABLE")
    return start, start + length
