"""What the books tell of a company's acts, for whoever follows them."""

from hashlib import sha256
from typing import Literal, NamedTuple, Protocol

import msgspec


class ActTold(msgspec.Struct, frozen=True, gc=False):
    place: int
    """In the log of all acts, first is 1."""
    number: int
    """The declaration's, with 0 in the 12th place."""
    kind: Literal["registered", "corrected", "decided"]
    at: str
    decision: bytes
    """In its one spelling; empty when its term of keeping has passed."""


class Cursor(NamedTuple):
    """A place in a company's feed: after which act of all, after which of the notices there, in which history."""

    place: int
    nth: int
    mark: str

    def __str__(self) -> str:
        nth, mark = f"-{self.nth}" if self.nth else "", f".{self.mark}" if self.mark else ""
        return f"{self.place}{nth}{mark}"


class NoticeTold(msgspec.Struct, frozen=True, gc=False):
    """What a company is told beside acts."""

    place: int
    """Of the last act of all when it was entered."""
    nth: int
    """Among the company's notices there, from 1 on."""
    kind: Literal["webhook-stopped", "transport"]
    about: str
    """The id of the webhook; the number of the transport declaration."""
    at: str
    step: str = ""
    """Of the transport, with its state and version after it."""
    state: str = ""
    version: int = 0


class Restoring(msgspec.Struct, frozen=True):
    """The books were put back to an earlier day: acts after `acts` are others than those of before."""

    told: bytes
    """The signed event."""

    @property
    def mark(self) -> str:
        """Tells the history that begins here from any other, in eight letters."""
        return sha256(self.told).hexdigest()[:8]

    def read(self) -> "RestoringRead":
        return msgspec.json.decode(self.told, type=RestoringRead)


class RestoringRead(msgspec.Struct, frozen=True):
    at: str
    acts: int


class Feed(Protocol):
    def acts(self, company: str, after: int, limit: int) -> list[ActTold]:
        """Of declarations that the company filed, or that a broker filed for it: those after a place, in order."""
        ...

    def notices(self, company: str, after: Cursor, limit: int) -> list[NoticeTold]:
        """Those after a place, in order."""
        ...

    def notices_at(self, company: str, place: int) -> int:
        """How many there are at a place."""
        ...

    def last_act(self) -> int:
        """The place of the last act of all."""
        ...

    def restorings(self) -> list[Restoring]:
        """In their order."""
        ...
