"""The newest decision on each parcel: the answer's, or a later one that an officer took."""

import msgspec

from thongquan.declarant.answer import Answer, read_answer
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.sending import Authority
from thongquan.declaration.model import Decision

WAITS_FOR_AN_OFFICER = "registered"

LATER = msgspec.json.Decoder(dict[str, Decision])


class Shown(msgspec.Struct, frozen=True):
    """As much as we need of what the authority tells the filer about one declaration."""

    decision: Decision


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
    """Ask the authority about the parcels that waited for an officer, and keep what was decided since.

    Raises:
        ServerAway: nobody answered.
    """
    waiting = [one.number for one in decisions_of(entry).values() if one.state == WAITS_FOR_AN_OFFICER]
    later = later_decisions(entry)
    for number in waiting:
        told = authority.get(f"/api/v1/declarations/{number}", entry)
        if told is not None:
            later[number] = msgspec.json.decode(told, type=Shown).decision
    if waiting:
        outbox.keep_later(entry, msgspec.json.encode(later))
