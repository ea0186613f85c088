"""What became of each parcel of a filing, as its own declarant sees it; found again by batch, number or house bill."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from thongquan.declarant.answer import Answer, Outcome, read_answer
from thongquan.declarant.decided import decisions_of
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.refusals import NotInOutbox
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import as_issued, is_number

WAITING = "waiting"
CORRECTED = "corrected"
"""Registered by this filing, and corrected by a later one, under which it is told how it stands."""


class House(msgspec.Struct, frozen=True, gc=False):
    """As much of a line as is needed to name its parcel."""

    form: str
    house_bill: str = ""


class Parcel(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a filing and what was decided on it.

    `outcome`: "registered", "refused", "corrected" (registered, and told again under its correction), "already" (lay
    here before), or "waiting" until somebody has answered. `line` counts from 1. `number` has twelve digits;
    `channel` is "1" green, "2" yellow, "3" red; `state` as in `declaration.lifecycle`. `faults` are explained ones,
    in the authority's words.
    """

    house_bill: str
    form: str
    batch: str
    line: int
    outcome: str
    number: str = ""
    channel: str = ""
    state: str = ""
    faults: list[dict[str, Any]] = []


HOUSE = msgspec.json.Decoder(House)


def parcels_of(entry: Entry, answer: Answer | None = None) -> Iterator[Parcel]:
    """All parcels of a filing, in its order."""
    kept = entry.answer()
    known = answer or (read_answer(kept) if kept is not None else None)
    decisions = decisions_of(entry, known)
    unanswered = WAITING if entry.refusal() is None else "refused"
    for line, data in enumerate(entry.lines(), start=1):
        house = HOUSE.decode(data)
        outcome = known.outcomes[line - 1] if known else Outcome(line, unanswered)
        yield parcel(house, entry.batch, outcome, decisions.get(line))


def parcel(house: House, batch: str, outcome: Outcome, decision: Decision | None) -> Parcel:
    return Parcel(
        house_bill=house.house_bill,
        form=house.form,
        batch=batch,
        line=outcome.line,
        outcome=CORRECTED if decision and decision.filing != batch else outcome.outcome,
        number=decision.number if decision else "",
        channel=decision.channel if decision else "",
        state=decision.state if decision else "",
        faults=outcome.faults,
    )


class Found(msgspec.Struct, frozen=True):
    """An entry of the outbox and those of its parcels that were asked for."""

    entry: Entry
    parcels: list[Parcel]


def find(outbox: Outbox, sought: str) -> list[Found]:
    """The filings that `sought` names: a batch id, or the number or house bill of one of their parcels.

    A number names its declaration before and after each correction.

    Raises:
        NotInOutbox: none does.
    """
    number = as_issued(sought) if is_number(sought) else sought
    found = [
        Found(entry, parcels)
        for entry in outbox.entries()
        if (
            parcels := [
                one
                for one in parcels_of(entry)
                if sought in {one.batch, one.house_bill} or (one.number and as_issued(one.number) == number)
            ]
        )
    ]
    if not found:
        raise NotInOutbox(sought=sought)
    return found


class LookedUp(msgspec.Struct, frozen=True):
    """The filings that were asked for, and how each of their parcels that was asked for stands."""

    entries: list[Entry]
    parcels: list[Parcel]


def look_up(outbox: Outbox, sought: Sequence[str], ask: Callable[[Entry], None] | None = None) -> LookedUp:
    """What each of `sought` names, as `find` does; without any, everything. `ask` is given each answered filing.

    Raises:
        NotInOutbox
    """
    found = [one for name in sought for one in find(outbox, name)]
    entries = list({one.entry.batch: one.entry for one in found}.values()) if sought else outbox.entries()
    for entry in entries if ask else []:
        if ask and entry.answer() is not None:
            ask(entry)
    wanted = {(parcel.batch, parcel.line) for one in found for parcel in one.parcels}
    told = (parcel for entry in entries for parcel in parcels_of(entry))
    return LookedUp(entries, [one for one in told if not found or (one.batch, one.line) in wanted])
