"""What transports need from whoever keeps the books: their heads, bodies that lie sealed, and the queues."""

from collections.abc import Collection
from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.transport.lodged import Lodged
from thongquan.transport.standing import Standing


class Transport(msgspec.Struct, frozen=True, gc=False):
    """The head of a transport declaration."""

    row: int
    number: str
    company: str
    office: str
    """Of departure, where it is lodged."""
    arrival_office: str
    direction: str
    state: str
    version: int
    """How many steps it took: whoever signs names the version that he saw."""
    body: int
    """The version of its body."""
    corrected: int
    due_at: str
    """When it should have arrived; a `stamp`, as all moments."""
    lodged_at: str
    changed_at: str
    departed_at: str
    arrived_at: str


class TransportSought(msgspec.Struct, frozen=True):
    """Which are asked for; "" leaves it open."""

    company: str = ""
    office: str = ""
    arrival_office: str = ""
    state: str = ""
    due_from: str = ""
    """Due at this moment or later; with `due_before`, of one day."""
    due_before: str = ""
    """Due before this moment."""
    direction: str = ""
    tax_code: str = ""
    """What the company's begins with."""


class Transports(Protocol):
    def next_ordinal(self) -> int: ...
    def of(self, number: str) -> Transport | None: ...
    def body(self, one: Transport) -> Lodged:
        """As it is now. Raises Erased: its term has passed."""
        ...

    def standing(self, one: Transport) -> Standing:
        """Raises Erased."""
        ...

    def page(self, sought: TransportSought, wanted: Wanted) -> Page[Transport]:
        """By `lodged` or `due`. Raises CursorUnknown."""
        ...

    def count(self, sought: TransportSought) -> int:
        """No further than one more than is ever told."""
        ...

    def sharing(self, one: Transport, place: str, cargo: Collection[str]) -> list[str]:
        """The cargo numbers that another living transport from this place has as well."""
        ...

    def add(self, one: Transport, body: Lodged, standing: Standing, deed: int) -> None: ...
    def change(self, one: Transport, standing: Standing, deed: int, body: Lodged | None = None) -> None:
        """As it is from now on. `body`: where the step changed it; it is kept under `one.body`."""
        ...
