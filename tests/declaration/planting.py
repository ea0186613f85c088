"""Mistakes to plant into right declarations: those of the cases of the rules, and each that an item alone can have."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from re import fullmatch
from typing import Any, NamedTuple

from hypothesis import given
from msgspec.structs import replace

from building import DAY, a_mec, a_mic
from declaration.strategies import RIGHT, tried
from thongquan import law
from thongquan.declaration.items import SIZED_BY_RULE
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import Plan
from thongquan.declaration.rules import Case
from thongquan.declaration.rules.rule import Rule
from thongquan.declaration.value import customs_value

BUILD: dict[str, Callable[..., Declaration]] = {"MIC": a_mic, "MEC": a_mec}
HIDDEN = ("\u202e", "\u200b", "\x00", "\ue000", "\u0378", "\uff76", "e\u0302", "  ", "\u00a0", "\n")
NO_CAPITALS = ("a", "$", "É", "^", "\t", "  ", "Đ", "\u200b", "護")

FULL: dict[str, dict[str, Any]] = {
    "MIC": {
        "importer_postcode": "700000",
        "exporter_code": "KR00123",
        "exporter_postcode": "04524",
        "exporter_street_2": "JUNG-GU",
        "exporter_country_name": "KOREA",
        "insurance_class": "A",
        "insurance_currency": "USD",
        "insurance_amount": Decimal(1),
        "customs_value": 866_980,
        "notes": "Trọng lượng chính xác 0,38 kg",
        "internal_reference": "REF-1",
    },
    "MEC": {
        "exporter_postcode": "700000",
        "consignee_code": "JP00123",
        "consignee_postcode": "103-0027",
        "consignee_street_2": "CHUO-KU",
        "consignee_country_name": "JAPAN",
        "declared_value": 647_000,
        "notes": "Trọng lượng chính xác 1,18 kg",
        "internal_reference": "REF-1",
    },
}
"""What makes the usual declaration one with every item filled in."""


class Violation(NamedTuple):
    """One item alone is wrong: the fault to be found, the field, and its value."""

    code: str
    field: str
    value: Any


def pool(form: str, count: int) -> list[Declaration]:
    """So many right declarations, the same each time."""
    found: list[Declaration] = []

    @tried(count, count)
    @given(RIGHT[form])
    def collect(declaration: Declaration) -> None:
        found.append(declaration)

    collect()
    return found


def violations(form: str, seed: str = "") -> Iterator[Violation]:
    """Each kind of mistake of each item, with a value that has it; another seed, other values."""
    for item in law.criteria(form):
        random = Random(f"{item.field} {seed}")
        text = item.attribute in "AW"
        if item.required == "M":
            yield Violation(f"{form}-{item.id}-EMPTY", item.field, "" if text else None)
        if item.codes:
            yield Violation(f"{form}-{item.id}-UNLISTED", item.field, random.choice(["??", "#0#", "x", "護", "Q" * 70]))
        elif text:
            yield from _text_violations(form, item, random)
        elif item.attribute in "IF":
            yield from _number_violations(form, item, random)


def _text_violations(form: str, item: law.Item, random: Random) -> Iterator[Violation]:
    kept = str(getattr(a_full(form), item.field)) or "AB"
    bad = random.choice(HIDDEN if item.attribute == "W" else NO_CAPITALS)
    cut = kept[: item.characters - len(bad)]
    place = random.randint(0, len(cut))
    spoiled = cut[:place] + bad + cut[place:]
    if item.pattern:
        wrong = ["A-1", "-", f"{kept}-", "0" * 21, "0" * 500]
        if fullmatch(item.pattern, kept.lower()) is None:
            wrong.append(kept.lower())
        yield Violation(f"{form}-{item.id}-FORMAT", item.field, random.choice(wrong))
    else:
        longer = "A" * (item.characters + random.choice([1, 2, 500]))
        yield Violation(f"{form}-{item.id}-LENGTH", item.field, longer)
    if not item.pattern or fullmatch(item.pattern, spoiled):
        yield Violation(f"{form}-{item.id}-CHARACTERS", item.field, spoiled)


def _number_violations(form: str, item: law.Item, random: Random) -> Iterator[Violation]:
    """Too many decimals, too many digits, below zero; where least and greatest have rules of their own, not those."""
    number = random.randint(1, 9)
    below = {"I": -number, "F": -Decimal(number)}[item.attribute]
    wide = {"I": number * 10**item.integers, "F": Decimal(number * 10**item.integers)}[item.attribute]
    values = [below, wide]
    if item.field in SIZED_BY_RULE:
        values = [one for one in values if fullmatch(SIZED_BY_RULE[item.field], str(one)) is None]
    if item.decimals:
        fine = [Decimal(number).scaleb(-digits) for digits in range(item.decimals + 1, item.decimals + 6)]
        values += [number + one for one in fine]
    if item.field == "gross_weight":
        values += fine
    yield Violation(f"{form}-{item.id}-FORMAT", item.field, random.choice(values))


def a_full(form: str, **changes: Any) -> Declaration:
    return BUILD[form](**{**FULL[form], **changes})


def blended(
    plan: Plan, base: Declaration, other: Declaration, held: set[str], still: Callable[[Declaration], bool]
) -> Declaration:
    """As much of `other` as `base` can take and stay right; what is in `held` stays as it is.

    Items of one criterion, and of the subjects that belong together, are taken together; else one by one.
    """
    fields = [name for name in other.__struct_fields__ if name not in held]
    for names in (fields, *_subjects(plan.form, fields), *([name] for name in fields)):
        changes = {name: getattr(other, name) for name in names if getattr(base, name) != getattr(other, name)}
        changed = replace(base, **changes) if changes else base
        if changes and still(changed) and plan.judge(changed).faults == []:
            base = changed
    return base


SUBJECTS = (
    {"2", "3", "18"},
    {"", "4", "5", "6", "7", "8"},
    {"9", "10", "11", "12", "13"},
    {"14", "15"},
    {"19", "20"},
    {"23", "24", "25", "28"},
)


def _subjects(form: str, fields: list[str]) -> Iterator[list[str]]:
    criterion = {item.field: item.criterion for item in law.criteria(form)}
    for subject in SUBJECTS:
        yield [name for name in fields if criterion.get(name) in subject]


def breaks(rule: Rule, declaration: Declaration) -> bool:
    """Whether this rule, asked alone, is not satisfied."""
    return rule.test(declaration, Case(DAY, customs_value(declaration, DAY))) is not None


def filled(declaration: Declaration, field: str) -> bool:
    return getattr(declaration, field) not in ("", None)
