"""Filing: all that waits is judged and entered in one transaction, and proved by one signed checkpoint."""

import logging
from collections.abc import Sequence

import msgspec

from thongquan.authority.aggregating import refuse_splits
from thongquan.authority.answer import Answer, Refused, Registered, outcomes
from thongquan.authority.authority import Authority, desk_for, office_of
from thongquan.authority.front_door import admit
from thongquan.authority.judging import Progress, judge
from thongquan.authority.ports import Books, Checkpointed, Conflict, FilingEntry
from thongquan.authority.refusals import FilingIdTaken, JudgingFailed
from thongquan.authority.registering import register
from thongquan.authority.sitting import Sitting
from thongquan.authority.stages import Received, Verified
from thongquan.base.fault import Refusal
from thongquan.base.moment import business_day, stamp
from thongquan.signing import merkle
from thongquan.signing.checkpoint import Checkpoint, filing_leaf
from thongquan.signing.receipt import Path, base64_text

LOG = logging.getLogger("thongquan.authority")


class Filing(msgspec.Struct, frozen=True):
    """One filing as it waits, and whom to tell how far it is."""

    received: Received
    progress: Progress


class _Entered(msgspec.Struct, frozen=True):
    """Entered in the books, still without checkpoint and answer."""

    filing: Verified
    outcomes: list[Registered | Refused]
    registered: int
    receipts_root: bytes


class _Known(msgspec.Struct, frozen=True):
    """Filed before: in an earlier group (with its answer) or earlier in this one (with its position)."""

    answer: bytes = b""
    position: int = -1


Group = dict[tuple[bytes, str], _Entered]
"""The filings entered since the last commit, by batch id and filer, in order."""


def file_group(filings: Sequence[Filing], sitting: Sitting) -> list[bytes | Refusal]:
    """The answer to each, in order. Called inside one transaction; no answer may leave before its commit."""
    group: Group = {}
    results = [_file(filing, sitting, group) for filing in filings]
    answers = _conclude(list(group.values()), sitting) if group else []
    return [_reply(result, answers) for result in results]


def _reply(result: _Known | Refusal, answers: list[bytes]) -> bytes | Refusal:
    if isinstance(result, Refusal):
        return result
    return answers[result.position] if result.position >= 0 else result.answer


def _file(filing: Filing, sitting: Sitting, group: Group) -> _Known | Refusal:
    """One filing. A refused one leaves no trace in the books."""
    try:
        verified = admit(filing.received, sitting.authority, sitting.books)
        known = _filed_before(verified, sitting.books, group)
        if known is not None:
            return known
        with sitting.books.separately():
            entered = _enter(verified, sitting, len(group), filing.progress)
    except Refusal as refusal:
        return refusal
    except Conflict:
        LOG.exception("the books refused a filing that the rules had passed")
        return JudgingFailed()
    except sitting.books.failures:
        raise
    except Exception:  # one filing that nobody foresaw must not undo the others of its group
        LOG.exception("a filing failed")
        return JudgingFailed()
    group[verified.batch, verified.filer] = entered
    return _Known(position=len(group) - 1)


def _filed_before(verified: Verified, books: Books, group: Group) -> _Known | None:
    """Step 8: the same batch id and root get the first answer again; the id with another root is refused."""
    key = (verified.batch, verified.filer)
    if key in group:
        return _same(verified, group[key].filing.root, _Known(position=list(group).index(key)))
    known = books.filing(*key)
    return None if known is None else _same(verified, known.root, _Known(answer=known.answer))


def _same(verified: Verified, root: bytes, known: _Known) -> _Known:
    if root != verified.root:
        raise FilingIdTaken(filing=verified.statement.batch)
    return known


def _enter(verified: Verified, sitting: Sitting, position: int, progress: Progress) -> _Entered:
    """Step 9: business rules, then numbers, records and audit leaves."""
    direction, day, books = verified.statement.direction, business_day(sitting.at), sitting.books
    try:
        office_of(verified.statement.office, "", day)
        desk = desk_for(direction, day, sitting.authority.choice)
        judged = judge(verified, desk, books, progress)
        passed = refuse_splits(judged.passed, day, judged.faults)
        entries = register(verified, passed, desk, books, sitting.at)
        told = outcomes(len(verified.lines), entries, judged.faults)
    except Refusal:
        raise
    except books.failures:
        raise
    except Exception as error:  # fail closed
        LOG.exception("judging failed")
        raise JudgingFailed from error
    books.enter(position, verified.filer, direction, entries)
    return _Entered(verified, told, len(entries), merkle.root([entry.leaf for entry in entries]))


def _leaf(one: _Entered) -> bytes:
    return filing_leaf(one.filing.statement.batch, one.filing.statement_bytes, one.receipts_root, one.registered)


def _conclude(group: list[_Entered], sitting: Sitting) -> list[bytes]:
    """One tree over the filings of the group, its root signed once, and each filing its path."""
    tree = merkle.Tree([_leaf(one) for one in group])
    number, at = sitting.books.next_checkpoint(), stamp(sitting.at)
    checkpoint = Checkpoint(sitting.authority.system, number, len(group), tree.root.hex(), at)
    signature = sitting.authority.seal.sign(checkpoint)
    paths = [Path(index, len(group), [node.hex() for node in tree.path(index)]) for index in range(len(group))]
    answers = [
        _answer(one, checkpoint, signature, sitting.authority, path) for one, path in zip(group, paths, strict=True)
    ]
    filings = [_filing_entry(one, answer) for one, answer in zip(group, answers, strict=True)]
    sitting.books.conclude(Checkpointed(number, len(group), tree.root, at, signature), filings)
    return answers


def _answer(one: _Entered, checkpoint: Checkpoint, signature: bytes, authority: Authority, path: Path) -> bytes:
    return msgspec.json.encode(
        Answer(
            filing=one.filing.statement.batch,
            root=one.filing.statement.root,
            registered_at=checkpoint.at,
            outcomes=one.outcomes,
            checkpoint=checkpoint,
            checkpoint_signature=base64_text(signature),
            authority_certificate=base64_text(authority.seal.certificate),
            path=path,
        )
    )


def _filing_entry(one: _Entered, answer: bytes) -> FilingEntry:
    filing = one.filing
    return FilingEntry(
        batch=filing.batch,
        filer=filing.filer,
        office=filing.statement.office,
        direction=filing.statement.direction,
        root=filing.root,
        reader=bytes.fromhex(filing.statement.reader),
        registered=one.registered,
        refused=len(filing.lines) - one.registered,
        received_at=stamp(filing.at),
        statement=filing.statement_bytes,
        signature=filing.signature,
        answer=answer,
    )
