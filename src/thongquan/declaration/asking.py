"""How the checks of a form are asked of many declarations at once.

Most of what a check looks at repeats: the houses of a flight share office, ports, price terms, descriptions. So a check
is asked of what differs, and what was found without fault is remembered (decisions 0024 and 0026). What a check finds
is noted under its place in the order of telling; where nothing is found, nothing is noted and nothing is made.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.declaration.items import ItemCheck
from thongquan.declaration.model import Declaration
from thongquan.declaration.rules.rule import Case, Facts, Reads, Rule, reads

REPEATING = 0.75
"""An item repeats itself when at most so many of its values are new; what never comes again is not remembered."""


class Slice(NamedTuple):
    """Declarations of one form that are judged together: each with its case, and each item as a column."""

    declarations: Sequence[Declaration]
    cases: Sequence[Case]
    columns: Mapping[str, Sequence[Any]]


Told = dict[int, list[tuple[int, Facts]]]
"""What was found: by the check's place in the order of telling, the declarations' places in the slice and the facts."""


class Catalogue:
    """Checks of one form in the order in which their faults are told, each asked in the cheapest way that it allows.

    `spelled` are items that are looked at as they are spelled, `repeated` those in which declarations are often alike.
    """

    def __init__(
        self, items: Sequence[ItemCheck], rules: Sequence[Rule], spelled: frozenset[str], repeated: frozenset[str]
    ) -> None:
        self._told_as = [*((check.code, check.at) for check in items), *((rule.code, rule.at) for rule in rules)]
        by_item: dict[str, OneItem] = {}
        alike, each = [], []
        for place, check in enumerate(items):
            by_item.setdefault(check.at, OneItem(check.at, spelled=check.at in spelled)).checks.append((place, check))
        for place, rule in enumerate(rules, start=len(items)):
            looks_at = reads(rule.test)
            item = looks_at.only_item if looks_at is not None else ""
            if item:
                by_item.setdefault(item, OneItem(item, spelled=item in spelled)).rules.append((place, rule))
            elif looks_at is not None:
                alike.append((place, rule, looks_at))
            else:
                each.append((place, rule))
        self._ways: list[OneItem | Alike | Each] = [*by_item.values(), Alike(alike, repeated), Each(each)]

    def faults(self, asked: Slice) -> list[list[Fault]]:
        """Of each declaration everything that is wrong with it."""
        told: Told = {}
        for way in self._ways:
            way.ask(asked, told)
        faults: list[list[Fault]] = [[] for _ in asked.declarations]
        for place in sorted(told):
            code, at = self._told_as[place]
            for index, facts in told[place]:
                faults[index].append(Fault(code, at, facts))
        return faults


class OneItem:
    """What is asked of one item by itself: of each value once, and not again of those that passed and come again."""

    def __init__(self, at: str, *, spelled: bool) -> None:
        self.checks: list[tuple[int, ItemCheck]] = []
        self.rules: list[tuple[int, Rule]] = []
        self._at, self._spelled = at, spelled
        self._passed: set[Any] = set()

    def ask(self, asked: Slice, told: Told) -> None:
        values = asked.columns[self._at]
        if self._spelled:
            values = [None if value is None else str(value) for value in values]
        new = set(values) - self._passed
        if not new:
            return
        found = self._found(new, values)
        refusing = self._refusing(new, values, asked) if self.rules else []
        for place, rule in refusing:
            _ask_each(place, rule, asked, told)
        told.update(found)
        if not found and not refusing and len(new) <= len(values) * REPEATING:
            _remember(new, self._passed, LIMITS.remembered_values)

    def _found(self, new: set[Any], values: Sequence[Any]) -> Told:
        found = {}
        for place, check in self.checks:
            if not check.passes(new):
                wrong = {value for value in new if not check.passes((value,))}
                found[place] = [(index, check.facts(value)) for index, value in enumerate(values) if value in wrong]
        return found

    def _refusing(self, new: set[Any], values: Sequence[Any], asked: Slice) -> list[tuple[int, Rule]]:
        ones = {value: index for index, value in enumerate(values) if value in new}.values()
        return [(place, rule) for place, rule in self.rules if _finds(rule, asked, ones)]


class Alike:
    """Rules of which the outcome depends on items in which declarations are alike, and on which others are there.

    They are asked once of all that are alike. A rule may look at other items too: how it came to its answer is noted
    once for each likeness, and where it did look at them, it is asked of each declaration.
    """

    def __init__(self, rules: Sequence[tuple[int, Rule, Reads]], repeated: frozenset[str]) -> None:
        self._rules = [(place, rule, looks_at.values - repeated) for place, rule, looks_at in rules]
        self._values = sorted({item for _, _, looks_at in rules for item in looks_at.values & repeated})
        presence = {item for _, _, looks_at in rules for item in looks_at.presence}
        self._presence = sorted(presence.difference(self._values))
        self._met: dict[object, tuple[int, ...]] = {}
        """For each likeness the rules that must be asked of each declaration."""

    def ask(self, asked: Slice, told: Told) -> None:
        likenesses = self._likenesses(asked)
        different = set(likenesses)
        if len(self._met) + len(different) > LIMITS.remembered_likenesses:
            self._met = {}
        met = self._met
        new = [likeness for likeness in different if likeness not in met]
        of_new: list[tuple[int, ...]] = []
        if new:
            refused = {index for found in told.values() for index, _ in found}
            one = dict(zip(likenesses, range(len(likenesses)), strict=True))
            for likeness in new:
                index = one[likeness]
                of_new.append(self._asked_of_each(asked.declarations[index], asked.cases[index]))
                if index not in refused:
                    met[likeness] = of_new[-1]
        for number in set().union(*of_new, *[met[likeness] for likeness in different if likeness in met]):
            place, rule, _ = self._rules[number]
            _ask_each(place, rule, asked, told)

    def _asked_of_each(self, declaration: Declaration, case: Case) -> tuple[int, ...]:
        """By their places, the rules that refuse this declaration, or looked at what others like it have otherwise."""
        found = []
        for number, (_, rule, others) in enumerate(self._rules):
            noting = Noting(declaration)
            if rule.test(noting, case) is not None or not others.isdisjoint(noting.items):
                found.append(number)
        return tuple(found)

    def _likenesses(self, asked: Slice) -> list[object]:
        """What each declaration has in common with those that no rule here can tell from it."""
        return list(
            zip(
                [case.value.unknown for case in asked.cases],
                *(asked.columns[item] for item in self._values),
                *(_presence(asked.columns[item]) for item in self._presence),
                strict=True,
            )
        )


def _presence(column: Sequence[Any]) -> Sequence[Any]:
    """Of each value whether it is absent, empty, or neither."""
    return [True] * len(column) if all(column) else [value and True for value in column]


class Noting:
    """A declaration that notes which of its items it is asked for."""

    def __init__(self, declaration: Declaration) -> None:
        self._declaration = declaration
        self.items: set[str] = set()

    def __getattr__(self, item: str) -> Any:
        self.items.add(item)
        return getattr(self._declaration, item)


class Each:
    """Rules that look at the value in đồng, or at more than can be read off their code: asked of each declaration."""

    def __init__(self, rules: Sequence[tuple[int, Rule]]) -> None:
        self._rules = rules

    def ask(self, asked: Slice, told: Told) -> None:
        for place, rule in self._rules:
            _ask_each(place, rule, asked, told)


def _ask_each(place: int, rule: Rule, asked: Slice, told: Told) -> None:
    facts = list(map(rule.test, asked.declarations, asked.cases))
    if facts.count(None) != len(facts):
        told[place] = [(index, one) for index, one in enumerate(facts) if one is not None]


def _finds(rule: Rule, asked: Slice, those: Iterable[int]) -> bool:
    return any(rule.test(asked.declarations[index], asked.cases[index]) is not None for index in those)


def _remember(new: Collection[Any], remembered: set[Any], most: int) -> None:
    """Nothing grows without bound: what is remembered is forgotten when there is too much of it."""
    if len(remembered) + len(new) > most:
        remembered.clear()
    remembered.update(new)
