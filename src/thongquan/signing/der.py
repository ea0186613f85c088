"""Distinguished encoding rules, strictly: one reading, one spelling. Made for speed on hostile input.

No recursion and no objects: an element is a tag and two positions in the bytes it was read from.
"""

from itertools import pairwise

from thongquan.signing.refusal import SignatureRefused

BOOLEAN = 0x01
INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OBJECT = 0x06
UTC_TIME = 0x17
GENERALIZED_TIME = 0x18
SEQUENCE = 0x30
SET = 0x31
CONTEXT_0 = 0xA0
CONTEXT_1 = 0xA1
CONTEXT_4 = 0xA4

LONGEST_LENGTH = 3
"""Octets of a long length: 16 MiB are more than any element here may have."""


def element(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """The element at `at`: its tag, where its content starts, and where it ends."""
    if at + 2 > end:
        raise SignatureRefused("CMS-TRUNCATED")
    tag, length = data[at], data[at + 1]
    if tag & 0x1F == 0x1F:  # a tag of several octets: nothing here has one
        raise SignatureRefused("CMS-TAG")
    start = at + 2
    if length > 0x7F:
        length, start = _long_length(data, start, length & 0x7F, end)
    stop = start + length
    if stop > end:
        raise SignatureRefused("CMS-TRUNCATED")
    return tag, start, stop


def _long_length(data: bytes, start: int, octets: int, end: int) -> tuple[int, int]:
    if octets == 0:
        raise SignatureRefused("CMS-BER")
    if octets > LONGEST_LENGTH:
        raise SignatureRefused("CMS-LENGTH")
    if start + octets > end:
        raise SignatureRefused("CMS-TRUNCATED")
    length = int.from_bytes(data[start : start + octets])
    if length < 0x80 or length >> (8 * (octets - 1)) == 0:
        raise SignatureRefused("CMS-LENGTH")
    return length, start + octets


def expect(tag: int, data: bytes, at: int, end: int) -> tuple[int, int]:
    """Where the content of the element at `at` starts and ends, if it has the tag that the format asks for."""
    start = at + 2
    if start > end:
        raise SignatureRefused("CMS-TRUNCATED")
    if data[at] != tag:
        raise SignatureRefused("CMS-BER" if data[at] ^ tag == 0x20 else "CMS-TAG")
    length = data[at + 1]
    if length > 0x7F:
        if length == 0x82 and start + 2 <= end and data[start]:  # the commonest long length, without a call
            length = data[start] << 8 | data[start + 1]
            start += 2
        elif length == 0x81 and start < end and data[start] > 0x7F:
            length = data[start]
            start += 1
        else:
            length, start = _long_length(data, start, length & 0x7F, end)
    stop = start + length
    if stop > end:
        raise SignatureRefused("CMS-TRUNCATED")
    return start, stop


def only(tag: int, data: bytes, at: int, end: int) -> tuple[int, int]:
    """As `expect`, where nothing may follow."""
    start, stop = expect(tag, data, at, end)
    if stop != end:
        raise SignatureRefused("CMS-TRAILING")
    return start, stop


def integer_is_minimal(data: bytes, start: int, stop: int) -> bool:
    if stop - start < 2:
        return stop > start
    return not (data[start] == 0 and data[start + 1] < 0x80) and not (data[start] == 0xFF and data[start + 1] > 0x7F)


def encode(tag: int, content: bytes) -> bytes:
    """One element, in its only spelling."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def object_identifier(dotted: str) -> bytes:
    """The element of an object identifier: `object_identifier("1.2.840.113549.1.7.2")`."""
    first, second, *others = (int(arc) for arc in dotted.split("."))
    return encode(OBJECT, b"".join(map(_base_128, (40 * first + second, *others))))


def _base_128(arc: int) -> bytes:
    octets = [arc & 0x7F]
    while arc := arc >> 7:
        octets.append(0x80 | (arc & 0x7F))
    return bytes(reversed(octets))


def check_deeply(data: bytes, at: int, end: int, depth: int) -> None:
    """Refuse anything but well-formed DER in content that nobody here interprets."""
    if depth == 0:
        raise SignatureRefused("CMS-DEPTH")
    while at < end:
        tag, start, at = element(data, at, end)
        if tag & 0x20:
            check_deeply(data, start, at, depth - 1)
        elif tag == INTEGER and not integer_is_minimal(data, start, at):
            raise SignatureRefused("CMS-LENGTH")
        elif tag == OBJECT:
            check_object_identifier(data[start:at])
        elif tag in {SEQUENCE ^ 0x20, SET ^ 0x20}:
            raise SignatureRefused("CMS-TAG")


def check_object_identifier(content: bytes) -> None:
    """Each arc in the fewest octets, and the last arc complete."""
    if not content or content[-1] > 0x7F or content[0] == 0x80:
        raise SignatureRefused("CMS-OBJECT")
    if any(here < 0x80 and following == 0x80 for here, following in pairwise(content)):
        raise SignatureRefused("CMS-OBJECT")
