"""The answer to a filing. Its very bytes are stored, so that the same filing gets them again, whenever."""

from typing import Any

import msgspec

from thongquan.authority.ports import Entry
from thongquan.base.fault import Fault
from thongquan.declaration.explain import explained
from thongquan.signing.checkpoint import Checkpoint
from thongquan.signing.receipt import Path


class Registered(msgspec.Struct, frozen=True, gc=False, tag_field="outcome", tag="registered"):
    line: int
    decision: msgspec.Raw
    salt: str


class Refused(msgspec.Struct, frozen=True, gc=False, tag_field="outcome", tag="refused"):
    line: int
    faults: list[dict[str, Any]]


class Answer(msgspec.Struct, frozen=True):
    filing: str
    root: str
    registered_at: str
    outcomes: list[Registered | Refused]
    checkpoint: Checkpoint
    checkpoint_signature: str
    authority_certificate: str
    path: Path


def outcomes(count: int, entries: list[Entry], faults: dict[int, list[Fault]]) -> list[Registered | Refused]:
    """One for each line, in the order of the lines."""
    by_line: dict[int, Registered | Refused] = {
        entry.line: Registered(entry.line, msgspec.Raw(entry.canonical_decision), entry.salt.hex()) for entry in entries
    }
    by_line |= {line: Refused(line, [{**explained(fault)} for fault in found]) for line, found in faults.items()}
    return [by_line[line] for line in range(1, count + 1)]
