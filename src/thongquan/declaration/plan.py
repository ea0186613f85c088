"""All checks of a form on a day: what the criteria table says of each item, then the rules.

Declarations are judged many at a time; how the checks are asked of them is told in `asking.py`.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import msgspec
from msgspec.structs import astuple

from thongquan import law
from thongquan.base.fault import Fault
from thongquan.declaration.asking import Catalogue, Slice
from thongquan.declaration.items import is_spelled, item_checks
from thongquan.declaration.model import Declaration
from thongquan.declaration.rules import RULES, Case
from thongquan.declaration.value import TYPED_AS, customs_values

ALSO_REPEATED = {"customs_team", "flight", "packages"}
"""Items without a code list in which the houses of a flight are alike all the same."""

PROFILE = law.parameter("rule_profile", str)
STRICT = "strict"


class Judgement(msgspec.Struct, frozen=True, gc=False):
    """Every fault of a declaration together, and the value that was reckoned on the way."""

    faults: list[Fault]
    customs_value: int
    value_was_typed: bool
    rates: list[tuple[str, str]]
    warnings: list[Fault] = []
    """What somebody should look at before this is filed; only where it was asked for."""


class Plan:
    """The checks of one form on one day, under the rule profile of that day unless another is given."""

    def __init__(self, form: str, day: date, profile: str = "") -> None:
        self.form, self.day = form, day
        strict = (profile or PROFILE.on(day)) == STRICT
        rules = [one for one in RULES[form] if one.holds(day, strict=strict)]
        items = law.criteria(form)
        spelled = frozenset(item.field for item in items if is_spelled(item))
        repeated = frozenset(item.field for item in items if _repeats(item))
        refusing = [one for one in rules if not one.warns]
        self._refusing = Catalogue(list(item_checks(form, day)), refusing, spelled, repeated)
        self._warning = Catalogue([], [one for one in rules if one.warns], spelled, repeated)

    def judge_all(self, declarations: Sequence[Declaration], *, warn: bool = False) -> list[Judgement]:
        """Judge declarations of this form, each by itself, in their order; with warnings if they are asked for.

        Cheapest for some hundred at a time.
        """
        if not declarations:
            return []
        columns = dict(
            zip(declarations[0].__struct_fields__, zip(*map(astuple, declarations), strict=True), strict=True)
        )
        values = customs_values(self.form, columns, self.day)
        asked = Slice(declarations, [Case(self.day, value) for value in values], columns)
        faults = self._refusing.faults(asked)
        warnings = self._warning.faults(asked) if warn else [[] for _ in declarations]
        return [
            Judgement(found, value.dong, typed is not None, value.rates, warned)
            for found, value, typed, warned in zip(faults, values, columns[TYPED_AS[self.form]], warnings, strict=True)
        ]

    def judge(self, declaration: Declaration) -> Judgement:
        """Judge one declaration."""
        return self.judge_all([declaration])[0]

    def warnings(self, declaration: Declaration) -> list[Fault]:
        """What somebody should look at before this is filed. The authority does not ask."""
        return self.judge_all([declaration], warn=True)[0].warnings


@lru_cache(maxsize=16)
def plan_for(form: str, day: date) -> Plan:
    """The plan of `MIC` or `MEC` for declarations registered on `day`."""
    return Plan(form, day)


def _repeats(item: law.Item) -> bool:
    return bool(item.codes) or item.attribute == "D" or item.field in ALSO_REPEATED
