"""Amendments to the lists, line by line: who may still make one, and an officer's yes or no to each.

TT 191/2015 PL III, 01-BKVD/TKXX notes (6) and (7), 04-BKHH notes (11) and (12). Columns (11) and (12) have room for
one amendment; *assumption*: one that was accepted stays, and a line is amended once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.transport.lists import BillLine, BillList, Confirmed, GoodsList, PackageLine

_01, _04 = "TT 191/2015 PL III 01-BKVD/TKXX", "TT 191/2015 PL III 04-BKHH"
SEALED = cite("TRANSPORT-AMEND-SEALED", f"{_04} (11)", "seed")
NOT_CHECKED = cite("TRANSPORT-AMEND-NOT-CHECKED", f"{_01} (6)", "seed")
LINE = cite("TRANSPORT-AMEND-LINE", f"{_04} (5)", "seed")
COLUMN = cite("TRANSPORT-AMEND-COLUMN", f"{_04} (11)", "seed")
NOTHING = cite("TRANSPORT-AMEND-NOTHING", f"{_04} (11)", "assumption")
CHARACTERS = cite("TRANSPORT-AMEND-CHARACTERS", f"{_04} (11)", "assumption")
LONG = cite("TRANSPORT-AMEND-LONG", f"{_04} (11)", "assumption")
TWICE = cite("TRANSPORT-AMEND-TWICE", f"{_04} (12)", "assumption")
NONE = cite("TRANSPORT-AMEND-NONE", f"{_04} (12)", "seed")

COLUMNS: Mapping[int, str] = {6: "bill", 7: "goods", 8: "package", 9: "carrier_seal"}
"""Columns of form 04 that the enterprise fills and may amend."""
BILL_COLUMN = 5
"""The column of form 01 that is amended, in (6)."""
DEMANDED = frozenset({6, 8})
"""Those that an amendment may not blank."""

List = TypeVar("List", BillList, GoodsList)


class AmendmentRefused(Refusal):
    """The amendment cannot be made, accepted or turned down: nothing of the list changes."""

    def __init__(self, code: str, **facts: str | int) -> None:
        self.code = code
        super().__init__(**facts)


class TurnedDown(msgspec.Struct, frozen=True):
    """What an officer did not accept: it leaves the list, and stays in the log."""

    line: int
    amended: str
    officer: str
    at: datetime
    reason: str


class Change(msgspec.Struct, frozen=True):
    column: int
    before: str
    after: str


def amend_bill(one: BillList, line: int, bill: str, *, checking: bool) -> BillList:
    """(6): another bill or export declaration than (5) says. `line` counts from 1.

    `checking`: whether the dossier is being checked: note (6) knows no other time.

    Raises:
        AmendmentRefused
    """
    if not checking:
        raise AmendmentRefused(NOT_CHECKED, line=line)
    now = _line(one.lines, line)
    text = _change(5, now.bill, bill)
    if not text or not bill:
        raise AmendmentRefused(NOTHING, line=line)
    return _with(one, line, _amended(now, text, line))


def amend_package(one: GoodsList, line: int, values: Mapping[int, str]) -> GoodsList:
    """(11): other values of columns (6) to (9), before customs seal the vehicle. `line` counts from 1.

    Raises:
        AmendmentRefused
    """
    if one.customs_seals:
        raise AmendmentRefused(SEALED, line=line, run=one.run)
    now = _line(one.lines, line)
    for column in values:
        if column not in COLUMNS:
            raise AmendmentRefused(COLUMN, line=line, column=column)
    changes = [_change(column, getattr(now, COLUMNS[column]), values[column]) for column in sorted(values)]
    text = "; ".join(change for change in changes if change)
    if not text or any(not values[column] for column in DEMANDED & values.keys()):
        raise AmendmentRefused(NOTHING, line=line)
    return _with(one, line, _amended(now, text, line))


def accept(one: List, line: int, officer: str, at: datetime) -> List:
    """(7) of form 01, (12) of form 04: the officer signs beside the amendment of this line.

    Raises:
        AmendmentRefused
    """
    now = _waiting(one, line)
    return _with(one, line, msgspec.structs.replace(now, confirmed=Confirmed(officer, at)))


def turn_down(one: List, line: int, officer: str, at: datetime, reason: str) -> tuple[List, TurnedDown]:
    """The line is again as it was filled in first; it may be amended anew.

    Raises:
        AmendmentRefused
    """
    now = _waiting(one, line)
    refused = TurnedDown(line, now.amended, officer, at, reason)
    return _with(one, line, msgspec.structs.replace(now, amended="")), refused


def waiting(one: BillList | GoodsList) -> list[int]:
    """The lines whose amendments no officer has answered yet."""
    lines: Sequence[BillLine | PackageLine] = one.lines
    return [place for place, line in enumerate(lines, start=1) if line.amended and line.confirmed is None]


def changes_of(line: BillLine | PackageLine) -> list[Change]:
    """What the amendment of this line changes, by column: beside it the line still says what it was.

    [] where nothing is amended, or where its text can be read in no way that spells it again.

    >>> changes_of(PackageLine("HB1", "P1", amended="(8) P1 → P2; (9) – → S2"))
    [Change(column=8, before='P1', after='P2'), Change(column=9, before='', after='S2')]
    """
    columns = {BILL_COLUMN: "bill"} if isinstance(line, BillLine) else COLUMNS
    known = {column: getattr(line, field) for column, field in columns.items()}
    begins = {column: f"({column}) {before or '–'} → " for column, before in known.items()}
    found: list[Change] = []
    rest = line.amended
    for column, begin in begins.items():
        if not rest.startswith(begin):
            continue
        rest = rest.removeprefix(begin)
        nexts = [at for later in begins if later > column and (at := rest.find(f"; {begins[later]}")) >= 0]
        end = min(nexts, default=len(rest))
        after = rest[:end]
        found.append(Change(column, known[column], "" if after == "–" else after))
        rest = rest[end:].removeprefix("; ")
    spelled = "; ".join(_change(one.column, one.before, one.after) for one in found)
    return found if spelled == line.amended else []


Line = TypeVar("Line", bound=BillLine | PackageLine)


def _line(lines: Sequence[Line], line: int) -> Line:
    if not 1 <= line <= len(lines):
        raise AmendmentRefused(LINE, line=line, lines=len(lines))
    return lines[line - 1]


def _change(column: int, before: str, after: str) -> str:
    """How columns (6) and (11) tell it; "" where nothing changes.

    >>> _change(9, "S1", "S2"), _change(9, "S1", "")
    ('(9) S1 → S2', '(9) S1 → –')
    """
    return f"({column}) {before or '–'} → {after or '–'}" if before != after else ""


def _amended(now: Line, text: str, line: int) -> Line:
    if now.confirmed is not None:
        raise AmendmentRefused(TWICE, line=line)
    if not text.isprintable():
        raise AmendmentRefused(CHARACTERS, line=line)
    if len(text) > LIMITS.transport_amendment_characters:
        raise AmendmentRefused(LONG, line=line, length=len(text), limit=LIMITS.transport_amendment_characters)
    return msgspec.structs.replace(now, amended=text)


def _waiting(one: BillList | GoodsList, line: int) -> BillLine | PackageLine:
    lines: Sequence[BillLine | PackageLine] = one.lines
    now = _line(lines, line)
    if not now.amended:
        raise AmendmentRefused(NONE, line=line)
    if now.confirmed is not None:
        raise AmendmentRefused(TWICE, line=line)
    return now


def _with(one: List, line: int, changed: BillLine | PackageLine) -> List:
    return msgspec.structs.replace(one, lines=[*one.lines[: line - 1], changed, *one.lines[line:]])
