"""Columns recognised by their titles: the vocabulary of `columns.toml`, units in titles."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from thongquan.consignment.model import HouseBill, Party
from thongquan.manifest.plain import fold

FIELDS: frozenset[str] = frozenset(
    {"house_bill", *(f"{side}_{part}" for side in ("sender", "receiver") for part in Party.__struct_fields__)}
    | (set(HouseBill.__struct_fields__) - {"number", "sender", "receiver"})
)
"""What a column can hold, in the words in which faults point at it."""

WEIGHT_UNITS = {
    "kg": "kg", "kgs": "kg", "kgm": "kg", "kilo": "kg", "kilos": "kg", "kilogram": "kg", "kilograms": "kg", "k": "kg",
    "lb": "lb", "lbs": "lb", "lbr": "lb", "pound": "lb", "pounds": "lb", "l": "lb",
    "g": "g", "gr": "g", "gram": "g", "grams": "g", "gam": "g", "grm": "g", "oz": "oz", "ounce": "oz", "ounces": "oz",
}  # fmt: skip
_MONEY = ("USD", "VND", "EUR", "JPY", "KRW", "CNY", "GBP", "THB", "SGD", "HKD", "AUD", "CAD", "TWD")
_TITLE_UNITS = {word: unit for word, unit in WEIGHT_UNITS.items() if word not in {"k", "l", "g"}} | {
    code.lower(): code for code in _MONEY
}
_PARENTHESES = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_HALVES = re.compile(r"[/\n|]| - ")
_TRAILING = {"no", "number", "num", "so", "code"}


class Known(msgspec.Struct, frozen=True, gc=False):
    """What a title says: a field of the vocabulary, and the unit or currency named beside it."""

    field: str = ""
    unit: str = ""


@cache
def vocabulary() -> dict[str, str]:
    """Folded title to field."""
    told: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
    return {name: field for field, names in told.items() for name in names}


@lru_cache(maxsize=4096)
def recognise(title: str) -> Known:
    """The field that a title names: as a whole, by the part before or inside its parentheses, or by either language.

    >>> recognise("CONSIGNEE (Người nhận)"), recognise("Gross LBS")
    (Known(field='receiver_name', unit=''), Known(field='weight', unit='lb'))
    """
    whole, unit = _without_unit(fold(title))
    for name in (fold(title), whole, *parts_of(title)):
        field = vocabulary().get(name)
        if field is None and name.rpartition(" ")[2] in _TRAILING:
            field = vocabulary().get(name.rpartition(" ")[0])
        if field is not None:
            return Known(field, unit)
    return Known("", unit)


def parts_of(title: str) -> list[str]:
    """What stands before, inside and between the parentheses and strokes of a title, folded."""
    inside = [a or b for a, b in _PARENTHESES.findall(title)]
    outside = _PARENTHESES.sub(" ", title)
    pieces = [outside, *_HALVES.split(outside), *inside]
    return [_without_unit(fold(piece))[0] for piece in pieces if piece.strip()]


def _without_unit(name: str) -> tuple[str, str]:
    words = name.split(" ")
    units = [_TITLE_UNITS[word] for word in words if word in _TITLE_UNITS]
    rest = " ".join(word for word in words if word not in _TITLE_UNITS)
    return (rest, units[0]) if len(units) == 1 and rest else (name, "")
