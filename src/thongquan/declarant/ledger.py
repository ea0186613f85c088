"""What of a manifest lies in the outbox already, so that nothing is signed and sent twice."""

import hashlib
import re

import msgspec

from thongquan.declarant.answer import REGISTERED, read_answer
from thongquan.declarant.outbox import Entry, Outbox

NONCE = re.compile(rb'"nonce":"[0-9a-f]{32}",?')


class Place(msgspec.Struct, frozen=True, gc=False):
    """A line of a filing; first is 1. `number` is empty while nobody has answered."""

    batch: str
    line: int
    number: str


Ledger = dict[bytes, Place]


def content_of(line: bytes) -> bytes:
    """What identifies a declaration among our own: its line without the random nonce."""
    return hashlib.sha256(NONCE.sub(b"", line, count=1)).digest()


def ledger_of(outbox: Outbox, server: str) -> Ledger:
    """Everything that waits for `server`'s answer or was registered there. What it refused may be filed again."""
    held: Ledger = {}
    for entry in outbox.entries():
        if entry.meta.server == server:
            held.update(held_by(entry))
    return held


def held_by(entry: Entry) -> Ledger:
    answer = entry.answer()
    if answer is not None:
        lines = entry.lines()
        outcomes = [outcome for outcome in read_answer(answer).outcomes if outcome.outcome == REGISTERED]
        return {
            content_of(lines[outcome.line - 1]): Place(entry.batch, outcome.line, outcome.decision.number)
            for outcome in outcomes
            if outcome.decision is not None
        }
    if entry.refusal() is not None:
        return {}
    return {content_of(line): Place(entry.batch, place, "") for place, line in enumerate(entry.lines(), start=1)}
