"""Canonical JSON (RFC 8785): one document, one spelling, so that what is signed can be compared byte for byte.

What is signed here has ASCII keys, text, whole numbers and lists of them. For such data msgspec's sorted encoding is
the canonical one, at a fiftieth of the time; a test compares the two over arbitrary documents. Floats and keys beyond
ASCII would differ and do not occur.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}


def canonical(value: object) -> bytes:
    """The RFC 8785 bytes of a msgspec struct or of plain JSON data without floats and with ASCII keys."""
    return _ENCODER.encode(value)


def canonical_lines(values: Sequence[object]) -> list[bytes]:
    """The canonical bytes of each, with one call for all of them. No text in them holds a raw line feed."""
    return _ENCODER.encode_lines(values).split(b"\n")[:-1]


def read_canonical(data: bytes, kind: type[T]) -> T:
    """Decode canonical JSON into `kind`.

    Raises:
        msgspec.ValidationError: the data does not fit `kind`, or is not in its canonical spelling
            (blanks, order, repeated keys), so that two readers could read it differently.
    """
    decoder = _DECODERS.get(kind) or _DECODERS.setdefault(kind, msgspec.json.Decoder(kind))
    value: T = decoder.decode(data)
    if canonical(value) != data:
        raise msgspec.ValidationError("not in canonical form (RFC 8785)")
    return value
