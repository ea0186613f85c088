"""The items of a message: for each field its criterion, VNACCS id, width, obligation, code list and labels."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from thongquan.law.acts import Acts, Mark
from thongquan.law.reading import LawBroken, name_of, read_toml

Kind = Literal["empty", "unlisted", "format", "characters", "length", "day", "together"]
"""The ways in which one item alone can be wrong; "together" beside the item without which it says nothing."""
GroupKind = Literal["none", "gap", "twice", "many"]
"""The ways in which the rows of a group can be wrong: there are none, one is blank, two are alike, or too many."""


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vi: str
    en: str


class _ItemInFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    field: str
    id: str
    criterion: str
    label: Label
    required: Literal["M", "C"]
    attribute: Literal["A", "W", "I", "F", "D"]
    width: int
    integers: int = 0
    decimals: int = 0
    codes: str = ""
    pattern: str = ""
    example: str = ""
    group: str = ""
    together: str = ""
    result_codes: dict[Kind, str] = {}
    cites: str
    mark: Mark
    stated: list[Kind] = []


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rows that repeat in a message, each with the items that name this group."""

    path: str
    """The field that holds them; `cargo.other_laws` is one inside each row of `cargo`."""
    most: int
    key: str = ""
    """The item in which no two rows are alike; "" where a row is a plain text itself."""
    label: Label = Label("", "")
    """What one row is called; a plain text is called as its item."""
    result_codes: dict[GroupKind, str] = {}


class _CriteriaFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    form: str
    direction: Literal["import", "export", "transport"]
    system: str
    item: list[_ItemInFile]
    group: list[Group] = []


class Criteria(NamedTuple):
    """The table of one message: its items in their order, and the groups in which some of them repeat."""

    items: tuple[Item, ...]
    groups: tuple[Group, ...]


class Item(msgspec.Struct, frozen=True):
    """One item of a message, as the plan of a form and every reader of labels wants it."""

    field: str
    id: str
    criterion: str
    direction: str
    required: str
    """"M": never blank; "C": the other rules decide."""
    attribute: str
    """"A" capitals, digits and signs, "W" any text, "I" whole number, "F" number with decimals, "D" day."""
    width: int
    """In the message, in bytes; a "W" character takes three."""
    characters: int
    integers: int
    decimals: int
    codes: str
    """The code table whose codes are allowed, or ""."""
    pattern: str
    """What the whole text must match, or ""."""
    result_codes: dict[str, str]
    """Kind of mistake to VNACCS result code; a kind without one is missing."""
    cites: str
    mark: str
    label: dict[str, str]
    stated: frozenset[str] = frozenset()
    system: str = ""
    example: str = ""
    """A right value, for those whose form a pattern tells."""
    group: str = ""
    """The group in whose rows it stands, or ""."""
    together: str = ""
    """The item of the same row with which it is given or left blank, or ""."""

    def source_of(self, kind: str) -> tuple[str, str]:
        """Citation and mark for one kind of mistake: the circular where it says so, else the 2014 item table."""
        return (self.cites, self.mark) if kind in self.stated else (f"{self.system} {self.id}", "term-2014")


def read_criteria(path: Path, acts: Acts) -> Criteria:
    read = read_toml(path, _CriteriaFile)
    file = name_of(path)
    acts.check_cites(read.system, "term-2014", file, "system")
    seen: set[str] = set()
    for item in read.item:
        _check_item(item, acts, file)
        if item.field in seen or item.id in seen:
            raise LawBroken("LAW-TWICE", file, item.field)
        seen |= {item.field, item.id}
        if item.group and item.group not in {group.path for group in read.group}:
            raise LawBroken("LAW-UNKNOWN-TABLE", file, f"{item.field}.group", why=item.group)
        if item.together and item.together not in seen:
            raise LawBroken("LAW-UNKNOWN-TABLE", file, f"{item.field}.together", why=item.together)
    return Criteria(tuple(_item(read, item) for item in read.item), tuple(read.group))


def _check_item(item: _ItemInFile, acts: Acts, file: str) -> None:
    acts.check_cites(item.cites, item.mark, file, f"{item.field}.cites")
    if not item.label.vi or not item.label.en:
        raise LawBroken("LAW-NO-WORDING", file, f"{item.field}.label")
    try:
        re.compile(item.pattern)
    except re.error as error:
        raise LawBroken("LAW-SHAPE", file, f"{item.field}.pattern", why=str(error)) from None


def _item(read: _CriteriaFile, item: _ItemInFile) -> Item:
    return Item(
        field=item.field,
        id=item.id,
        criterion=item.criterion,
        direction=read.direction,
        required=item.required,
        attribute=item.attribute,
        width=item.width,
        characters=item.width // 3 if item.attribute == "W" else item.width,
        integers=item.integers,
        decimals=item.decimals,
        codes=item.codes,
        pattern=item.pattern,
        result_codes={str(kind): code for kind, code in item.result_codes.items()},
        cites=item.cites,
        mark=item.mark,
        label={"vi": item.label.vi, "en": item.label.en},
        stated=frozenset(item.stated),
        system=read.system,
        example=item.example,
        group=item.group,
        together=item.together,
    )
