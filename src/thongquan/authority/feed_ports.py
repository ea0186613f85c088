"""What the books tell of a company's acts, for whoever follows them."""

from hashlib import sha256
from typing import Literal, Protocol

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

    def last_act(self) -> int:
        """The place of the last act of all."""
        ...

    def restorings(self) -> list[Restoring]:
        """In their order."""
        ...
