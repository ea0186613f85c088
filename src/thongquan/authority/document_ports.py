"""What documents need from whoever keeps them: the folder with their bytes, and the books that name them."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

from thongquan.base.fault import Refusal

THE_LIST = 0
"""What an officer looked at, where it was no document but the list of them."""


class DocumentLost(Refusal):
    """The books name it, and it is not there, or does not open."""

    code = "DOCUMENT-LOST"


class DocumentStore(Protocol):
    """Bytes under names that follow from their own hash and their company: no name comes from outside."""

    def keep(self, company: str, sha256: str, plain: BinaryIO) -> None:
        """Whole and on the disk when it returns. What the books do not name by the next start is swept away."""
        ...

    def forget(self, company: str, sha256: str) -> None:
        """The books do not name it: it is taken away."""
        ...

    def pieces(self, file: bytes) -> Iterator[bytes]:
        """Piece by piece, each proved before it is given. Raises DocumentLost."""
        ...


class Documents(Protocol):
    """Which file holds which document of a declaration, and who looked at it."""

    def enter(self, number: str, first: int, company: str, hashes: Sequence[str]) -> None:
        """From place `first` on; the files are in the store already."""
        ...

    def file(self, number: str, place: int) -> bytes | None: ...
    def is_named(self, company: str, sha256: str) -> bool: ...
    def look(self, officer: str, number: str, place: int, at: str) -> None:
        """An officer looked: at the list where `place` is 0. Nothing of it is ever taken away."""
        ...
