"""Entering the filings of one group: one tree over them, its root signed once, and each filing its path."""

from collections.abc import Mapping, Sequence

import msgspec

from thongquan.authority.answer import Answer, Refused, Registered
from thongquan.authority.authority import Authority
from thongquan.authority.ports import Checkpointed, Entry, FilingEntry, NewEntries
from thongquan.authority.sitting import Sitting
from thongquan.authority.stages import Verified
from thongquan.base.moment import stamp
from thongquan.signing import merkle
from thongquan.signing.checkpoint import Checkpoint, filing_leaf
from thongquan.signing.receipt import Path, base64_text


class RegisteredFiling(msgspec.Struct, frozen=True):
    """A filing with its declarations and what its filer is told, still without checkpoint and answer."""

    filing: Verified
    entries: list[Entry]
    outcomes: list[Registered | Refused]

    def new_entries(self) -> NewEntries:
        statement = self.filing.statement
        return NewEntries(self.filing.filer, statement.direction, self.entries, statement.kind == "correction")

    def leaf(self) -> bytes:
        own = merkle.root([entry.leaf for entry in self.entries])
        return filing_leaf(self.filing.statement.batch, self.filing.statement_bytes, own, len(self.entries))


def conclude(group: Sequence[RegisteredFiling], numbers: Mapping[str, int], sitting: Sitting) -> list[bytes]:
    """The answers, once everything is entered. `numbers` are the next ones of each direction."""
    books, authority, at = sitting.books, sitting.authority, stamp(sitting.at)
    tree = merkle.Tree([one.leaf() for one in group])
    number = books.next_checkpoint()
    checkpoint = Checkpoint(authority.system, number, len(group), tree.root.hex(), at)
    signature = authority.seal.sign(checkpoint)
    answers = [
        _answer(
            one, checkpoint, signature, authority, Path(place, len(group), [node.hex() for node in tree.path(place)])
        )
        for place, one in enumerate(group)
    ]
    books.enter([one.new_entries() for one in group], numbers)
    books.conclude(
        Checkpointed(number, len(group), tree.root, at, signature),
        [_filing_entry(one, answer) for one, answer in zip(group, answers, strict=True)],
    )
    return answers


def _answer(one: RegisteredFiling, checkpoint: Checkpoint, signature: bytes, authority: Authority, path: Path) -> bytes:
    return msgspec.json.encode(
        Answer(
            filing=one.filing.statement.batch,
            root=one.filing.statement.root,
            registered_at=checkpoint.at,
            outcomes=one.outcomes,
            checkpoint=checkpoint,
            checkpoint_signature=base64_text(signature),
            authority_certificate=authority.seal.certificate_text,
            path=path,
        )
    )


def _filing_entry(one: RegisteredFiling, answer: bytes) -> FilingEntry:
    filing, statement = one.filing, one.filing.statement
    return FilingEntry(
        batch=filing.batch,
        filer=filing.filer,
        office=statement.office,
        direction=statement.direction,
        root=filing.root,
        reader=bytes.fromhex(statement.reader),
        registered=len(one.entries),
        refused=len(filing.lines) - len(one.entries),
        received_at=stamp(filing.at),
        statement=filing.statement_bytes,
        signature=filing.signature,
        answer=answer,
    )
