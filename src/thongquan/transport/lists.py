"""What forms 01-BKVD/TKXX and 04-BKHH say, column by column (TT 191/2015, Annex III, with the notes of each form)."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec


class Confirmed(msgspec.Struct, frozen=True):
    """An officer accepted one amendment: 01 column (7), 04 column (12)."""

    officer: str
    at: datetime


class Attached(msgspec.Struct, frozen=True):
    """The transport declaration that a list belongs to: note (3) of both forms."""

    number: str
    day: date
    office: str
    """The customs office's name."""


class Block(msgspec.Struct, frozen=True):
    """Office, officer and day: blocks (15) of the departing and (16) of the arriving office."""

    office: str
    officer: str
    day: date


class Signed(msgspec.Struct, frozen=True):
    """Who of the enterprise signed for a list: blocks (8) of form 01 and (14) of form 04."""

    name: str
    at: datetime


class BillLine(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A line of form 01."""

    bill: str
    """(5) The bill, or the export declaration."""
    amended: str = ""
    """(6) Where an error is found while the dossier is checked."""
    confirmed: Confirmed | None = None
    """(7)"""


class PackageLine(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A line of form 04. All packages of one bill stand together: note (8)."""

    bill: str
    """(6) The bill, or the export declaration."""
    package: str
    """(8)"""
    goods: str = ""
    """(7) "nếu có"; of several goods in a package the one with the largest share."""
    carrier_seal: str = ""
    """(9)"""
    amended: str = ""
    """(11) To columns (6) to (9), and only before customs seal the vehicle."""
    confirmed: Confirmed | None = None
    """(12)"""


class BillList(msgspec.Struct, frozen=True, tag_field="form", tag="01-BKVD/TKXX"):
    """Form 01-BKVD/TKXX."""

    enterprise: str
    """(1) The transport enterprise's name."""
    number: str
    """(2) At most 35 characters, given by the enterprise."""
    place: str
    day: date
    lines: Sequence[BillLine]
    attached: Attached | None = None
    """(3) None until the declaration is registered."""
    signed: Signed | None = None
    """(8)"""


class GoodsList(msgspec.Struct, frozen=True, tag_field="form", tag="04-BKHH"):
    """Form 04-BKHH of one vehicle or wagon: where several carry the goods each has its own, note (4)."""

    enterprise: str
    """(1) The transport enterprise's name."""
    number: str
    """(2) At most 35 characters, given by the enterprise. *Assumption*: the lists of all vehicles share it."""
    place: str
    day: date
    lines: Sequence[PackageLine]
    run: int = 1
    """Which of the vehicle runs this list is of, from 1."""
    runs: int = 1
    """(4) Vehicle runs of the declaration."""
    attached: Attached | None = None
    """(3) None until the declaration is registered."""
    customs_seals: Sequence[str] = ()
    """(10) Entered by the departing office for the vehicle."""
    vehicle: str = ""
    """(13) Number of the truck or wagon, entered by the departing office."""
    departed: Block | None = None
    """(15)"""
    arrived: Block | None = None
    """(16)"""
    signed: Signed | None = None
    """(14)"""
