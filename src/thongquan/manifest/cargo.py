"""Cargo messages: what one says of a house, where it stands in the file, and which field it goes to."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.model import Unreadable

Format = Literal["fhl", "xfzb"]

_UTF8_MARK = b"\xef\xbb\xbf"
_MARKS = (_UTF8_MARK, b"\xff\xfe", b"\xfe\xff")
_FHL = re.compile(rb"\s*FHL/\d")
_XFZB = b"HouseWaybill"


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


class FieldMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Place to field, and place to the reason why it is not declared."""

    fields: dict[str, str]
    not_declared: dict[str, str]


@cache
def field_map(form: Format) -> FieldMap:
    """The map of one format, from `messages.toml`."""
    told = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
    return msgspec.convert(told[form], FieldMap)


def format_of(data: bytes) -> Format | None:
    """Which message a file holds, by its content: its name may say anything."""
    if _FHL.match(data.removeprefix(_UTF8_MARK)):
        return "fhl"
    flat = data.replace(b"\0", b"") if b"\0" in data[:256] else data
    for mark in _MARKS:
        flat = flat.removeprefix(mark)
    return "xfzb" if flat.lstrip()[:1] == b"<" and _XFZB in flat else None


def shown(text: str, most: int = 60) -> str:
    """A short, visible form of what a file says, for a sentence about it."""
    return "".join(character if character.isprintable() else "?" for character in text[:most])
