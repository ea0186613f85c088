"""Does an answer prove what it says? Nothing is called registered on the server's word alone."""

from pathlib import Path

import msgspec

from thongquan.base.canonical import canonical
from thongquan.base.moment import read_stamp
from thongquan.declarant.answer import REGISTERED, Answer, Outcome, read_answer
from thongquan.declarant.delivery import Prove
from thongquan.declarant.outbox import Entry
from thongquan.declarant.receipts import decided_leaves
from thongquan.declarant.refusals import AnswerUnproven
from thongquan.signing import merkle
from thongquan.signing.chain import TrustStore
from thongquan.signing.checkpoint import filing_leaf, verify_checkpoint
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.statement import Statement, read_statement


def prover(anchors: Path | None) -> Prove:
    """Proves answers; with a folder of anchors also that it is a known authority that signed them."""
    trust = TrustStore.load(anchors).without_revocation() if anchors else None
    return lambda entry, data: proved(entry, data, trust)


def proved(entry: Entry, data: bytes, trust: TrustStore | None = None) -> Answer:
    """The answer in `data`, if it proves what became of every line of `entry`.

    Raises:
        AnswerUnproven: naming the first thing that does not hold. The entry stays as it is.
    """
    try:
        answer = read_answer(data)
        reason = doubt(answer, entry.lines(), read_statement(entry.statement()))
        if not reason:
            check_signature(answer, trust)
    except SignatureRefused as refusal:
        raise AnswerUnproven(batch=entry.batch, reason=refusal.code) from refusal
    except (msgspec.MsgspecError, ValueError) as error:
        raise AnswerUnproven(batch=entry.batch, reason="format") from error
    if reason:
        raise AnswerUnproven(batch=entry.batch, reason=reason)
    return answer


def doubt(answer: Answer, lines: list[bytes], statement: Statement) -> str:
    """What does not hold, or "" if everything does."""
    if answer.filing != statement.batch or answer.checkpoint.system != statement.system:
        return "filing"
    if [outcome.line for outcome in answer.outcomes] != list(range(1, len(lines) + 1)):
        return "count"
    if any(is_odd(outcome, answer.filing) for outcome in answer.outcomes):
        return "outcome"
    if answer.root != statement.root:
        return "root"
    return "" if leads_to_checkpoint(answer, lines, statement) else "path"


def is_odd(outcome: Outcome, filing: str) -> bool:
    decision = outcome.decision
    if outcome.outcome != REGISTERED:
        return outcome.outcome != "refused" or not outcome.faults or decision is not None
    return decision is None or (decision.filing, decision.line) != (filing, outcome.line)


def leads_to_checkpoint(answer: Answer, lines: list[bytes], statement: Statement) -> bool:
    """The filing's leaf holds its statement, what was decided on each line, and how many of them were registered."""
    registered = answer.registered()
    decided = merkle.root(decided_leaves(registered, lines))
    leaf = filing_leaf(answer.filing, canonical(statement), decided, len(registered))
    led_to = answer.path.root_from(leaf)
    return (
        led_to is not None and led_to.hex() == answer.checkpoint.root and answer.path.size == answer.checkpoint.filings
    )


def check_signature(answer: Answer, trust: TrustStore | None) -> None:
    verify_checkpoint(answer.checkpoint, answer.checkpoint_signature, answer.authority_certificate)
    if trust is not None:
        trust.chain(answer.authority_certificate, read_stamp(answer.checkpoint.at))
