"""What the links of transports need from whoever keeps the books: who was given one, and what was reported by it."""

from typing import Literal, Protocol

import msgspec

from thongquan.authority.transport_ports import Transport
from thongquan.transport.reports import Report


class Link(msgspec.Struct, frozen=True, gc=False):
    """Given to a driver, who tells through it what he sees."""

    id: str
    number: str
    """Of its transport."""
    driver: str
    """Name or plate; "" once that is erased."""
    secret: bytes
    """A hash."""
    until: str
    """A `stamp`, as all moments: from then on it is good for nothing."""
    made_at: str
    made_by: str
    ended_at: str
    """"" while nobody ended it."""


class ReportTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the authority signs of a report: that it came, then, and in which order. What it says is a digest."""

    record: Literal["thongquan-transport-report-1"]
    seq: int
    number: str
    link: str
    id: str
    received_at: str
    digest: str
    """SHA-256 of the report as it is kept."""
    before: str
    """SHA-256 of what was signed of the report before, of whichever transport; "" of the first."""


class ReportEntered(msgspec.Struct, frozen=True, gc=False):
    told: bytes
    """`ReportTold` in canonical JSON."""
    signature: bytes
    certificate: bytes


class TransportLinks(Protocol):
    def of_secret(self, secret: bytes) -> tuple[Link, Transport] | None:
        """By the hash. One question, whatever there is."""
        ...

    def of_transport(self, one: Transport) -> list[Link]:
        """All that it ever had, in the order in which they were given."""
        ...

    def add(self, one: Transport, link: Link, deed: int) -> None: ...
    def end(self, link: str, at: str) -> None: ...

    def last(self) -> tuple[int, str]:
        """Place, and SHA-256 of what was signed, of the report that came last of all; 0 and "" where there is none."""
        ...

    def reported(self, link: str, id_: str) -> Report | None:
        """Raises Erased."""
        ...

    def reports(self, one: Transport) -> list[tuple[str, Report]]:
        """With the link of each, in the order in which they came; those that are erased are left out."""
        ...

    def reports_by(self, link: str) -> list[Report]:
        """Those of one link alone, in the same order."""
        ...

    def count(self, link: str) -> int:
        """Of its reports."""
        ...

    def enter(self, one: Transport, told: ReportTold, entered: ReportEntered, report: Report) -> None: ...
