"""What a printed form is made of: the item tables of `items/`, and one printout filled in."""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from thongquan.law.reading import read_toml

FOLDER = Path(__file__).parent

Kind = Literal["channel", "clearance", "correction"]
FormName = Literal["MIC", "MEC"]
Mask = Literal["", "AAAAAAAAAA-AAA", "AAA-AAAAAAAAAAAAAAAAA", "AA A", "dd/MM/yyyy", "hh:mm:ss", "[ X ]"]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"source": "from"}):
    """One output item: `source` names the value it shows (`values.py`)."""

    id: str
    attribute: Literal["A", "W", "I", "F"]
    width: int
    source: str
    mask: Mask = ""


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One labelled box of the page and the items in it."""

    at: str
    label: str
    items: list[Item]
    notice: bool = False
    between: str = " "
    before: str = ""
    after: str = ""


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the printouts of a form: its number in the annex, its output code and its title."""

    number: str
    output: str
    title: str


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mark: str
    channel: Sheet
    clearance: Sheet
    correction: Sheet
    headings: dict[str, str]
    box: list[Box]

    def boxes(self, kind: Kind) -> list[Box]:
        """The boxes of a printout: the customs notice block stands on the clearance only."""
        return [box for box in self.box if kind == "clearance" or not box.notice]


class Printout(msgspec.Struct, frozen=True):
    """One page, ready to be drawn: every text is final and is shown as it stands."""

    form: FormName
    kind: Kind
    registered_at: str
    bars: list[int]
    texts: dict[str, str]
    """Box to text; blank boxes are there too."""
    ended: str = ""
    """How it ended, if otherwise than by clearance here: what stands below the form."""


@cache
def form(name: FormName) -> Form:
    """The item tables of a form, read once."""
    return read_toml(FOLDER / "items" / f"{name.lower()}.toml", Form)
