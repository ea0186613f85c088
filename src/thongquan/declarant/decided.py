"""The newest decision on each parcel: the answer's, or a later one that an officer took."""

import msgspec

from thongquan.declarant.answer import Answer, read_answer
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.refusals import AnswerUnproven
from thongquan.declarant.sending import Authority
from thongquan.declaration.lifecycle import WAITING
from thongquan.declaration.model import Decision

DECISION = msgspec.json.Decoder(Decision)
LATER = msgspec.json.Decoder(dict[str, Decision])


def decisions_of(entry: Entry, answer: Answer | None = None) -> dict[int, Decision]:
    """Line of the filing → the newest decision known here. Empty while nobody has answered."""
    kept = entry.answer()
    known = answer or (read_answer(kept) if kept is not None else None)
    if known is None:
        return {}
    later = later_decisions(entry)
    decided = [outcome.decision for outcome in known.registered() if outcome.decision is not None]
    return {decision.line: later.get(decision.number, decision) for decision in decided}


def later_decisions(entry: Entry) -> dict[str, Decision]:
    """Number → decision, as it was when the authority was last asked."""
    kept = entry.later()
    return LATER.decode(kept) if kept is not None else {}


def ask_again(outbox: Outbox, entry: Entry, authority: Authority) -> None:
    """Ask the authority, in one question, about the parcels that waited for an officer; keep what was decided since.

    Raises:
        ServerAway: nobody answered, or not as an authority would.
    """
    waiting = {one.number for one in decisions_of(entry).values() if one.state in WAITING}
    told = authority.get(f"/api/v1/filings/{entry.batch}/decisions", entry) if waiting else None
    if told:
        try:
            decided = [DECISION.decode(line) for line in told.splitlines()]
        except msgspec.MsgspecError as error:
            raise AnswerUnproven(reason="format", batch=entry.batch) from error
        later = later_decisions(entry) | {one.number: one for one in decided if one.number in waiting}
        outbox.keep_later(entry, msgspec.json.encode(later))
