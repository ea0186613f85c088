"""What the criteria table says about each item, written out as straight-line Python.

One item gives a few checks: is it there, is it too long, is it in its code list, has it the format. Each check is a
line of source; `plan.py` compiles the lines of a form and of a day into one function. A value that passes costs a
comparison and allocates nothing. The lines see the declaration as `d` and report through `found(code, field, facts)`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from re import compile as pattern_of

from thongquan import law
from thongquan.base.citation import cite
from thongquan.declaration.derived import OFFICES, taken_as_storage_place, was_listed
from thongquan.declaration.places import taken_as_destination, taken_as_loading_place
from thongquan.declaration.text import ascii_is_kept, bad_in_ascii, bad_in_text, plain_number, text_is_kept

Names = dict[str, object]
"""Objects that the generated lines use, by the name they use."""

ALSO_LISTED: dict[str, Callable[[str, date], bool]] = {
    "MIC-CH": partial(was_listed, OFFICES),
    "MEC-CH": partial(was_listed, OFFICES),
    "MIC-ST": taken_as_storage_place,
    "MEC-ST": taken_as_storage_place,
    "MIC-PSC": taken_as_loading_place,
    "MEC-DSC": taken_as_destination,
}
"""What an item takes beside its list: codes that the circular names, and those that a rule of their own refuses."""

AMOUNTS = "IF"
"""Attributes of items that are numbers: whole, and with decimals."""

SIZED_BY_RULE = {"packages": r"-?(0|[1-9][0-9]{0,5})", "gross_weight": r"-?(0|[1-9][0-9]*)(\.[1-9])?"}
"""Numbers whose least or greatest value has a rule of its own, which says more: their format leaves that to it."""

LENGTH = "if len(v) > "

TEXT_NAMES: Names = {
    "keeps_A": ascii_is_kept,
    "keeps_W": text_is_kept,
    "bad_in_A": bad_in_ascii,
    "bad_in_W": bad_in_text,
}


def item_code(form: str, item: law.Item, kind: str) -> str:
    """The stable code of one kind of mistake in one item, such as `MIC-HAB-EMPTY`, with its source registered."""
    cites, mark = item.source_of(kind)
    return cite(
        f"{form}-{item.id}-{kind.upper()}",
        cites,
        mark,
        criterion=item.criterion,
        result_code=item.result_codes.get(kind, ""),
    )


def item_lines(form: str, item: law.Item, day: date, names: Names) -> Iterator[str]:
    """The source lines that check one item by itself, but for its characters."""
    field, absent = item.field, '""' if item.attribute in "AW" else "None"
    checks = [*_length(form, item), *_code_list(form, item, day, names), *_format(form, item, names)]
    if checks or item.required == "M":
        yield f"v = d.{field}"
    guard = f"if v != {absent}:"
    if item.required == "M":
        yield f"if v == {absent}: found({item_code(form, item, 'empty')!r}, {field!r}, {{}})"
        guard = "else:"
    elif checks and checks[0].startswith(LENGTH):
        guard = ""  # what is empty is not too long
    if checks and guard:
        yield guard
    yield from (f"    {check}" if guard else check for check in checks)


def _length(form: str, item: law.Item) -> Iterator[str]:
    """Only where neither a code list nor a format bounds the length already: one mistake, one fault."""
    if item.attribute in "AW" and not item.codes and not item.pattern:
        code, most = item_code(form, item, "length"), item.characters
        facts = f"{{'most': {most}, 'length': len(v), 'value': v[:{most}]}}"
        yield f"{LENGTH}{most}: found({code!r}, {item.field!r}, {facts})"


def _code_list(form: str, item: law.Item, day: date, names: Names) -> Iterator[str]:
    if item.codes:
        code, table = item_code(form, item, "unlisted"), f"codes_{item.field}"
        names[table] = law.codes(item.codes).on(day)
        also = ALSO_LISTED.get(f"{form}-{item.id}")
        if also:
            names[f"also_{item.field}"] = _asked_on(day, also)
        unless = f" and not also_{item.field}(v)" if also else ""
        yield f"if v not in {table}{unless}: found({code!r}, {item.field!r}, {{'value': v[:60]}})"


def _asked_on(day: date, also: Callable[[str, date], bool]) -> Callable[[str], bool]:
    return lambda code: also(code, day)


def _format(form: str, item: law.Item, names: Names) -> Iterator[str]:
    if item.pattern:
        code, matches = item_code(form, item, "format"), f"matches_{item.field}"
        names[matches] = pattern_of(item.pattern).fullmatch
        yield f"if {matches}(v) is None: found({code!r}, {item.field!r}, {{'value': v[:60]}})"


def number_lines(form: str, items: tuple[law.Item, ...], names: Names) -> Iterator[str]:
    """All numbers are looked at in one go, as they are spelled; each item is asked only when that finds something."""
    numbers = [item for item in items if item.attribute in AMOUNTS]
    spelled = {item.field: _spelled(item) for item in numbers}
    names["spells_all"] = pattern_of(" ".join(f"(?:None|{one})" for one in spelled.values())).fullmatch
    values = ", ".join(f"d.{field}" for field in spelled)
    yield f"if spells_all({' '.join(['%s'] * len(spelled))!r} % ({values},)) is None:"
    for item in numbers:
        names[f"spells_{item.field}"] = pattern_of(spelled[item.field]).fullmatch
        code = item_code(form, item, "format")
        facts = f"{{'value': str(v)[:60], 'integers': {item.integers}, 'decimals': {item.decimals}}}"
        yield f"    v = d.{item.field}"
        yield f"    if v is not None and spells_{item.field}(str(v)) is None: found({code!r}, {item.field!r}, {facts})"


def _spelled(item: law.Item) -> str:
    return SIZED_BY_RULE.get(item.field) or plain_number(item.integers, item.decimals)


def character_lines(form: str, items: tuple[law.Item, ...]) -> Iterator[str]:
    """All texts of a kind are looked at in one go; each item is asked only when that finds something.

    Looking beside the joints finds blanks at either end of an item too. Items with a code list need no look: the list
    holds no bad characters.
    """
    for kind, joint in (("A", "@"), ("W", "|")):
        texts = [item for item in items if item.attribute == kind and not item.codes]
        joined = ", ".join(f"d.{item.field}" for item in texts)
        yield f"texts = '{joint}'.join(('', {joined}, ''))"
        yield f"if not keeps_{kind}(texts) or '{joint} ' in texts or ' {joint}' in texts:"
        for item in texts:
            code = item_code(form, item, "characters")
            yield f"    bad = bad_in_{kind}(d.{item.field})"
            yield f"    if bad: found({code!r}, {item.field!r}, {{'characters': bad}})"
