"""The authority's answer to a filing, and what it must prove before we call a parcel registered."""

from typing import Any

import msgspec

from thongquan.declaration.model import Decision
from thongquan.signing.checkpoint import Checkpoint
from thongquan.signing.receipt import Path

REGISTERED = "registered"


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    line: int
    outcome: str
    decision: Decision | None = None
    salt: str = ""
    faults: list[dict[str, Any]] = []


class Answer(msgspec.Struct, frozen=True):
    filing: str
    root: str
    registered_at: str
    outcomes: list[Outcome]
    checkpoint: Checkpoint
    checkpoint_signature: bytes
    authority_certificate: bytes
    path: Path

    def registered(self) -> list[Outcome]:
        """The outcomes that have a leaf in the filing's tree, in its order."""
        return [outcome for outcome in self.outcomes if outcome.outcome == REGISTERED]


READER = msgspec.json.Decoder(Answer)


def read_answer(data: bytes) -> Answer:
    """Raises msgspec.MsgspecError when the bytes are not an answer."""
    return READER.decode(data)
