"""Transports as they are read back: by their company, by the office that they leave, and by the one that they reach.

One by its number is the call-up (OLB) of a draft and the reference (ITF) of any; the queues are the other half of ITF.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_codes import ACCEPTED, RESULT
from thongquan.authority.transport_ports import Transport, TransportSought
from thongquan.authority.transport_runs import RunShown, runs_shown
from thongquan.authority.whose import Whose, whose
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp, stamp
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.duty import DECIDING
from thongquan.transport.amending import waiting
from thongquan.transport.lifecycle import WATCHED, Who, is_overdue, possible
from thongquan.transport.lists import BillLine, Confirmed, GoodsList, PackageLine
from thongquan.transport.lodged import Lodged, spelled
from thongquan.transport.model import TransportCorrection, TransportDeclaration
from thongquan.transport.standing import Standing, lists_of

Queue = Literal["", "leaving", "arriving", "overdue"]
"""Before the office of departure; on the way to that of arrival; on the way past their planned end, from or to it."""


class Sought(msgspec.Struct, frozen=True):
    """Which are asked for; without a queue those of one's own company, or lodged at one's own office."""

    queue: Queue = ""
    state: str = ""


class TransportHead(msgspec.Struct, frozen=True):
    number: str
    company: str
    company_name: str
    office: str
    arrival_office: str
    direction: str
    state: str
    version: int
    due_at: str
    lodged_at: str
    changed_at: str
    departed_at: str
    """"" before it left."""
    arrived_at: str
    corrected: int
    is_overdue: bool


class ListShown(msgspec.Struct, frozen=True):
    form: str
    run: int
    number: str
    lines: int
    customs_seals: list[str]
    vehicle: str
    waiting: list[int]
    """Lines whose amendments no officer has answered."""


class TransportShown(msgspec.Struct, frozen=True):
    head: TransportHead
    declaration: TransportDeclaration
    """As it is now, under its number."""
    lists: list[ListShown]
    runs: list[RunShown]
    standing: Standing
    possible: list[str]
    """The steps that lead on from its state for whoever asks."""
    code: str = ACCEPTED
    result_code: str = RESULT


class LinesWanted(msgspec.Struct, frozen=True):
    place: int = 1
    """Which of its lists, from 1."""
    after: int = 0
    limit: int = LIMITS.page_rows


class LineShown(msgspec.Struct, frozen=True):
    """A line of form 01, or of form 04: the first has neither package nor goods."""

    line: int
    """Its place; the first is 1."""
    bill: str
    package: str
    goods: str
    carrier_seal: str
    amended: str
    confirmed: Confirmed | None


class LinesShown(msgspec.Struct, frozen=True):
    lines: list[LineShown]
    next: int
    """`after` of the next page; 0 on the last."""


def transports_seen(
    room: ReadingRoom, account: str, at: datetime, sought: Sought, wanted: Wanted
) -> Page[TransportHead]:
    """A page by `lodged` or `due`.

    Raises:
        NotFound: nobody's account, or that of an officer who may not read.
        CursorUnknown
    """
    found = room.transports.page(_sought(whose(room, account), at, sought), wanted)
    return found.told(lambda one: head_of(room, one, at))


def _sought(who: Whose, at: datetime, sought: Sought) -> TransportSought:
    queue, state = sought.queue, sought.state
    if queue == "leaving":
        return TransportSought(who.company, office=who.office, state=state or "declared")
    if queue == "arriving":
        return TransportSought(who.company, arrival_office=who.office, state=state or WATCHED)
    if queue == "overdue":
        return TransportSought(who.company, arrival_office=who.office, state=WATCHED, due_before=stamp(at))
    return TransportSought(who.company, office=who.office, state=state)


def transport_seen(room: ReadingRoom, account: str, number: str, at: datetime) -> TransportShown:
    """Raises NotFound: there is none of this number, or another's. Erased: its term has passed."""
    one = own_transport(room, account, number)
    steps = [step.name for who in sides_of(room, account, one) for step in possible(one.state, who)]
    return shown_of(head_of(room, one, at), room.transports.body(one), room.transports.standing(one), steps)


def shown_of(head: TransportHead, body: Lodged, standing: Standing, steps: list[str]) -> TransportShown:
    """The body may be long: whoever has read it reads it once."""
    return TransportShown(
        head,
        numbered(body.declaration, head.number),
        [
            ListShown(
                "04-BKHH" if isinstance(made, GoodsList) else "01-BKVD/TKXX",
                made.run if isinstance(made, GoodsList) else 1,
                made.number,
                len(made.lines),
                list(made.customs_seals) if isinstance(made, GoodsList) else [],
                made.vehicle if isinstance(made, GoodsList) else "",
                waiting(made),
            )
            for made in lists_of(body, standing, None)
        ],
        runs_shown(body, standing),
        standing,
        steps,
    )


def transport_lines_seen(room: ReadingRoom, account: str, number: str, wanted: LinesWanted) -> LinesShown:
    """Raises NotFound, Erased."""
    one = own_transport(room, account, number)
    lists = room.transports.body(one).lists
    if not 1 <= wanted.place <= len(lists):
        raise NotFound
    every: Sequence[BillLine | PackageLine] = lists[wanted.place - 1].lines
    lines = every[wanted.after : wanted.after + wanted.limit]
    shown = [_line(place, one) for place, one in enumerate(lines, start=wanted.after + 1)]
    last = wanted.after + len(shown)
    return LinesShown(shown, last if last < len(every) else 0)


def _line(place: int, one: BillLine | PackageLine) -> LineShown:
    goods = (one.package, one.goods, one.carrier_seal) if isinstance(one, PackageLine) else ("", "", "")
    return LineShown(place, one.bill, *goods, one.amended, one.confirmed)


def transport_told(room: ReadingRoom, account: str, number: str) -> bytes:
    """Declaration and lists as they are kept: the bytes over which the last digest is. Raises as above."""
    return spelled(room.transports.body(own_transport(room, account, number)))


def own_transport(room: ReadingRoom, account: str, number: str) -> Transport:
    """The transport, if it is this company's, or leaves or reaches this office. Raises NotFound."""
    who, one = whose(room, account), room.transports.of(number) if is_number(number) else None
    if one is None or not any(who.covers(one.company, office) for office in (one.office, one.arrival_office)):
        raise NotFound
    return one


def sides_of(room: ReadingRoom, account: str, one: Transport) -> list[Who]:
    """For which sides the account takes steps; a reader takes none."""
    officer = room.officers.officer(account)
    if officer is None:
        found = room.accounts.account(account)
        return ["declarant"] if found is not None and found.kind == "user" else []
    sides: list[tuple[str, Who]] = [(one.office, "departing"), (one.arrival_office, "arriving")]
    return [side for office, side in sides if officer.office == office and officer.role in DECIDING]


def open_transport(now: Sitting, account: str, number: str) -> None:
    """Recorded where an officer looks at what leaves or reaches his office: nothing is approved unseen.

    Raises:
        NotFound: it is before other offices, or not there at all.
    """
    officer = now.books.officer(account)
    if officer is None or officer.role not in DECIDING:
        return  # who reads it is told whether he may
    one = now.books.transports.of(number) if is_number(number) else None
    if one is None or officer.office not in (one.office, one.arrival_office):
        raise NotFound
    now.books.applications.look(account, number, one.version, stamp(now.at))


def head_of(room: ReadingRoom, one: Transport, at: datetime) -> TransportHead:
    company = room.company(one.company)
    return TransportHead(
        **{name: getattr(one, name) for name in TransportHead.__struct_fields__ if hasattr(one, name)},
        company_name=company.name if company else one.company,
        is_overdue=is_overdue(one.state, read_stamp(one.due_at), at),
    )


def numbered(declaration: TransportDeclaration, number: str) -> TransportDeclaration:
    """What is kept is as it was signed: a new one had no number yet."""
    assert not isinstance(declaration, TransportCorrection)  # what is kept is what a correction left
    return msgspec.structs.replace(declaration, number=number)
