"""The spelling of a decision under its audit leaf (`signing.checkpoint.receipt_leaf`)."""

import msgspec

from thongquan.declaration.model import Decision

SALT_BYTES = 16

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical_decision(decision: Decision) -> bytes:
    """As `base.canonical`, 40 times as fast, which a decision without floats allows. A test holds the two together."""
    return _ENCODER.encode(decision)
