"""The items of a transport declaration as fields of a form, and what was typed as a declaration again.

A field is named as a fault names its place: `cargo.2.goods_name`, from 1. What repeats without end is text, a line
each.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from thongquan import law
from thongquan.authority.delegation_give import offices_on
from thongquan.base.fault import Fault
from thongquan.declaration.codec import can_be_reckoned
from thongquan.law.criteria import Item
from thongquan.portal.forms import Form
from thongquan.portal.transport_words import labels, names_of
from thongquan.transport.items import is_blank
from thongquan.transport.model import Cargo, Piece, TransportDeclaration

UNREADABLE = "FIELD-UNREADABLE"
CARGO, PIECES, EXPORTS = "cargo", "pieces", "export_declarations"
MAIN = ("cargo_number", "goods_name", "quantity", "quantity_unit", "cargo_weight", "weight_unit", "manifest_type")
"""Items of a cargo block that are seen at once; the others are folded."""
_ROWS_IN_FULL = 4
"""With more cargo blocks only items in which something stands are shown beside `MAIN`: a form has so many fields."""
_CHOSEN = (
    "customs_office",
    "means",
    "purpose",
    "transport_type",
    "security",
    "direction",
    "manifest_type",
    "weight_unit",
)
"""Chosen from a list; longer lists are typed, and their codes looked up when it is sent."""
_WORDS = ("other_laws", "damage_codes")
_HOURS = [("", ""), *((f"{hour:02}", f"{hour:02}:00") for hour in range(24))]
_PIECE_PARTS = 3


class Shown(msgspec.Struct, frozen=True):
    """How fields are made: names that stay as they are, the language, the day whose lists hold."""

    fixed: Collection[str]
    language: str
    day: date


class Field(msgspec.Struct, frozen=True):
    """One item of the form."""

    name: str
    label: str
    value: str
    kind: str
    """`text`, `date`, `select`, `lines`, or `told`: it stays as it is."""
    options: Sequence[tuple[str, str]] = ()
    most: int = 0
    is_main: bool = True


class Block(msgspec.Struct, frozen=True):
    """A cargo block."""

    place: int
    fields: Sequence[Field]


def whole_fields(ola: TransportDeclaration, how: Shown) -> list[Field]:
    """Everything but cargo."""
    found = [
        _field(item, item.field, getattr(ola, item.field), how)
        for item in law.criteria("OLA")
        if not item.group and item.field != "number"
    ]
    called = labels(how.language)
    return [
        *found,
        _lines(EXPORTS, called[EXPORTS], "\n".join(ola.export_declarations), how.fixed),
        _lines(PIECES, called["piece_number"], "\n".join(_written(one) for one in ola.pieces), how.fixed),
    ]


def cargo_blocks(ola: TransportDeclaration, how: Shown, blank: int = 0) -> list[Block]:
    """`blank`: so many empty ones after those there are."""
    rows = [*ola.cargo, *([Cargo()] * blank)]
    in_full = len(rows) <= _ROWS_IN_FULL
    return [Block(place, list(_of_cargo(place, row, how, in_full))) for place, row in enumerate(rows, start=1)]


def _of_cargo(place: int, row: Cargo, how: Shown, in_full: bool) -> Iterator[Field]:
    for item in _cargo_items():
        value = getattr(row, item.field)
        if in_full or item.field in MAIN or value not in ("", None, ()):
            field = _field(item, f"{CARGO}.{place}.{item.field}", value, how)
            yield msgspec.structs.replace(field, is_main=item.field in MAIN)


def typed(
    form: Form, base: TransportDeclaration, fixed: Collection[str], language: str
) -> tuple[TransportDeclaration, list[Fault]]:
    """`base` with what the form says of its free items; what cannot be read is told, and stays as it was."""
    faults: list[Fault] = []
    items = {item.field: item for item in law.criteria("OLA") if not item.group}
    said = {
        name: _read(form.one(name), item, name, faults, language)
        for name, item in items.items()
        if name in form.fields and name not in fixed
    }
    if EXPORTS in form.fields and EXPORTS not in fixed:
        said[EXPORTS] = tuple(form.one(EXPORTS).split())
    if PIECES in form.fields and PIECES not in fixed:
        said[PIECES] = tuple(_pieces(form.one(PIECES)))
    said[CARGO] = tuple(_cargo(form, base, fixed, faults, language))
    return msgspec.structs.replace(base, **said), faults


def _cargo(
    form: Form, base: TransportDeclaration, fixed: Collection[str], faults: list[Fault], language: str
) -> Iterator[Cargo]:
    """The blocks there are, changed, and those typed in beside them that are not blank."""
    known = [int(part[1]) for name in form.fields if (part := name.split("."))[0] == CARGO and _is_place(part)]
    for place in range(1, max([len(base.cargo), *known]) + 1):
        row = base.cargo[place - 1] if place <= len(base.cargo) else Cargo()
        said = {
            item.field: _read(form.one(name), item, name, faults, language)
            for item in _cargo_items()
            for name in [f"{CARGO}.{place}.{item.field}"]
            if name in form.fields and name not in fixed
        }
        row = msgspec.structs.replace(row, **said)
        if place <= len(base.cargo) or not is_blank(row):
            yield row


def _is_place(part: Sequence[str]) -> bool:
    return len(part) > 1 and part[1] in ("1", "2", "3", "4", "5")


def _cargo_items() -> list[Item]:
    return [item for item in law.criteria("OLA") if item.group.startswith(CARGO)]


def _field(item: Item, name: str, value: Any, how: Shown) -> Field:
    label, text = item.label[how.language], plain(value)
    if name in how.fixed:
        return Field(name, label, _told(item, text, how), "told")
    if item.field.endswith("_hour"):
        return Field(name, label, text, "select", _HOURS)
    if item.field in _CHOSEN:
        offered = offices_on(how.day) if item.field == "customs_office" else _offered(item.codes, how)
        missing = [(text, text)] if text and text not in {code for code, _ in offered} else []
        return Field(name, label, text, "select", [("", ""), *offered, *missing])
    kind = "date" if item.attribute == "D" else "text"
    return Field(name, label, text, kind, most=item.characters if item.attribute in ("A", "W") else 0)


def _offered(table: str, how: Shown) -> list[tuple[str, str]]:
    return [(code, f"{code} · {name}") for code, name in names_of(table, how.language, how.day).items()]


def _told(item: Item, text: str, how: Shown) -> str:
    if item.field in _CHOSEN and item.field != "customs_office":
        return dict(_offered(item.codes, how)).get(text, text)
    return text


def _lines(name: str, label: str, value: str, fixed: Collection[str]) -> Field:
    return Field(name, label, value, "told" if name in fixed else "lines")


def plain(value: Any) -> str:
    """As `typed` reads it back."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _read(text: str, item: Item, name: str, faults: list[Fault], language: str) -> Any:
    if item.field in _WORDS:
        return tuple(text.split())
    if item.attribute in ("A", "W"):
        return text
    try:
        return _value(text, item.attribute) if text else None
    except (ValueError, InvalidOperation):
        faults.append(Fault(UNREADABLE, name, {"field": item.label[language], "found": text[:40]}))
        return None


def _value(text: str, attribute: str) -> Any:
    """Raises ValueError, InvalidOperation."""
    if attribute == "D":
        return date.fromisoformat(text)
    if attribute == "I":
        return int(text.replace(".", ""))
    value = Decimal(text.replace(",", "."))
    if not can_be_reckoned(value):
        raise ValueError(text)
    return value


def _written(one: Piece) -> str:
    return "; ".join(filter(None, (one.piece_number, one.declaration_line, " ".join(one.seals))))


def _pieces(text: str) -> Iterator[Piece]:
    """One a line: its number; the line of the declaration; its seals, with blanks between. Only the first is needed."""
    for line in text.splitlines():
        number, row, seals = ([part.strip() for part in line.split(";")] + ["", "", ""])[:_PIECE_PARTS]
        if number or row or seals:
            yield Piece(number, row, tuple(seals.split()))


def beside(faults: Iterable[Fault], names: Collection[str], renamed: Mapping[str, str]) -> list[Fault]:
    """Each fault at the field of the form that it belongs to: `pieces.3.seals.1` is of the text in which it stands."""
    return [msgspec.structs.replace(one, at=_nearest(renamed.get(one.at, one.at), names)) for one in faults]


def _nearest(at: str, names: Collection[str]) -> str:
    while at and at not in names:
        at = at.rpartition(".")[0]
    return at
