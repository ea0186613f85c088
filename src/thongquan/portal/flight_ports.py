"""What the pages of flights need from whoever keeps the flights, and from whoever files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol


class FlightStore(Protocol):
    """Sealed pieces of flights, each a company's own. Every method may be asked from any thread."""

    def add(self, company: str, flight: str, at: str, pieces: Mapping[str, bytes]) -> bool:
        """False where the company keeps as many as it may."""
        ...

    def put(self, company: str, flight: str, at: str, pieces: Mapping[str, bytes], drop: Sequence[str] = ()) -> bool:
        """All together, durable when it returns; False where there is no such flight any more."""
        ...

    def get(self, company: str, flight: str, name: str) -> bytes | None: ...
    def kept(self, company: str) -> list[str]:
        """Ids, the newest first."""
        ...

    def forget(self, company: str, flight: str) -> None: ...
    def sweep(self, before: str) -> None:
        """Takes away what nobody changed since."""
        ...


class FrontDoor(Protocol):
    """The same door by which programs file, and the same order of steps."""

    async def file(self, parts: tuple[bytes, bytes, bytes], progress: Callable[[int, int], None] = ...) -> bytes:
        """Statement, signature and lines; the answer's bytes, once it is on the disk. Raises the Refusal."""
        ...
