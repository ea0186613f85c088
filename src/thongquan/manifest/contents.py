"""The words in which the reading process answers: tables of cells, houses of cargo messages, or a refusal.

Both sides count. The reading process packs a hundred rows at a time and stops at the first limit; who unpacks them
takes nothing on trust: types, lengths and sums are checked again before anything grows.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, Raw

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.cargo import CargoHouse, Format, Said
from thongquan.manifest.model import Cell, Unreadable
from thongquan.manifest.tables import RawTable, SheetFacts

BATCH = 100
DOCUMENT_KINDS = ("pdf", "jpeg", "png", "xlsx", "xml", "text")
"""What may be given to customs as a document."""
_Rows = Annotated[
    list[Annotated[list[str | int | float | bool], Meta(max_length=LIMITS.columns)]], Meta(max_length=BATCH)
]


class Moment(msgspec.Struct, array_like=True):
    """A cell that holds a day or a time, which msgpack has no word for. `row` and `column` count from 0."""

    row: int
    column: int
    kind: str
    told: str


class PackedTable(msgspec.Struct, array_like=True):
    name: str
    odd: SheetFacts
    remarks: list[Fault]
    decimal_comma: bool = False
    rows: list[Raw] = []
    moments: list[Moment] = []


class PackedHouse(msgspec.Struct, array_like=True):
    """A house whose places are numbers in `Answer.places`: they are few, and repeat in every house."""

    line: int
    said: Annotated[list[tuple[int, str, int]], Meta(max_length=2 * LIMITS.house_values)]
    faults: list[Fault]
    warnings: list[Fault]


class Answer(msgspec.Struct):
    """Everything that the reading process says, once."""

    code: str = ""
    facts: dict[str, str | int] = {}
    tables: list[PackedTable] = []
    form: Format | None = None
    places: list[str] = []
    houses: list[Raw] = []
    remarks: list[Fault] = []
    kind: str = ""
    """Of a document: what it is."""


class Contents(msgspec.Struct):
    """What lies in a file: tables, or the houses of messages in one format, with remarks on them."""

    tables: list[RawTable] = []
    form: Format | None = None
    houses: list[CargoHouse] = []
    remarks: list[Fault] = []


MOMENTS: dict[str, Callable[[str], Cell]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda told: timedelta(microseconds=int(told)),
}


class Garbled(Exception):  # noqa: N818 - a reading, caught where the answer came from
    """These are not the words of the reading process."""


_answer = msgspec.msgpack.Decoder(Answer).decode
_rows = msgspec.msgpack.Decoder(_Rows).decode
_houses = msgspec.msgpack.Decoder(Annotated[list[PackedHouse], Meta(max_length=BATCH)]).decode


def unpacked(told: bytes) -> Contents:
    """What the answer says.

    Raises:
        Unreadable: the refusal that it says.
        Garbled: it is no such answer, or more than any file may hold.
    """
    try:
        answer = _answer(told)
        if answer.code:
            raise Unreadable(answer.code, **answer.facts)
        counted = _Counted()
        tables = [_table(packed, counted) for packed in answer.tables]
        houses = [_house(one, answer.places, counted) for batch in answer.houses for one in _houses(batch)]
    except (msgspec.MsgspecError, ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
        raise Garbled(type(error).__name__) from None
    return Contents(tables, answer.form, houses, answer.remarks)


def kind_told(told: bytes) -> str:
    """What the answer says a document is. Raises as `unpacked`."""
    try:
        answer = _answer(told)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Garbled(type(error).__name__) from None
    if answer.code:
        raise Unreadable(answer.code, **answer.facts)
    if answer.kind not in DOCUMENT_KINDS:
        raise Garbled("kind")
    return answer.kind


class _Counted:
    """How much of the limit for cells is used up."""

    def __init__(self) -> None:
        self.sum = 0

    def add(self, more: int) -> None:
        self.sum += more
        if self.sum > LIMITS.cells:
            raise Garbled("cells")


def _table(packed: PackedTable, counted: _Counted) -> RawTable:
    rows: list[list[Cell]] = []
    for batch in packed.rows:
        more: list[list[Cell]] = _rows(batch)  # type: ignore[assignment] # plain cells are cells
        counted.add(sum(map(len, more)))
        rows += more
        if len(rows) > LIMITS.rows:
            raise Garbled("rows")
    for moment in packed.moments:
        rows[moment.row][moment.column] = MOMENTS[moment.kind](moment.told)
    return RawTable(packed.name, rows, packed.odd, packed.decimal_comma, remarks=packed.remarks)


def _house(packed: PackedHouse, places: list[str], counted: _Counted) -> CargoHouse:
    counted.add(len(packed.said))
    said = [Said(places[place], text, line) for place, text, line in packed.said]
    return CargoHouse(packed.line, said, packed.faults, packed.warnings)
