"""What the pages are given to work with: ways to ask the authority, a clock, and nothing of the server."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol, TypeVar

import msgspec

from thongquan.authority.authority import Authority
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import Clock
from thongquan.portal.flight_desk import FlightDesk
from thongquan.portal.flight_ports import FrontDoor
from thongquan.portal.sessions import Session
from thongquan.portal.sources import Rate
from thongquan.portal.transport_plans import Plans

T = TypeVar("T")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Ask(Protocol):
    """The clerk: the work is one transaction of the authority, durable when the answer comes."""

    def __call__(self, work: Callable[[Sitting], T], /) -> Awaitable[T]: ...


class Read(Protocol):
    """The reading desk: a connection that cannot write."""

    def __call__(self, question: Callable[[ReadingRoom], T], /) -> Awaitable[T]: ...


async def nobody_asks(_: Session) -> bool:
    """Where nothing is registered that could be closed."""
    return True


def peer_of(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""


def never(_: str) -> float:
    return 0.0


def _plans() -> Plans:
    return Plans(LIMITS)


def _prints() -> Rate:
    return Rate(LIMITS.prints_asked, LIMITS.prints_asked_seconds, LIMITS.remembered_sources)


def _links() -> Rate:
    return Rate(LIMITS.links_asked, LIMITS.links_asked_seconds, LIMITS.remembered_sources)


def _link() -> Rate:
    return Rate(LIMITS.link_asked, LIMITS.links_asked_seconds, LIMITS.remembered_sources)


class Counter(msgspec.Struct, frozen=True):
    ask: Ask
    read: Read
    door: FrontDoor
    clock: Clock
    flights: FlightDesk
    """The flights that companies prepare and file in the browser."""
    authority: Callable[[], Authority]
    """As it is now: the trust folder may have been read anew."""
    healthy: Callable[[], bool]
    """The books can be written."""
    waiting: Callable[[], int]
    """Declarations that wait for the clerk."""
    status_of: Callable[[Refusal], int]
    """The HTTP status of a refusal, which is noted for the log."""
    problem: Callable[[Refusal, str], bytes]
    """Problem details for programs: the refusal and the id of the request."""
    still_open: Callable[[Session], Awaitable[bool]] = nobody_asks
    """Account and certificate of a session are in order. Asked at each request, and remembered for a second at most."""
    source_of: Callable[[Scope], str] = peer_of
    """The network address to count and show, behind a proxy that of the caller."""
    wait: Callable[[str], float] = never
    """For how many seconds this source must wait before its next request; 0.0: it may go on, and is counted."""
    links: Rate = msgspec.field(default_factory=_links)
    """How often a source may ask for what lies behind drivers' links."""
    link: Rate = msgspec.field(default_factory=_link)
    """How often one link may be asked for, from wherever."""
    secure: bool = False
    """Browsers reach us by TLS, ours or a proxy's."""
    limits: Limits = LIMITS
    prints: Rate = msgspec.field(default_factory=_prints)
    """How often a source may ask whether a printed form is in the books."""
    plans: Plans = msgspec.field(default_factory=_plans)
    """Of transports, until they are registered."""
