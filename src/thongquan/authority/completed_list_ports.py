"""What lists HQ 02 need from whoever keeps the books: lists, their lines, and what may stand on one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from thongquan.authority.sent_list_ports import SentList, SentLists
from thongquan.declaration.model import Decision
from thongquan.registration.deeds_completed import Hq02Send

if TYPE_CHECKING:
    from thongquan.authority.ports import Case

Became = Literal["", "released", "held-back", "never-came"]
"""What customs said of a line: nothing yet, or nothing because they declined the list."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A declaration that may stand on a list."""

    case: "Case"
    office: str
    direction: str
    act: int
    """The place in the log of the act with which its line was signed."""
    leaf: bytes
    listed: str
    """The number of the open list on which it stands; "" where it stands on none."""


CompletedList = SentList[Hq02Send]


class Listed(msgspec.Struct, frozen=True, gc=False):
    """A line of a list as it was sent, and what became of it."""

    line: int
    number: int
    """As it was registered."""
    act: int
    became: Became


class Told(msgspec.Struct, frozen=True, gc=False):
    """The same with what was declared."""

    listed: Listed
    signed: bytes
    decision: Decision
    leaf: bytes


class Listable(msgspec.Struct, frozen=True):
    """What this company filed from `since` until before `until`, was cleared, and stands on no open list."""

    company: str
    office: str
    direction: str
    since: str
    """A `stamp`."""
    until: str


class CompletedLists(SentLists[CompletedList], Protocol):
    def candidates(self, numbers: Sequence[int]) -> dict[int, Candidate]:
        """Those of these that there are, and whose content was not erased."""
        ...

    def listable(self, sought: Listable, limit: int) -> list[int]:
        """By the time of their registration."""
        ...

    def add(self, one: CompletedList, lines: Sequence[Listed], deed: int) -> None:
        """`deed` is the place of the deed that sent it; the row of `one` plays no part."""
        ...

    def lines(self, row: int) -> list[Listed]:
        """In their order."""
        ...

    def told(self, row: int, after: int, limit: int) -> list[Told]:
        """The lines behind that one, with what was declared. Raises Erased: its term has passed."""
        ...

    def answer(self, one: CompletedList, became: Mapping[int, Became], deed: int) -> None:
        """As it is from now on; `became` of each of its lines."""
        ...
