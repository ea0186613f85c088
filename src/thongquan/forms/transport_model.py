"""What the printed transport declaration is made of: the item table `items/ola.toml`, and what is filled in."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec

from thongquan.forms.model import FOLDER
from thongquan.law.reading import read_toml

Output = Literal["VAS503", "VAS504", "VAS505", "VAS506", "VAS507", "VAS513"]
EndedBy = Literal["VAS508", "VAS511", "VAS514"]
Value = str | int | Decimal | date | time
Values = Mapping[str, Value]
"""By item ids as the message has them, repeated ones with their place: `BP1`, `Z01`; blank ones may be left out."""


class TransportItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One output item, under its id in each of the outputs that `Heading.place` tells apart; "" where one has none."""

    ids: list[str]
    attribute: Literal["A", "W", "I", "F"]
    width: int
    mask: Literal["", "AAAAAAAAAA-AAA", "dd/MM/yyyy", "hh:mm"] = ""


class TransportBox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    items: list[TransportItem]
    wide: bool = False
    between: str = " "
    after: str = ""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at: str
    box: list[TransportBox]
    heading: str = ""
    times: int = 1


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An output: which of the ids are its own, and its title."""

    place: int
    title: str


class Above(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: TransportBox
    bars: TransportItem


class Exports(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    times: int
    items: list[TransportItem]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Containers, wagons or packages: the last column holds up to so many seals."""

    times: int
    seals: int
    columns: list[TransportBox]


class TransportForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    outputs: dict[Output, Heading]
    above: Above
    exports: Exports
    lines: Table
    section: list[Section]
    moved: list[Section]


@cache
def transport_form() -> TransportForm:
    """The item table, read once."""
    return read_toml(FOLDER / "items" / "ola.toml", TransportForm)


class TransportEnded(msgspec.Struct, frozen=True):
    """Not approved (VAS511), or cancelled before (VAS514) or after (VAS508) its approval."""

    output: EndedBy
    values: Values


class TransportDeclaration(msgspec.Struct, frozen=True):
    """One output as the authority composed it, and what became of it since."""

    output: Output
    values: Values
    lines: Sequence[Values] = ()
    """A row for each container, wagon or package, with its seals: `DB`, `DC`, `DD1` … of VAS504."""
    moved: Values = msgspec.field(default_factory=dict)
    """Items of VAS516; before the goods arrive those of their departure only."""
    ended: TransportEnded | None = None
