"""What happened to a company's declarations, in the order of the log, from any place on and as often as asked.

A cursor is the act's place in the log; after the books were put back to an earlier day the history has a mark too, so
that a place of before is never taken for one of after.
"""

import re
from typing import Literal

import msgspec

from thongquan.authority.feed_ports import ActTold, Restoring
from thongquan.authority.paging import CursorUnknown
from thongquan.authority.ports import ReadingRoom
from thongquan.base.limits import LIMITS

_CURSOR = re.compile(r"([0-9]{1,15})(?:\.([0-9a-f]{8}))?")


class Event(msgspec.Struct, frozen=True, gc=False):
    """One act, as whoever's business it is may read it: without house bill and without the reasons of the channel."""

    cursor: str
    """`after` of whatever comes later."""
    number: str
    """The declaration's as it was after the act; "" of a restoring."""
    kind: Literal["registered", "corrected", "decided", "restored"]
    """`restored`: the authority's books were put back; what was told after this cursor's place no longer counts."""
    step: str
    """The step of its life that was taken, such as `clear`; "" else."""
    state: str
    channel: str
    """Both "" once the decision is erased."""
    at: str
    decision: msgspec.Raw
    """In its one spelling; null once its term of keeping has passed."""


class Events(msgspec.Struct, frozen=True):
    events: list[Event]
    next: str
    """`after` of the next page, also when this one is empty."""


class _Told(msgspec.Struct, frozen=True, gc=False):
    """As much of a decision as an event says beside it."""

    number: str
    state: str
    channel: str
    step: str = ""


_TOLD = msgspec.json.Decoder(_Told)
_NOTHING = msgspec.Raw(b"null")


def events_after(room: ReadingRoom, company: str, after: str, limit: int) -> Events:
    """Of the declarations that the company filed, or that were filed for it. `after`: a cursor, "" from the beginning.

    Raises:
        CursorUnknown: it was never given out, or belongs to books that were given up.
    """
    restorings = room.feed.restorings()
    place, mark, events = _begin(restorings, after, room.feed.last_act())
    acts = room.feed.acts(company, place, min(limit, LIMITS.feed_events))
    events += [_event(act, mark) for act in acts]
    return Events(events, events[-1].cursor if events else _cursor(place, mark))


def _begin(restorings: list[Restoring], after: str, last: int) -> tuple[int, str, list[Event]]:
    """The place to go on from, the mark of the history that holds now, and that it is another one, if so.

    A cursor of before a restoring leads back to where the two histories part: nothing after it is left out.
    """
    marks = ["", *(one.mark for one in restorings)]
    if not after:
        return 0, marks[-1], []
    found = _CURSOR.fullmatch(after)
    if found is None or (found[2] or "") not in marks:
        raise CursorUnknown
    place, since = int(found[1]), restorings[marks.index(found[2] or "") :]
    if since:
        place = min(place, *(one.read().acts for one in since))
        told = Event(_cursor(place, marks[-1]), "", "restored", "", "", "", since[-1].read().at, _NOTHING)
        return place, marks[-1], [told]
    if place > last:
        raise CursorUnknown
    return place, marks[-1], []


def _event(act: ActTold, mark: str) -> Event:
    cursor = _cursor(act.place, mark)
    if not act.decision:
        return Event(cursor, str(act.number), act.kind, "", "", "", act.at, _NOTHING)
    told = _TOLD.decode(act.decision)
    return Event(cursor, told.number, act.kind, told.step, told.state, told.channel, act.at, msgspec.Raw(act.decision))


def _cursor(place: int, mark: str) -> str:
    return f"{place}.{mark}" if mark else str(place)
