"""What the criteria table says about each item: one check for each kind of mistake.

A check is asked of many values of its item at once and says whether all of them pass; the facts are made only for the
one that does not. Numbers are looked at as they are spelled.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import partial
from re import compile as pattern_of
from typing import Any

import msgspec

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fact
from thongquan.base.text import are_kept_as_ascii, are_kept_as_text, bad_in_ascii, bad_in_text, plain_number
from thongquan.declaration.derived import OFFICES, taken_as_storage_place, was_listed
from thongquan.declaration.places import taken_as_destination, taken_as_loading_place

OTHER_FREIGHT_CLASSES = law.parameter("freight_classes_of_other_declarations", frozenset)

ALSO_LISTED: dict[str, Callable[[str, date], bool]] = {
    "MIC-CH": partial(was_listed, OFFICES),
    "MEC-CH": partial(was_listed, OFFICES),
    "MIC-ST": taken_as_storage_place,
    "MEC-ST": taken_as_storage_place,
    "MIC-PSC": taken_as_loading_place,
    "MEC-DSC": taken_as_destination,
    "MIC-FR1": lambda code, day: code in OTHER_FREIGHT_CLASSES.on(day),
}
"""What an item takes beside its list: codes that the circular names, and those that a rule of their own refuses."""

SIZED_BY_RULE = {
    "packages": r"-?(?:0|[1-9][0-9]{0,5}+)",
    "gross_weight": r"-?(?:0|[1-9][0-9]*+)(?:\.[1-9])?+",
    "customs_value": r"(?:0|[1-9][0-9]*+)",
    "declared_value": r"(?:0|[1-9][0-9]*+)",
}
"""Numbers whose least or greatest value has a rule of its own, which says more: their format leaves that to it."""

TEXTS = "AW"
NUMBERS = "IF"
TOLD = 20
"""So many bad characters are told: a text may be made of nothing else."""
KEPT = {"A": (are_kept_as_ascii, bad_in_ascii), "W": (are_kept_as_text, bad_in_text)}


class ItemCheck(msgspec.Struct, frozen=True):
    """One kind of mistake in one item."""

    code: str
    at: str
    passes: Callable[[Collection[Any]], bool]
    """Whether all of these values are free of the mistake. A value is what `spelled` makes of it."""
    facts: Callable[[Any], dict[str, Fact]]
    """Of one value that is not."""


def is_spelled(item: law.Item) -> bool:
    """Whether an item is looked at as it is spelled: of equal amounts one may be spelled right and one wrong."""
    return item.attribute == "F"


def item_code(form: str, item: law.Item, kind: str) -> str:
    """The stable code of one kind of mistake in one item, such as `MIC-HAB-EMPTY`, with its source registered."""
    cites, mark = item.source_of(kind)
    other, _, result_code = item.result_codes.get(kind, "").rpartition(" ")
    return cite(
        f"{form}-{item.id}-{kind.upper()}",
        cites,
        mark,
        criterion=item.criterion,
        result_code=result_code,
        form=other,
    )


def item_checks(form: str, day: date) -> Iterator[ItemCheck]:
    """All checks of a form, in the order in which their faults are told."""
    items = law.criteria(form)
    for item in items:
        yield from _needed(form, item)
        yield from _length(form, item)
        yield from _code_list(form, item, day)
        yield from _format(form, item)
    for item in items:
        yield from _number(form, item)
    for kind in TEXTS:
        for item in items:
            if item.attribute == kind:
                yield from _characters(form, item)


def _needed(form: str, item: law.Item) -> Iterator[ItemCheck]:
    if item.required == "M":
        absent = "" if item.attribute in TEXTS else None
        yield ItemCheck(
            item_code(form, item, "empty"), item.field, lambda values: absent not in values, lambda _value: {}
        )


def _length(form: str, item: law.Item) -> Iterator[ItemCheck]:
    """Only where neither a code list nor a format bounds the length already: one mistake, one fault."""
    most = item.characters
    if item.attribute in TEXTS and not item.codes and not item.pattern:
        yield ItemCheck(
            item_code(form, item, "length"),
            item.field,
            lambda values: max(map(len, values)) <= most,
            lambda value: {"most": most, "length": len(value), "value": value[:most]},
        )


def _code_list(form: str, item: law.Item, day: date) -> Iterator[ItemCheck]:
    if item.codes:
        listed = frozenset({"", *law.codes(item.codes).on(day)})
        also = ALSO_LISTED.get(f"{form}-{item.id}")
        yield ItemCheck(
            item_code(form, item, "unlisted"),
            item.field,
            partial(_are_taken, listed, also, day) if also else listed.issuperset,
            _value_alone,
        )


def _are_taken(listed: frozenset[str], also: Callable[[str, date], bool], day: date, values: Collection[str]) -> bool:
    return listed.issuperset(values) or all(value in listed or also(value, day) for value in values)


def _format(form: str, item: law.Item) -> Iterator[ItemCheck]:
    if item.pattern:
        matches = pattern_of(f"(?:|{item.pattern})").fullmatch
        example: dict[str, Fact] = {"example": item.example} if item.example else {}
        yield ItemCheck(
            item_code(form, item, "format"),
            item.field,
            lambda values: all(map(matches, values)),
            lambda value: {**_value_alone(value), **example},
        )


def _number(form: str, item: law.Item) -> Iterator[ItemCheck]:
    if item.attribute in NUMBERS:
        spelling = SIZED_BY_RULE.get(item.field) or plain_number(item.integers, item.decimals)
        lines = pattern_of(rf"(?:{spelling}\n)*+").fullmatch
        yield ItemCheck(
            item_code(form, item, "format"),
            item.field,
            lambda values: lines("".join([f"{value}\n" for value in values if value is not None])) is not None,
            lambda value: {**_value_alone(str(value)), "integers": item.integers, "decimals": item.decimals},
        )


def _characters(form: str, item: law.Item) -> Iterator[ItemCheck]:
    """Items with a code list need no look: the list holds no bad characters. What has not its form is told of that."""
    if not item.codes:
        are_kept, bad_in = KEPT[item.attribute]
        yield ItemCheck(
            item_code(form, item, "characters"),
            item.field,
            partial(_are_kept_in_form, are_kept, item.pattern) if item.pattern else are_kept,
            lambda value: {"characters": bad_in(value)[:TOLD]},
        )


def _are_kept_in_form(are_kept: Callable[[Collection[str]], bool], pattern: str, values: Collection[str]) -> bool:
    return are_kept(list(filter(pattern_of(pattern).fullmatch, values)))


def _value_alone(value: str) -> dict[str, Fact]:
    return {"value": value[:60]}
