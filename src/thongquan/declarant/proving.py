"""Does an answer prove what it says? Nothing is called registered on the server's word alone."""

from uuid import UUID

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from thongquan.base.canonical import canonical
from thongquan.declarant.answer import REGISTERED, Answer, Outcome, read_answer
from thongquan.declarant.outbox import Entry
from thongquan.declarant.receipts import decided_leaves
from thongquan.declarant.refusals import AnswerUnproven
from thongquan.signing import merkle
from thongquan.signing.statement import Statement, read_statement


def proved(entry: Entry, data: bytes) -> Answer:
    """The answer in `data`, if it proves what became of every line of `entry`.

    Raises:
        AnswerUnproven: naming the first thing that does not hold. The entry stays as it is.
    """
    try:
        answer = read_answer(data)
        reason = doubt(answer, entry.lines(), read_statement(entry.statement()))
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
    if any(outcome_is_odd(outcome, answer.filing) for outcome in answer.outcomes):
        return "outcome"
    root = merkle.root(decided_leaves(answer.registered(), lines))
    if root.hex() != answer.root:
        return "root"
    if not leads_to_checkpoint(answer, root):
        return "path"
    return "" if checkpoint_is_signed(answer) else "checkpoint"


def outcome_is_odd(outcome: Outcome, filing: str) -> bool:
    if outcome.outcome != REGISTERED:
        return outcome.outcome != "refused" or not outcome.faults or outcome.decision is not None
    decision = outcome.decision
    return decision is None or (decision.filing, decision.line) != (filing, outcome.line)


def leads_to_checkpoint(answer: Answer, root: bytes) -> bool:
    """The filing's leaf holds its batch, its root and how many of it were registered."""
    registered = len(answer.registered())
    leaf = merkle.leaf_hash(UUID(answer.filing).bytes + root + registered.to_bytes(4, "big"))
    siblings = [bytes.fromhex(sibling) for sibling in answer.path.hashes]
    led_to = merkle.root_from_path(leaf, answer.path.index, answer.path.size, siblings)
    return (
        led_to is not None and led_to.hex() == answer.checkpoint.root and answer.path.size == answer.checkpoint.filings
    )


def checkpoint_is_signed(answer: Answer) -> bool:
    """Signed with the key of the certificate that the answer carries; who that is, the anchors tell."""
    key = x509.load_der_x509_certificate(answer.authority_certificate).public_key()
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        return False
    try:
        key.verify(answer.checkpoint_signature, canonical(answer.checkpoint), ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
