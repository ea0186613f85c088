"""Transports before an office: what waits there and for how long, and what an officer may do with one right now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

import msgspec

from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.transport_amending import AMENDED_IN
from thongquan.authority.transport_ports import Transport, TransportSought
from thongquan.authority.transports_seen import (
    TransportHead,
    TransportShown,
    head_of,
    own_transport,
    shown_of,
    sides_of,
)
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import read_stamp, stamp
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.duty import may_decide, not_of_own_company, require_reading
from thongquan.registration.model import Officer
from thongquan.transport.amending import Change, changes_of, waiting
from thongquan.transport.lifecycle import STEPS, WATCHED, Who, is_open, possible
from thongquan.transport.lists import BillLine, GoodsList, PackageLine
from thongquan.transport.lodged import List

DeskQueue = Literal["declared", "approved", "coming", "differing", "overdue", "astray"]
"""Before the office of departure: to be approved; to be sealed and to leave. Before that of arrival: on the way;
arrived with discrepancies; on the way past the planned end. `astray`: such as left from this office."""
QUEUES: Sequence[DeskQueue] = get_args(DeskQueue)
ANSWER = "answer"
"""Beside the steps: an amended line is accepted or turned down."""


class DeskSought(msgspec.Struct, frozen=True):
    queue: DeskQueue
    direction: str = ""
    tax_code: str = ""
    """What the company's begins with."""


class AtOffice(msgspec.Struct, frozen=True):
    """One in a queue."""

    head: TransportHead
    hours: int
    """How long it has been in its state, in whole hours."""
    late_hours: int
    """How long ago its planned end was, in whole hours begun; 0 before."""
    asked: bool
    """Its company asks for cancellation."""
    amended: int
    """Lines whose amendments wait for an answer."""


class Amended(msgspec.Struct, frozen=True):
    """A line whose amendment waits for an answer."""

    form: str
    run: int
    line: int
    bill: str
    package: str
    """"" on form 01."""
    amended: str
    """As it stands in the list: what an officer signs about."""
    changes: list[Change]


class AtDesk(msgspec.Struct, frozen=True):
    """A transport before an officer of either end."""

    shown: TransportShown
    sides: list[Who]
    amendments: list[Amended]
    offers: list[str]
    """The steps that he may take now, and `ANSWER`: the most likely first."""
    barred: Fault | None
    """Why he may take none although others of his office might."""


def desk_queue(room: ReadingRoom, account: str, at: datetime, sought: DeskSought, wanted: Wanted) -> Page[AtOffice]:
    """A page of what waits at the officer's own office, by `due`; what leaves it also by `lodged`.

    Raises:
        NotFound, OfficerRole, CursorUnknown
    """
    asked = _sought(_reading(room, account, at), at, sought)
    return room.transports.page(asked, wanted).told(lambda one: _at_office(room, one, at))


def desk_counts(room: ReadingRoom, account: str, at: datetime) -> dict[DeskQueue, int]:
    """How many there are in each queue, counted up to one more than is ever told. Raises NotFound, OfficerRole."""
    officer = _reading(room, account, at)
    return {queue: room.transports.count(_sought(officer, at, DeskSought(queue))) for queue in QUEUES}


def desk_found(room: ReadingRoom, account: str, text: str) -> str:
    """The number that a scanned or typed text is, of a transport that this office sees; "" where it is none."""
    number = text.strip()
    try:
        return own_transport(room, account, number).number if is_number(number) else ""
    except NotFound:
        return ""


def _reading(room: ReadingRoom, account: str, at: datetime) -> Officer:
    officer = officer_asking(room, account, at)
    require_reading(officer)
    return officer


def _sought(officer: Officer, at: datetime, sought: DeskSought) -> TransportSought:
    """One state each, so that each has its index."""
    late = stamp(at) if sought.queue in ("overdue", "astray") else ""
    leaves = sought.queue in ("declared", "approved", "astray")
    return TransportSought(
        office=officer.office if leaves else "",
        arrival_office="" if leaves else officer.office,
        state=WATCHED if sought.queue in ("coming", "overdue", "astray") else sought.queue,
        due_before=late,
        direction=sought.direction,
        tax_code=sought.tax_code,
    )


def _at_office(room: ReadingRoom, one: Transport, at: datetime) -> AtOffice:
    standing = room.transports.standing(one)
    return AtOffice(
        head_of(room, one, at),
        int((at - read_stamp(standing.since)).total_seconds() // 3600),
        max(-int((read_stamp(one.due_at) - at).total_seconds() // 3600), 0),
        bool(standing.asked),
        len(standing.unanswered),
    )


def desk_transport(room: ReadingRoom, account: str, number: str, at: datetime) -> AtDesk:
    """Raises NotFound: it neither leaves nor reaches the officer's office. Erased: its term has passed."""
    officer = _reading(room, account, at)
    one = own_transport(room, account, number)
    body, standing, sides = room.transports.body(one), room.transports.standing(one), sides_of(room, account, one)
    steps = [step.name for side in sides for step in possible(one.state, side)]
    amendments = [amended for made in body.lists for amended in _amended(made)]
    barred = _barred(room, officer, one, at) if sides else None
    shown = shown_of(head_of(room, one, at), body, standing, steps)
    offers = [] if barred else _offers(shown, sides, has_amended=bool(amendments))
    return AtDesk(shown, sides, amendments, offers, barred)


def _barred(room: ReadingRoom, officer: Officer, one: Transport, at: datetime) -> Fault | None:
    try:
        may_decide(officer, officer.office, at)
        own = room.accounts.account(officer.id)
        not_of_own_company(officer, own, room.accounts.of_company(one.company))
    except Refusal as refusal:
        return Fault(refusal.code, "", refusal.facts)
    return None


def _offers(shown: TransportShown, sides: Sequence[Who], *, has_amended: bool) -> list[str]:
    """What leads on from this state, as far as what it wants besides is there."""
    asked, state = bool(shown.standing.asked), shown.head.state
    answers = has_amended and "departing" in sides and state in AMENDED_IN
    found = {name for name in shown.possible if is_open(name, asked=asked, amended=has_amended)}
    return sorted(found | ({ANSWER} if answers else set()), key=_ORDER.index)


_ORDER = list(dict.fromkeys([ANSWER, "grant-cancellation", "approve", "seal", "depart", "arrive", "settle", *STEPS]))


def _amended(made: List) -> list[Amended]:
    form, run = ("04-BKHH", made.run) if isinstance(made, GoodsList) else ("01-BKVD/TKXX", 1)
    lines: Sequence[BillLine | PackageLine] = made.lines
    found = []
    for place in waiting(made):
        line = lines[place - 1]
        package = line.package if isinstance(line, PackageLine) else ""
        found.append(Amended(form, run, place, line.bill, package, line.amended, changes_of(line)))
    return found
