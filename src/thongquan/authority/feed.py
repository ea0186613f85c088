"""What happened to a company's declarations and transports, in the order of the log, from any place and ever again.

A cursor is the act's place in the log; after the books were put back to an earlier day the history has a mark too, so
that a place of before is never taken for one of after.
"""

import re
from typing import Literal

import msgspec

from thongquan.authority.feed_ports import ActTold, Cursor, NoticeTold, Restoring
from thongquan.authority.paging import CursorUnknown
from thongquan.authority.ports import Register
from thongquan.base.limits import LIMITS

_CURSOR = re.compile(r"([0-9]{1,15})(?:-([1-9][0-9]{0,8}))?(?:\.([0-9a-f]{8}))?")


class Event(msgspec.Struct, frozen=True, gc=False):
    """One act, as whoever's business it is may read it: without house bill and without the reasons of the channel."""

    cursor: str
    """`after` of whatever comes later."""
    number: str
    """The declaration's as it was after the act; "" of a restoring; the webhook that was stopped; the transport's."""
    kind: Literal["registered", "corrected", "decided", "restored", "webhook-stopped", "transport"]
    """`restored`: the authority's books were put back; what was told after this cursor's place no longer counts.
    `webhook-stopped`: it failed too long; nothing more is sent to it until an administrator resumes it. `transport`:
    somebody took a step of a transport declaration."""
    step: str
    """The step of its life that was taken, such as `clear`; "" else."""
    state: str
    channel: str
    """Both "" once the decision is erased."""
    at: str
    decision: msgspec.Raw
    """In its one spelling; null once its term of keeping has passed, and of what is no declaration."""
    version: int | msgspec.UnsetType = msgspec.UNSET
    """Of a transport alone: how many steps it took, this one among them."""


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


def events_after(room: Register, company: str, after: str, limit: int) -> Events:
    """Of the declarations that the company filed, or that were filed for it. `after`: a cursor, "" from the beginning.

    Raises:
        CursorUnknown: it was never given out, or belongs to books that were given up.
    """
    begin, events = _begin(room.feed.restorings(), after, room.feed.last_act())
    most = min(limit, LIMITS.feed_events)
    acts = [
        (Cursor(act.place, 0, begin.mark), _event(act, begin.mark))
        for act in room.feed.acts(company, begin.place, most)
    ]
    notices = [_notice(one, begin.mark) for one in room.feed.notices(company, begin, most)]
    told = sorted([*acts, *notices], key=lambda one: one[0])[:most] if notices else acts
    events += [event for _, event in told]
    return Events(events, events[-1].cursor if events else str(begin))


def end_of(room: Register, company: str) -> str:
    """The cursor after all that there is of a company."""
    place = room.feed.last_act()
    return str(Cursor(place, room.feed.notices_at(company, place), present_mark(room)))


def present_mark(room: Register) -> str:
    """Of the history that holds now; "" of books that were never put back."""
    restorings = room.feed.restorings()
    return restorings[-1].mark if restorings else ""


def read_cursor(spelled: str) -> Cursor:
    """Raises CursorUnknown for what no cursor is spelled like."""
    found = _CURSOR.fullmatch(spelled)
    if found is None:
        raise CursorUnknown
    return Cursor(int(found[1]), int(found[2] or 0), found[3] or "")


def _begin(restorings: list[Restoring], after: str, last: int) -> tuple[Cursor, list[Event]]:
    """The place to go on from, in the history that holds now, and that it is another one, if so.

    A cursor of before a restoring leads back to where the two histories part: nothing after it is left out.
    """
    marks = ["", *(one.mark for one in restorings)]
    if not after:
        return Cursor(0, 0, marks[-1]), []
    found = read_cursor(after)
    if found.mark not in marks:
        raise CursorUnknown
    if since := restorings[marks.index(found.mark) :]:
        begin = Cursor(min(found.place, *(one.read().acts for one in since)), 0, marks[-1])
        return begin, [Event(str(begin), "", "restored", "", "", "", since[-1].read().at, _NOTHING)]
    if found.place > last:
        raise CursorUnknown
    return found, []


def _event(act: ActTold, mark: str) -> Event:
    cursor = str(Cursor(act.place, 0, mark))
    if not act.decision:
        return Event(cursor, str(act.number), act.kind, "", "", "", act.at, _NOTHING)
    told = _TOLD.decode(act.decision)
    return Event(cursor, told.number, act.kind, told.step, told.state, told.channel, act.at, msgspec.Raw(act.decision))


def _notice(one: NoticeTold, mark: str) -> tuple[Cursor, Event]:
    cursor = Cursor(one.place, one.nth, mark)
    version = one.version or msgspec.UNSET
    return cursor, Event(str(cursor), one.about, one.kind, one.step, one.state, "", one.at, _NOTHING, version)
