"""What the reading process says, packed as it is read and counted over the whole file."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.cargo import CargoHouse, Format
from thongquan.manifest.contents import BATCH, MOMENTS, Answer, Moment, PackedHouse, PackedTable
from thongquan.manifest.model import Cell, Unreadable

T = TypeVar("T")
_PLAIN = {str, int, float, bool}
_encode = msgspec.msgpack.Encoder().encode


class Packer:
    """Packs what is read as it comes, and counts it over the whole file."""

    def __init__(self) -> None:
        self._counted = self._bytes = 0
        self._places: dict[str, int] = {}

    def table(self, table: PackedTable, rows: Iterable[list[Cell]]) -> PackedTable:
        """The table, filled with its rows. Days and times have been taken out of them: see `without_moments`."""
        self._count(len(table.odd.formulas) + len(table.odd.errors), LIMITS.cells)
        above = 0
        for batch in _batches(rows):
            above += len(batch)
            if above > LIMITS.rows:
                raise Unreadable("FILE-TOO-MANY-ROWS", found=above, limit=LIMITS.rows)
            self._count(sum(map(len, batch)), LIMITS.cells)
            table.rows.append(self._packed(batch))
        return table

    def messages(self, form: Format, houses: Iterable[CargoHouse], remarks: list[Fault]) -> Answer:
        packed = [self._packed([self._house(house) for house in batch]) for batch in _batches(houses)]
        return Answer(form=form, places=list(self._places), houses=packed, remarks=remarks)

    def _house(self, house: CargoHouse) -> PackedHouse:
        self._count(len(house.said), LIMITS.message_values)
        places = self._places
        said = [(places.setdefault(one.place, len(places)), one.text, one.line) for one in house.said]
        return PackedHouse(house.line, said, house.faults, house.warnings)

    def _count(self, more: int, most: int) -> None:
        self._counted += more
        if self._counted > most:
            raise Unreadable("FILE-TOO-MANY-CELLS", found=self._counted, limit=most)

    def _packed(self, batch: object) -> Raw:
        packed = _encode(batch)
        self._bytes += len(packed)
        if self._bytes > LIMITS.text_bytes:
            raise Unreadable("FILE-TOO-MUCH-TEXT", limit=LIMITS.text_bytes)
        return Raw(packed)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        yield batch


def without_moments(rows: Iterable[list[Cell]], moments: list[Moment]) -> Iterator[list[Cell]]:
    """Days and times leave their cells and are told apart: msgpack has no word for them."""
    for number, row in enumerate(rows):
        if not _PLAIN.issuperset(map(type, row)):
            for column, cell in enumerate(row):
                kind = type(cell).__name__
                if kind in MOMENTS:
                    moments.append(Moment(number, column, kind, _told(cell)))
                    row[column] = ""
        yield row


def _told(cell: Any) -> str:
    return str(cell // timedelta(microseconds=1)) if isinstance(cell, timedelta) else cell.isoformat()
