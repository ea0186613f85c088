"""A receipt for each parcel: one file from which anyone can prove, offline, what was filed and decided."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from thongquan.base.canonical import canonical
from thongquan.declarant.answer import Answer, Checkpoint, Outcome, TreePath, read_answer
from thongquan.declarant.outbox import Entry
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Decision
from thongquan.signing import merkle

FORMAT = "thongquan-receipt-1"
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")


class Receipt(msgspec.Struct, frozen=True):
    """The proof of one parcel: from its line to what the company signed, and to what the authority signed."""

    format: str
    line: str
    decision: Decision
    salt: str
    index: int
    count: int
    path: list[str]
    filing: str
    filing_path: TreePath
    checkpoint: Checkpoint
    checkpoint_signature: str
    authority_certificate: str
    statement: str
    statement_signature: str
    statement_path: TreePath


class Receipts:
    """The receipts of one answered filing: its two trees are hashed once for all parcels."""

    def __init__(self, entry: Entry, answer: Answer | None = None) -> None:
        self._answer = answer or read_answer(entry.answer() or b"")
        self._lines = entry.lines()
        self._statement = entry.statement().decode()
        self._signature = b64encode(entry.signature()).decode()
        self._registered = self._answer.registered()
        self._decided = merkle.Tree(decided_leaves(self._registered, self._lines))
        self._signed = merkle.Tree([merkle.leaf_hash(line) for line in self._lines])

    def __iter__(self) -> Iterator[Receipt]:
        return (self._receipt(index, outcome) for index, outcome in enumerate(self._registered))

    def for_line(self, line: int) -> Receipt:
        """The receipt of the line that is `line`th in the filing, first is 1. Raises KeyError if it was refused."""
        for index, outcome in enumerate(self._registered):
            if outcome.line == line:
                return self._receipt(index, outcome)
        raise KeyError(line)

    def _receipt(self, index: int, outcome: Outcome) -> Receipt:
        assert outcome.decision is not None
        answer, place = self._answer, outcome.line - 1
        return Receipt(
            format=FORMAT,
            line=self._lines[place].decode(),
            decision=outcome.decision,
            salt=outcome.salt,
            index=index,
            count=len(self._registered),
            path=[sibling.hex() for sibling in self._decided.path(index)],
            filing=answer.filing,
            filing_path=answer.path,
            checkpoint=answer.checkpoint,
            checkpoint_signature=b64encode(answer.checkpoint_signature).decode(),
            authority_certificate=b64encode(answer.authority_certificate).decode(),
            statement=self._statement,
            statement_signature=self._signature,
            statement_path=TreePath(place, len(self._lines), [sibling.hex() for sibling in self._signed.path(place)]),
        )


def receipt_for(entry: Entry, line: int) -> Receipt:
    return Receipts(entry).for_line(line)


def decided_leaves(registered: list[Outcome], lines: list[bytes]) -> list[bytes]:
    """One leaf for each registered line: its content and what was decided on it, salted."""
    return [
        merkle.leaf_hash(
            bytes.fromhex(outcome.salt)
            + sha256(lines[outcome.line - 1]).digest()
            + sha256(canonical(outcome.decision)).digest()
        )
        for outcome in registered
    ]


def write_receipts(entry: Entry, answer: Answer, folder: Path) -> int:
    """Write one file for each registered parcel, and say how many."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for receipt in Receipts(entry, answer):
        house_bill = decode_line(receipt.line.encode()).house_bill
        (folder / f"{file_name(house_bill)}.json").write_bytes(msgspec.json.encode(receipt))
        written += 1
    return written


def file_name(house_bill: str) -> str:
    """The house bill as a file name. What no file system would like is replaced, and told apart by a hash.

    >>> file_name("TQ0001"), file_name("../etc")
    ('TQ0001', 'etc-f7f9121f')
    """
    if PLAIN_NAME.match(house_bill):
        return house_bill
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", house_bill).strip("_")[:80]
    return f"{plain}-{sha256(house_bill.encode()).hexdigest()[:8]}"
