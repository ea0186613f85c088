"""Canonical JSON (RFC 8785): one document, one spelling, so that what is signed can be compared byte for byte."""

from typing import TypeVar

import msgspec
import rfc8785

T = TypeVar("T")


def canonical(value: object) -> bytes:
    """The RFC 8785 bytes of a msgspec struct or of plain JSON data. Floats do not occur here."""
    plain: dict[str, object] = msgspec.to_builtins(value)
    return rfc8785.dumps(plain)  # type: ignore[arg-type] # JSON data, as msgspec has just made it


def read_canonical(data: bytes, kind: type[T]) -> T:
    """Decode canonical JSON into `kind`.

    Raises:
        msgspec.ValidationError: the data does not fit `kind`, or is not in its canonical spelling
            (blanks, order, repeated keys), so that two readers could read it differently.
    """
    value = msgspec.json.decode(data, type=kind)
    if canonical(value) != data:
        raise msgspec.ValidationError("not in canonical form (RFC 8785)")
    return value
