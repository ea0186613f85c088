"""The newest decision on each parcel: the answer's, or a later one that an officer took."""

from collections.abc import Iterable

import msgspec

from thongquan.declarant.answer import Answer, read_answer
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.refusals import AnswerUnproven
from thongquan.declarant.sending import Authority
from thongquan.declaration.lifecycle import FINAL
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import as_issued

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
    return {decision.line: later.get(as_issued(decision.number), decision) for decision in decided}


def later_decisions(entry: Entry) -> dict[str, Decision]:
    """Number as it was issued → decision, as it was when the authority was last asked."""
    kept = entry.later()
    return LATER.decode(kept) if kept is not None else {}


def ask_again(outbox: Outbox, entry: Entry, authority: Authority) -> None:
    """Ask the authority, in one question, about the parcels whose state is not final; keep what was decided since.

    Raises:
        ServerAway: nobody answered, or not as an authority would.
    """
    open_ = {as_issued(one.number) for one in decisions_of(entry).values() if one.state not in FINAL}
    told = authority.get(f"/api/v1/filings/{entry.batch}/decisions", entry) if open_ else None
    if told:
        try:
            decided = [DECISION.decode(line) for line in told.splitlines()]
        except msgspec.MsgspecError as error:
            raise AnswerUnproven(reason="format", batch=entry.batch) from error
        keep_decided(outbox, entry, [one for one in decided if as_issued(one.number) in open_])


def keep_decided(outbox: Outbox, entry: Entry, decided: Iterable[Decision]) -> None:
    """Keep what was decided on declarations of this entry since it was answered."""
    later = later_decisions(entry) | {as_issued(one.number): one for one in decided}
    outbox.keep_later(entry, msgspec.json.encode(later))


def note_corrections(outbox: Outbox, entry: Entry, answer: Answer) -> None:
    """Keep with the filings before it what a correction made of their declarations."""
    corrected = {as_issued(one.number): one for one in decisions_of(entry, answer).values()}
    for earlier in outbox.entries():
        held = (
            {as_issued(one.number) for one in decisions_of(earlier).values()} if earlier.batch != entry.batch else set()
        )
        if found := held & corrected.keys():
            keep_decided(outbox, earlier, [corrected[number] for number in sorted(found)])
