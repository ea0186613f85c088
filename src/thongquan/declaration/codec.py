"""One declaration, one line of NDJSON, one spelling: struct order, nothing that is absent, no blanks."""

import msgspec

from thongquan.declaration.model import Declaration

_DECODER = msgspec.json.Decoder(Declaration)
_ENCODER = msgspec.json.Encoder()


def encode_line(declaration: Declaration) -> bytes:
    """The line that is signed, without its line feed."""
    return _ENCODER.encode(declaration)


def decode_line(line: bytes) -> Declaration:
    """Read a line that was signed.

    Raises:
        msgspec.ValidationError: an unknown field, a wrong type, no form, or another spelling than `encode_line`
            gives (order, blanks, repeated keys), so that no two readers can read the line differently.
    """
    declaration: Declaration = _DECODER.decode(line)
    if _ENCODER.encode(declaration) != line:
        raise msgspec.ValidationError("not in normal form")
    return declaration
