"""The authority's answer to a filing, and what it must prove before we call a parcel registered."""

from typing import Any

import msgspec

from thongquan.declaration.model import Decision

REGISTERED = "registered"


class TreePath(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The way from one leaf to the root of its tree (RFC 9162), hashes in hex."""

    index: int
    size: int
    hashes: list[str]


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the authority signs once for each group of filings that it made durable together."""

    system: str
    group: int
    filings: int
    root: str
    at: str


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
    path: TreePath

    def registered(self) -> list[Outcome]:
        """The outcomes that have a leaf in the filing's tree, in its order."""
        return [outcome for outcome in self.outcomes if outcome.outcome == REGISTERED]


READER = msgspec.json.Decoder(Answer)


def read_answer(data: bytes) -> Answer:
    """Raises msgspec.MsgspecError when the bytes are not an answer."""
    return READER.decode(data)
