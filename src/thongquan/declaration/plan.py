"""All checks of a form on a day, compiled into one function.

The criteria table and the rules stay as they are read; here they become straight-line Python, so that judging a
declaration neither looks a rule up nor asks a table twice. The source is kept on the plan for whoever wants to read it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.base.fault import Fact, Fault
from thongquan.declaration.items import TEXT_NAMES, Names, character_lines, item_lines
from thongquan.declaration.model import Declaration
from thongquan.declaration.rules import RULES, Case
from thongquan.declaration.value import customs_value, typed_value

Found = Callable[[str, str, dict[str, Fact]], None]


class Judgement(msgspec.Struct, frozen=True, gc=False):
    """Every fault of a declaration together, and the value that was reckoned on the way."""

    faults: list[Fault]
    customs_value: int
    value_was_typed: bool
    rates: list[tuple[str, str]]


class Plan(msgspec.Struct, frozen=True):
    """The checks of one form on one day."""

    form: str
    day: date
    source: str
    run: Callable[[Declaration, Case, Found], None]

    def judge(self, declaration: Declaration) -> Judgement:
        value = customs_value(declaration, self.day)
        faults: list[Fault] = []

        def found(code: str, at: str, facts: dict[str, Fact]) -> None:
            faults.append(Fault(code, at, facts))

        self.run(declaration, Case(self.day, value), found)
        return Judgement(faults, value.dong, typed_value(declaration) is not None, value.rates)


@lru_cache(maxsize=16)
def plan_for(form: str, day: date) -> Plan:
    """The plan of `MIC` or `MEC` for declarations registered on `day`."""
    names: Names = dict(TEXT_NAMES)
    source = "\n".join(["def run(d, case, found):", *(f"    {line}" for line in _lines(form, day, names))])
    exec(compile(source, f"<{form} {day}>", "exec"), names)  # noqa: S102 # nosec B102 - our own tables, no input
    run: Callable[[Declaration, Case, Found], None] = names["run"]  # type: ignore[assignment] # defined by the source
    return Plan(form, day, source, run)


def _lines(form: str, day: date, names: Names) -> Iterator[str]:
    items = law.criteria(form)
    for item in items:
        yield from item_lines(form, item, day, names)
    yield from character_lines(form, items)
    for rule in RULES[form]:
        name = rule.test.__name__
        names[name] = rule.test
        yield f"facts = {name}(d, case)"
        yield f"if facts is not None: found({rule.code!r}, {rule.at!r}, facts)"
