"""What draws need from whoever keeps the books."""

from typing import Protocol

import msgspec


class DrawEntered(msgspec.Struct, frozen=True, gc=False):
    """A draw as it was signed: never changed, never taken out."""

    seq: int
    day: str
    """The day in Viet Nam, `2026-09-02`."""
    told: bytes
    """`channel.draw.Draw` in canonical JSON."""
    signature: bytes
    certificate: bytes


class Draws(Protocol):
    def of(self, day: str) -> DrawEntered | None: ...
    def last(self) -> DrawEntered | None:
        """The one that was entered last."""
        ...

    def latest(self, limit: int) -> list[DrawEntered]:
        """Those of the latest days, the latest first."""
        ...

    def enter(self, one: DrawEntered) -> None: ...
