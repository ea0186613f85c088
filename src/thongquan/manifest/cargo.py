"""Cargo messages: what one says of a house, and where it stands in the file."""

from typing import Literal

import msgspec

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.model import Unreadable

Format = Literal["fhl", "xfzb"]


class Said(msgspec.Struct, frozen=True, gc=False):
    """One value of a message: its place as the field map names it, and the line of the file."""

    place: str
    text: str
    line: int

    @property
    def address(self) -> str:
        """Where it stands, as faults name it: `L12 CNE/address`."""
        return f"L{self.line} {self.place}"


class CargoHouse(msgspec.Struct):
    """Everything that the messages say of one house, in the order of the file."""

    line: int
    said: list[Said]
    faults: list[Fault] = []
    warnings: list[Fault] = []
    seen: int = 0
    """How many values were looked at, empty ones too."""

    def add(self, place: str, text: str, line: int) -> None:
        """Notes one value."""
        self.count(line)
        if len(text) > LIMITS.cell_characters:
            raise Unreadable("FILE-CELL-TOO-LONG", line=line, limit=LIMITS.cell_characters)
        if text:
            self.said.append(Said(place, text, line))

    def count(self, line: int) -> None:
        """Raises `Unreadable` where one house holds more than any real one does."""
        self.seen += 1
        if self.seen > LIMITS.house_values:
            raise Unreadable("HOUSE-TOO-LONG", line=self.line or line, limit=LIMITS.house_values)


def shown(text: str, most: int = 60) -> str:
    """A short, visible form of what a file says, for a sentence about it."""
    return "".join(character if character.isprintable() else "?" for character in text[:most])
