"""Houses of cargo messages as a sheet: a column for each field, mended like any other, and one for what is not read."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from thongquan.base.fault import Fact, Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.cargo import CargoHouse, Said, shown
from thongquan.manifest.cargo_map import FieldMap, field_map
from thongquan.manifest.codes import Codes
from thongquan.manifest.columns import FIELDS
from thongquan.manifest.contents import Contents
from thongquan.manifest.mending import Mending
from thongquan.manifest.model import Cell, Column, Sheet, Unreadable, letter_of
from thongquan.manifest.rows import house_rows
from thongquan.manifest.tables import RawTable, SheetFacts

_JOINED = frozenset({"sender_address", "sender_city", "receiver_address", "receiver_city"})
"""Fields whose parts stand in several places."""
_DESCRIBED = "goods_en"


class Taken(msgspec.Struct):
    """What the houses say, in rows of cells; `addresses` has the address of each field of each row."""

    columns: list[Column]
    rows: list[list[Cell]]
    addresses: list[dict[str, str]]


def cargo_sheet(contents: Contents, direction: str | None, codes: Codes) -> Sheet:
    """The one sheet of a file of messages.

    Raises:
        Unreadable: no house in it, or beyond the limits.
    """
    houses, remarks = contents.houses, contents.remarks
    if contents.form is None or not houses:
        raise Unreadable("FILE-NO-HOUSES")
    told = field_map(contents.form)
    taken = _take(houses, told)
    remarks.extend(_unrecognised(houses, told))
    direction = direction or _direction(taken, codes, remarks)
    table = RawTable("", taken.rows, SheetFacts(), decimal_point=True)
    mending = Mending(codes, direction, table, taken.rows, [house.line for house in houses])
    values = {column.field: mending.column(column) for column in taken.columns if column.field in FIELDS}
    mending.across(values, {}, taken.columns)
    _add_home_city(values, "receiver" if direction == "import" else "sender", mending)
    for index, house in enumerate(houses):
        _note(mending.faults, index, house.faults)
        _note(mending.warnings, index, [*_at_fields(house.warnings, told), *_said_otherwise(house, told)])
    rows = house_rows(values, mending, [house.line for house in houses], 1)
    titles: list[Cell] = [column.title for column in taken.columns]
    places = {row.ordinal: addresses for row, addresses in zip(rows, taken.addresses, strict=True)}
    return Sheet("", direction, {}, 1, taken.columns, rows, [*remarks, *mending.remarks], {1: titles}, places=places)


def _note(notes: dict[int, list[Any]], index: int, more: Iterable[Fault]) -> None:
    for fault in more:
        notes.setdefault(index, []).append(fault)


def _at_fields(warnings: list[Fault], told: FieldMap) -> Iterable[Fault]:
    """Who reads the message names places of it; from here on they are fields."""
    return [replace(warning, at=told.fields.get(warning.at, "")) for warning in warnings]


def _unrecognised(houses: list[CargoHouse], told: FieldMap) -> Iterable[Fault]:
    """Each place that the field map does not know, once, with the first line where it stands."""
    found: dict[str, list[Said]] = {}
    for house in houses:
        for said in house.said:
            if said.place not in told.fields and said.place not in told.not_declared:
                found.setdefault(said.place, []).append(said)
    for place, several in found.items():
        first = several[0]
        yield Fault(
            "ELEMENT-UNRECOGNISED",
            "",
            {"place": place, "line": first.line, "count": len(several), "text": shown(first.text)},
        )


def _take(houses: list[CargoHouse], told: FieldMap) -> Taken:
    """Columns in the order of the field map; after them what is not declared, and what is not known."""
    met = {said.place for house in houses for said in house.said}
    fields = dict.fromkeys(field for place, field in told.fields.items() if place in met)
    others = [place for place in told.not_declared if place in met]
    unknown = sorted(met - set(told.fields) - set(told.not_declared))
    titles = [(field, " | ".join(p for p in told.fields if p in met and told.fields[p] == field)) for field in fields]
    titles += [("", place) for place in [*others, *unknown]]
    if len(titles) > LIMITS.columns:
        raise Unreadable("FILE-TOO-MANY-COLUMNS", found=len(titles), limit=LIMITS.columns)
    if len(titles) * len(houses) > LIMITS.cells:
        raise Unreadable("FILE-TOO-MANY-CELLS", found=len(titles) * len(houses), limit=LIMITS.cells)
    columns = [
        Column(index, letter_of(index), title, field, "message" if field else "unrecognised")
        for index, (field, title) in enumerate(titles)
    ]
    rows: list[list[Cell]] = []
    addresses = []
    for house in houses:
        cells, where = _cells(house, told)
        rows.append([cells.get(column.field or column.title, "") for column in columns])
        addresses.append(where)
    return Taken(columns, rows, addresses)


def _cells(house: CargoHouse, told: FieldMap) -> tuple[dict[str, str], dict[str, str]]:
    """The text of each field or unread place, and the address of each field."""
    by_place: dict[str, list[Said]] = {}
    for said in house.said:
        by_place.setdefault(said.place, []).append(said)
    cells: dict[str, str] = {}
    where: dict[str, str] = {}
    for place, field in told.fields.items():
        for said in by_place.get(place, ())[: None if field in _JOINED or place == "TXT" else 1]:
            if field not in cells:
                cells[field], where[field] = said.text, said.address
            elif field in _JOINED:
                cells[field] += f", {said.text}"
            elif place == "TXT":
                cells[field] += f" {said.text}"
    for place, several in by_place.items():
        if place not in told.fields:
            cells[place] = " | ".join(said.text for said in several)
    if max(map(len, cells.values()), default=0) > LIMITS.cell_characters:
        raise Unreadable("FILE-CELL-TOO-LONG", line=house.line, limit=LIMITS.cell_characters)
    return cells, where


def _said_otherwise(house: CargoHouse, told: FieldMap) -> Iterable[Fault]:
    """Values that were not taken and are not what was: the second of two tariff codes, another description."""
    cells, where = _cells(house, told)
    for said in house.said:
        field = told.fields.get(said.place, "")
        taken = cells.get(field, "")
        if not field or field in _JOINED or said.address == where[field] or said.text == taken:
            continue
        if field == _DESCRIBED and said.text.casefold() in taken.casefold():
            continue  # the short description is the beginning of the long one
        facts: dict[str, Fact] = {
            "place": said.place,
            "line": said.line,
            "other": shown(said.text),
            "used": shown(taken),
        }
        yield Fault("ELEMENT-TWICE", field, facts)


def _direction(taken: Taken, codes: Codes, remarks: list[Fault]) -> str:
    """Viet Nam is where most receivers are (import) or most senders (export)."""
    home = {"sender_country": 0, "receiver_country": 0}
    for column in taken.columns:
        if column.field in home:
            home[column.field] = sum(codes.country(row[column.index]).value == "VN" for row in taken.rows)
    if home["sender_country"] == home["receiver_country"]:
        remarks.append(Fault("DIRECTION-ASSUMED", ""))
    return "export" if home["sender_country"] > home["receiver_country"] else "import"


def _add_home_city(values: dict[str, list[Any]], side: str, mending: Mending) -> None:
    """The declaration has one box for an address in Viet Nam; messages part the city from the street."""
    addresses, cities = values.get(f"{side}_address"), values.get(f"{side}_city")
    for index, city in enumerate(cities or ()):
        if addresses and city and addresses[index] and city.casefold() not in addresses[index].casefold():
            whole = f"{addresses[index]}, {city}"
            mending.mend(index, f"{side}_address", addresses[index], whole, "ADDRESS-WITH-CITY")
            addresses[index] = whole
