"""What officers at the gate have before them: vehicles, packages and seals of what leaves and what arrives."""

from datetime import datetime

import msgspec

from thongquan.authority.paging import Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.transport_links_seen import ReportShown, reports_of
from thongquan.authority.transport_runs import RunLoaded, runs_loaded
from thongquan.authority.transports_seen import (
    Sought,
    TransportHead,
    head_of,
    own_transport,
    sides_of,
    transports_seen,
)
from thongquan.base.limits import LIMITS
from thongquan.transport.amending import waiting
from thongquan.transport.lifecycle import is_open, possible

AT_GATE = ("seal", "depart", "arrive", "arrive-differing")
"""What is confirmed with the vehicle before one; everything else is done at a desk."""


class AtGate(msgspec.Struct, frozen=True):
    head: TransportHead
    departs: str
    arrives: str
    lists: list[str]
    """Numbers of its lists: their bars stand beside those of the declaration."""
    runs: list[RunLoaded]
    seals: list[str]
    """All of customs, in order."""
    acts: list[str]
    """What whoever asks can confirm now."""
    is_asked: bool
    """Its company asks for cancellation: nothing is sealed and nothing leaves until that is answered."""
    amended: int
    """Lines of its lists whose amendments nobody answered: nothing is sealed and nothing leaves before."""
    reports: list[ReportShown]
    """What its drivers told."""


class Gate(msgspec.Struct, frozen=True):
    arriving: list[AtGate]
    """On the way to this office, the first due first: so what is overdue stands on top."""
    leaving: list[AtGate]
    """Approved, and not left yet."""
    is_whole: bool
    """Nothing was left out: `gate_held` of each are told."""


def gate_seen(room: ReadingRoom, account: str, at: datetime) -> Gate:
    """Raises NotFound: nobody's account. OfficerRole: of an officer who may not read."""
    wanted = Wanted("due", rows=LIMITS.gate_held)
    arriving = transports_seen(room, account, at, Sought("arriving"), wanted)
    leaving = transports_seen(room, account, at, Sought("leaving", "approved"), wanted)
    return Gate(
        [at_gate(room, account, one.number, at) for one in arriving.rows],
        [at_gate(room, account, one.number, at) for one in leaving.rows],
        not arriving.next and not leaving.next,
    )


def at_gate(room: ReadingRoom, account: str, number: str, at: datetime) -> AtGate:
    """Raises NotFound: there is none of this number, or it is another office's. Erased."""
    one = own_transport(room, account, number)
    body, standing = room.transports.body(one), room.transports.standing(one)
    ola, amended = body.declaration, sum(len(waiting(made)) for made in body.lists)
    steps = [step.name for who in sides_of(room, account, one) for step in possible(one.state, who)]
    asked = bool(standing.asked)
    acts = [name for name in AT_GATE if name in steps and is_open(name, asked=asked, amended=amended > 0)]
    return AtGate(
        head_of(room, one, at),
        _place(ola.departure_area, ola.departure_berth, ola.departure_port, ola.departure_name),
        _place(ola.arrival_area, ola.arrival_berth, ola.arrival_port, ola.arrival_name),
        sorted({made.number for made in body.lists}),
        runs_loaded(body, standing),
        standing.seals,
        acts,
        asked,
        amended,
        reports_of(room, one),
    )


def _place(*told: str) -> str:
    return " · ".join(part for part in told if part)
