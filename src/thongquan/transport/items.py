"""What the item tables say of a transport message: of each item, and of the groups in which items repeat.

The checks of one item are those of MIC and MEC (`declaration/items.py`). Asked differently: those judge hundreds of
flat declarations column by column, these one message whose items stand in rows.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.declaration.items import ItemCheck, item_checks, item_code
from thongquan.law.criteria import GroupKind
from thongquan.transport.messages import Message


class Row(NamedTuple):
    """A row of a group as it stands: `cargo.2`, and what is in it."""

    at: str
    told: Any


class Groups(NamedTuple):
    """A group of a message, the item that tells its rows apart, and a code for each kind of mistake."""

    group: law.Group
    key: law.Item
    codes: dict[GroupKind, str]


class Items(NamedTuple):
    """All that the table of one message says, for one day."""

    by_item: list[tuple[law.Item, list[ItemCheck]]]
    together: list[tuple[law.Item, str]]
    groups: list[Groups]


@lru_cache(maxsize=64)
def items_of(form: str, day: date) -> Items:
    items = {item.field: item for item in law.criteria(form)}
    checks: dict[str, list[ItemCheck]] = {field: [] for field in items}
    for check in item_checks(form, day):
        checks[check.at].append(check)
    for item in items.values():
        if item.attribute == "D":
            day_code(form, item)
    together = [(item, item_code(form, item, "together")) for item in items.values() if item.together]
    return Items([(items[field], found) for field, found in checks.items() if found], together, list(_of_groups(form)))


def day_code(form: str, item: law.Item) -> str:
    """The code of a day that is none: it is told when the message is read (`codec.py`)."""
    return item_code(form, item, "day")


def item_faults(message: Message, form: str, day: date) -> Iterator[Fault]:
    """All that the table of `form` finds in a message that has its items."""
    table = items_of(form, day)
    for groups in table.groups:
        yield from _of_group(message, groups)
    for item, checks in table.by_item:
        filled = [row for row in rows(message, item.group) if not (item.group and is_blank(row.told))]
        values = [Row(row.at, value_in(row.told, item)) for row in filled]
        for check in checks if values else ():
            yield from _found(check, item, values)
    for item, code in table.together:
        for row in rows(message, item.group):
            if is_there(value_in(row.told, item)) != is_there(getattr(row.told, item.together)):
                yield Fault(code, _at(row.at, item), {"beside": item.together})


def rows(message: Any, path: str) -> Iterator[Row]:
    """The rows of a group, and of a group inside each row; without a path the message itself."""
    if not path:
        yield Row("", message)
        return
    outer, _, name = path.rpartition(".")
    for row in rows(message, outer):
        for place, told in enumerate(getattr(row.told, name), start=1):
            yield Row(f"{row.at}.{name}.{place}".lstrip("."), told)


def is_there(value: Any) -> bool:
    return value not in ("", None)


def is_blank(told: Any) -> bool:
    """Whether nothing at all stands in a row."""
    return told == "" if isinstance(told, str) else told == type(told)()


def value_in(told: Any, item: law.Item) -> Any:
    """An item's value in its row: of plain texts the row itself."""
    return told if isinstance(told, str) else getattr(told, item.field)


def _at(row: str, item: law.Item) -> str:
    return row if row and item.group.rpartition(".")[2] == item.field else f"{row}.{item.field}".lstrip(".")


def _found(check: ItemCheck, item: law.Item, values: list[Row]) -> Iterator[Fault]:
    if check.passes([row.told for row in values]):
        return
    for row in values:
        if not check.passes([row.told]):
            yield Fault(check.code, _at(row.at, item), check.facts(row.told))


def _key_of(form: str, group: law.Group) -> law.Item | None:
    """The item in which no two rows are alike: the group's key, or the plain text that a row is."""
    field = group.key or group.path.rpartition(".")[2]
    return next((one for one in law.criteria(form) if one.field == field), None)


def _of_groups(form: str) -> Iterator[Groups]:
    """Those that have a key: the cargo of a correction is looked at with the items of what it corrects."""
    for group in law.groups(form):
        key = _key_of(form, group)
        if key is not None:
            kinds: tuple[GroupKind, ...] = ("gap", "many", "twice")
            told: tuple[GroupKind, ...] = (*kinds, "none") if "none" in group.result_codes else kinds
            yield Groups(group, key, {kind: _group_code(form, group, key, kind) for kind in told})


def _group_code(form: str, group: law.Group, key: law.Item, kind: GroupKind) -> str:
    other, _, result_code = group.result_codes.get(kind, "").rpartition(" ")
    cites, code = f"VNACCS 2014 {form} {key.id}", f"{form}-{key.id}-{kind.upper()}"
    return cite(code, cites, "term-2014", result_code=result_code, form=other)


def _of_group(message: Message, told: Groups) -> Iterator[Fault]:
    outer, _, name = told.group.path.rpartition(".")
    for around in rows(message, outer):
        at = f"{around.at}.{name}".lstrip(".")
        found = [Row(f"{at}.{place}", row) for place, row in enumerate(getattr(around.told, name), start=1)]
        filled = [row for row in found if not is_blank(row.told)]
        if len(found) > told.group.most:
            yield Fault(told.codes["many"], at, {"most": told.group.most, "count": len(found)})
        if not filled and "none" in told.codes:
            yield Fault(told.codes["none"], at, {})
            continue
        yield from (Fault(told.codes["gap"], row.at, {}) for row in found if is_blank(row.told))
        yield from _twice(told, filled)


def _twice(told: Groups, filled: list[Row]) -> Iterator[Fault]:
    """The later ones of those that are alike."""
    seen: set[str] = set()
    for row in filled:
        value = value_in(row.told, told.key)
        if value and value in seen:
            yield Fault(told.codes["twice"], _at(row.at, told.key), {"value": value[:60]})
        seen.add(value)
