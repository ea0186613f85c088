"""All checks of a form on a day, compiled into one function.

The criteria table and the rules stay as they are read; here they become straight-line Python, so that judging a
declaration neither looks a rule up nor asks a table twice. The source is kept on the plan for whoever wants to read it.

The houses of a flight are alike in most of what comes from code lists: office, storage place, ports, price term. Checks
that look at nothing else are made once for all declarations that are alike in these items (decision 0024).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from operator import attrgetter

import msgspec

from thongquan import law
from thongquan.base.fault import Fact, Fault
from thongquan.base.limits import LIMITS
from thongquan.declaration.items import TEXT_NAMES, Names, character_lines, item_lines, number_lines
from thongquan.declaration.model import Declaration
from thongquan.declaration.rules import RULES, Case
from thongquan.declaration.rules.rule import Rule, items_read
from thongquan.declaration.value import customs_value, typed_value

Found = Callable[[str, str, dict[str, Fact]], None]

ALSO_COMMON = {"customs_team", "flight"}
"""Items without a code list in which the houses of a flight are alike all the same."""


class Judgement(msgspec.Struct, frozen=True, gc=False):
    """Every fault of a declaration together, and the value that was reckoned on the way."""

    faults: list[Fault]
    customs_value: int
    value_was_typed: bool
    rates: list[tuple[str, str]]


Check = tuple[frozenset[str] | None, list[str]]
"""Source lines, and the items that they look at; None where they look at more than items."""

Run = Callable[[Declaration, Case, Found], None]


PROFILE = law.parameter("rule_profile", str)
STRICT = "strict"


class Plan:
    """The checks of one form on one day, under the rule profile of that day unless another is given."""

    def __init__(self, form: str, day: date, profile: str = "") -> None:
        names: Names = dict(TEXT_NAMES)
        strict = (profile or PROFILE.on(day)) == STRICT
        rules = [one for one in RULES[form] if not (one.lenient if strict else one.strict)]
        checks = [*_item_checks(form, day, names), *_rule_checks([one for one in rules if not one.warns], names)]
        common = frozenset(_common(law.criteria(form)))
        shared = [lines for looks_at, lines in checks if looks_at is not None and looks_at <= common]
        single = [lines for looks_at, lines in checks if looks_at is None or not looks_at <= common]
        self.form, self.day = form, day
        self.source = _source("everything", (lines for _, lines in checks))
        self._everything = _compiled("everything", self.source, names)
        self._shared = _compiled("shared", _source("shared", shared), names)
        self._single = _compiled("single", _source("single", single), names)
        warnings = [lines for _, lines in _rule_checks([one for one in rules if one.warns], names)]
        self._warnings = _compiled("warnings", _source("warnings", warnings or [["pass"]]), names)
        self._common = attrgetter(*sorted(common))
        self._settled: set[object] = set()
        """What declarations had in common when the shared checks found no fault in it."""

    def judge(self, declaration: Declaration) -> Judgement:
        value = customs_value(declaration, self.day)
        case = Case(self.day, value)
        faults: list[Fault] = []

        def found(code: str, at: str, facts: dict[str, Fact]) -> None:
            faults.append(Fault(code, at, facts))

        if self._common(declaration) in self._settled or self._settle(declaration, case):
            self._single(declaration, case, found)
        else:
            self._everything(declaration, case, found)
        return Judgement(faults, value.dong, typed_value(declaration) is not None, value.rates)

    def warnings(self, declaration: Declaration) -> list[Fault]:
        """What somebody should look at before this is filed. The authority does not ask."""
        found: list[Fault] = []
        case = Case(self.day, customs_value(declaration, self.day))
        self._warnings(declaration, case, lambda code, at, facts: found.append(Fault(code, at, facts)))
        return found

    def _settle(self, declaration: Declaration, case: Case) -> bool:
        """Whether the shared checks find nothing; then they need not be asked again of whatever is alike."""
        faults: list[str] = []
        self._shared(declaration, case, lambda code, _at, _facts: faults.append(code))
        if faults:
            return False
        if len(self._settled) >= LIMITS.remembered_likenesses:
            self._settled.clear()
        self._settled.add(self._common(declaration))
        return True


@lru_cache(maxsize=16)
def plan_for(form: str, day: date) -> Plan:
    """The plan of `MIC` or `MEC` for declarations registered on `day`."""
    return Plan(form, day)


def _common(items: Iterable[law.Item]) -> Iterator[str]:
    """The items in which houses of a flight are often alike."""
    return (item.field for item in items if item.codes or item.attribute == "D" or item.field in ALSO_COMMON)


def _item_checks(form: str, day: date, names: Names) -> Iterator[Check]:
    """In the order in which faults are told; the rules come after them."""
    items = law.criteria(form)
    for item in items:
        yield frozenset({item.field}), list(item_lines(form, item, day, names))
    yield None, list(number_lines(form, items, names))
    yield None, list(character_lines(form, items))


def _rule_checks(rules: Iterable[Rule], names: Names) -> Iterator[Check]:
    for rule in rules:
        name = rule.test.__name__
        names[name] = rule.test
        lines = [f"facts = {name}(d, case)", f"if facts is not None: found({rule.code!r}, {rule.at!r}, facts)"]
        yield items_read(rule), lines


def _source(name: str, checks: Iterable[list[str]]) -> str:
    return "\n".join([f"def {name}(d, case, found):", *(f"    {line}" for lines in checks for line in lines)])


def _compiled(name: str, source: str, names: Names) -> Run:
    exec(compile(source, f"<{name}>", "exec"), names)  # noqa: S102 # nosec B102 - our own tables, no input
    run: Run = names[name]  # type: ignore[assignment] # defined by the source
    return run
