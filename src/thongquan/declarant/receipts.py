"""A receipt for each parcel: one file from which anyone can prove, offline, what was filed and decided."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import msgspec

from thongquan.base.canonical import canonical
from thongquan.declarant.answer import Outcome, read_answer
from thongquan.declarant.outbox import Entry
from thongquan.declaration.codec import decode_line
from thongquan.signing import merkle
from thongquan.signing import receipt as proof
from thongquan.signing.checkpoint import receipt_leaf
from thongquan.signing.receipt import Receipt, base64_text, write_receipt

PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")


class Answered(Protocol):
    """A filing that was answered, wherever it is kept: as signed, and the authority's very bytes."""

    def statement(self) -> bytes: ...
    def signature(self) -> bytes: ...
    def lines(self) -> list[bytes]: ...
    def answer(self) -> bytes | None: ...


class Receipts:
    """The receipts of one answered filing: its two trees are hashed once for all parcels."""

    def __init__(self, entry: Answered) -> None:
        self._answer = read_answer(entry.answer() or b"")
        self._lines = entry.lines()
        self._statement = entry.statement().decode()
        self._signature = base64_text(entry.signature())
        self._registered = self._answer.registered()
        self._decided = merkle.Tree(decided_leaves(self._registered, self._lines))
        self._signed = merkle.Tree([merkle.leaf_hash(line) for line in self._lines])

    def __iter__(self) -> Iterator[Receipt]:
        return (self._receipt(index, outcome) for index, outcome in enumerate(self._registered))

    def _receipt(self, index: int, outcome: Outcome) -> Receipt:
        answer, place = self._answer, outcome.line - 1
        return Receipt(
            format="thongquan-receipt-1",
            line=self._lines[place].decode(),
            decision=msgspec.to_builtins(outcome.decision),
            salt=outcome.salt,
            index=index,
            count=len(self._registered),
            path=in_hex(self._decided.path(index)),
            filing=answer.filing,
            filing_path=answer.path,
            checkpoint=answer.checkpoint,
            checkpoint_signature=base64_text(answer.checkpoint_signature),
            authority_certificate=base64_text(answer.authority_certificate),
            statement=self._statement,
            statement_signature=self._signature,
            statement_path=proof.Path(place, len(self._lines), in_hex(self._signed.path(place))),
        )


def decided_leaves(registered: list[Outcome], lines: list[bytes]) -> list[bytes]:
    """One leaf for each registered line: its content and what was decided on it, salted."""
    return [
        receipt_leaf(bytes.fromhex(outcome.salt), lines[outcome.line - 1], canonical(outcome.decision))
        for outcome in registered
    ]


def write_receipts(entry: Entry, folder: Path) -> int:
    """Write one file for each registered parcel, and say how many."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for receipt in Receipts(entry):
        house_bill = decode_line(receipt.line.encode()).house_bill
        _write_whole(_place(folder, file_name(house_bill), receipt.decision["number"]), write_receipt(receipt))
        written += 1
    return written


def _write_whole(path: Path, data: bytes) -> None:
    """A receipt that a full disk cut short would pass for that of another declaration of the house."""
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def _place(folder: Path, name: str, number: str) -> Path:
    """Named after the house bill; where another declaration of that house lies there, after its own number too."""
    path = folder / f"{name}.json"
    taken = path.exists() and f'"number":"{number}"'.encode() not in path.read_bytes()
    return folder / f"{name}-{number}.json" if taken else path


def file_name(house_bill: str) -> str:
    """The house bill as a file name. What no file system would like is replaced, and told apart by a hash.

    >>> file_name("TQ0001"), file_name("../etc")
    ('TQ0001', 'etc-f7f9121f')
    """
    if PLAIN_NAME.match(house_bill):
        return house_bill
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", house_bill).strip("_")[:80]
    return f"{plain}-{sha256(house_bill.encode()).hexdigest()[:8]}"


def in_hex(hashes: list[bytes]) -> list[str]:
    return [one.hex() for one in hashes]
