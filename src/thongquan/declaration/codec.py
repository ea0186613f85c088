"""One declaration, one line of NDJSON, one spelling: struct order, nothing that is absent, no blanks."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from thongquan.declaration.model import Correction, Declaration, ExportDeclaration

WIDEST = 20
"""Digits of the widest item, the invoice total (23)."""

_DECODER: msgspec.json.Decoder[Declaration] = msgspec.json.Decoder(Declaration | Correction)
_ENCODER = msgspec.json.Encoder()


def encode_line(declaration: Declaration) -> bytes:
    """The line that is signed, without its line feed."""
    return _ENCODER.encode(declaration)


def decode_line(line: bytes) -> Declaration:
    """Read a line that was signed: a declaration, or a correction, which is one with a number.

    Raises:
        msgspec.ValidationError: an unknown field, a wrong type, no form, another spelling than `encode_line` gives
            (order, blanks, repeated keys), so that no two readers can read the line differently, or a number that is
            none (`NaN`, `Infinity`) or wider than every item, so that no rule has to reckon with it.
    """
    declaration: Declaration = _DECODER.decode(line)
    if _ENCODER.encode(declaration) != line:
        raise msgspec.ValidationError("not in normal form")
    if not all(map(can_be_reckoned, _numbers(declaration))):
        raise msgspec.ValidationError("no number of any item")
    return declaration


def decode_lines(lines: Sequence[bytes]) -> list[Declaration] | None:
    """All lines at once, or None when `decode_line` would refuse one of them."""
    body = b"\n".join(lines) + b"\n"
    try:
        declarations: list[Declaration] = _DECODER.decode_lines(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if _ENCODER.encode_lines(declarations) != body:
        return None
    if not all(can_be_reckoned(number) for one in declarations for number in _numbers(one)):
        return None
    return declarations


def _numbers(declaration: Declaration) -> tuple[Decimal | None, ...]:
    if isinstance(declaration, ExportDeclaration):
        return declaration.gross_weight, declaration.invoice_value
    return (
        declaration.gross_weight,
        declaration.invoice_value,
        declaration.freight_amount,
        declaration.insurance_amount,
    )


def can_be_reckoned(number: Decimal | None) -> bool:
    """Whether it is a number at all (not `NaN`, `Infinity`), and none wider than every item."""
    return number is None or (number.is_finite() and -WIDEST < number.adjusted() < WIDEST)
