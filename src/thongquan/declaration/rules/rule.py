"""What a rule is: one sentence of law, one name, one citation, one function.

A rule looks at a declaration and answers None when it is satisfied, or the facts of the fault. It reads dated values
through the registration day. `asking.py` asks a rule of what differs, by what `reads` says it depends on.
"""

import dis
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Fact
from thongquan.valuation.customs_value import CustomsValue

Facts = dict[str, Fact]


class Case(msgspec.Struct, frozen=True, gc=False):
    """What a rule may know besides the declaration: the registration day and the customs value."""

    day: date
    value: CustomsValue


class Rule(msgspec.Struct, frozen=True):
    code: str
    at: str
    test: Callable[[Any, Any], Facts | None]
    """Of a declaration and its `Case`; rules of other messages have a case of their own."""
    strict: bool = False
    """Holds only where parameter `rule_profile` says "strict"."""
    lenient: bool = False
    """Holds only where it does not: a strict rule refuses what this one warns of."""
    warns: bool = False
    """Never a reason to refuse: told by `check`, not asked by the authority."""
    when: Callable[[date], bool] | None = None
    """Whether the law of a day gives it anything to find; where not, as beside an empty table, it is not asked."""

    def holds(self, day: date, *, strict: bool) -> bool:
        """Whether it is a rule of that day and of that profile."""
        return not (self.lenient if strict else self.strict) and (self.when is None or self.when(day))


RULES: dict[str, list[Rule]] = {"MIC": [], "MEC": []}

F = TypeVar("F", bound=Callable[[Any, Case], Facts | None])


def rule(
    code: str,
    *,
    at: str,
    criterion: str,
    cites: str,
    mark: str,
    result_code: str = "",
    strict: bool = False,
    lenient: bool = False,
    warns: bool = False,
    when: Callable[[date], bool] | None = None,
) -> Callable[[F], F]:
    """Register a rule of the form that its code begins with (`MIC-…` or `MEC-…`).

    A function that holds for both forms is registered once for each, under two codes. `result_code` is the one of
    VNACCS; "" where that system never refused this.
    """
    cite(code, cites, mark, criterion=criterion, result_code=result_code)

    def register(test: F) -> F:
        RULES[code[:3]].append(Rule(code, at, test, strict, lenient, warns, when))
        return test

    return register


class Reads(NamedTuple):
    """What the outcome of a rule depends on. Whatever only the facts of its fault tell is none of it."""

    values: frozenset[str] = frozenset()
    """Items whose value matters."""
    presence: frozenset[str] = frozenset()
    """Items of which it only matters whether they are absent, empty, or neither."""
    unknown: bool = False
    """Whether currencies without a rate matter."""

    @property
    def only_item(self) -> str:
        """The one item whose value is all that matters, or ""."""
        return next(iter(self.values)) if len(self.values) == 1 and not self.presence and not self.unknown else ""


@cache
def reads(test: Callable[[Any, Case], Facts | None]) -> Reads | None:
    """What the outcome of a rule depends on, read off its own code.

    None if it may look at more than items, the day and unknown currencies: at the value in đồng, or at the whole
    declaration or case.
    """
    if test.__code__.co_argcount != 2:
        return None
    declaration, case = test.__code__.co_varnames[:2]
    steps = list(dis.get_instructions(test))
    told = [] if test.__code__.co_exceptiontable else _told(steps)  # where it catches, even facts decide what follows
    values: set[str] = set()
    presence: set[str] = set()
    unknown = False
    for place, step in enumerate(steps):
        names = step.argval if isinstance(step.argval, tuple) else (step.argval,)
        if declaration not in names and case not in names:
            continue
        if not step.opname.startswith("LOAD_FAST") or len(names) > 1 or steps[place + 1].opname != "LOAD_ATTR":
            return None
        if case in names:
            if steps[place + 1].argval != "day" and not _is_unknown(steps[place + 1 :]):
                return None
            unknown = unknown or steps[place + 1].argval != "day"
        elif not _is_told(step, told):
            (presence if _asks_presence(steps, place) else values).add(steps[place + 1].argval)
    return Reads(frozenset(values), frozenset(presence - values), unknown)


def _is_unknown(steps: list[dis.Instruction]) -> bool:
    return steps[0].argval == "value" and steps[1].opname == "LOAD_ATTR" and steps[1].argval == "unknown"


def _told(steps: list[dis.Instruction]) -> list[dis.Positions]:
    """Where the facts of a fault are written: dictionaries that are answered as they stand."""
    return [
        step.positions
        for step, following in pairwise(steps)
        if step.opname in ("BUILD_MAP", "BUILD_CONST_KEY_MAP")
        and following.opname == "RETURN_VALUE"
        and step.positions is not None
    ]


def _is_told(step: dis.Instruction, told: list[dis.Positions]) -> bool:
    here = _span(step.positions)
    return here is not None and any(
        span is not None and span[0] <= here[0] and here[1] <= span[1] for span in map(_span, told)
    )


def _span(where: dis.Positions | None) -> tuple[tuple[int, int], tuple[int, int]] | None:
    if where is None or None in where:
        return None
    return (where.lineno, where.col_offset), (where.end_lineno, where.end_col_offset)  # type: ignore[return-value] # None was asked for


def _asks_presence(steps: list[dis.Instruction], place: int) -> bool:
    """Whether the item loaded here is only asked whether it is there: `if mic.item`, `mic.item is None`, `bool(…)`."""
    after = steps[place + 2 : place + 4]
    if after[0].opname.startswith(("POP_JUMP", "UNARY_NOT", "TO_BOOL")):
        return True
    if after[0].opname == "LOAD_CONST" and after[0].argval is None and after[1].opname == "IS_OP":
        return True
    called = place > 0 and steps[place - 1].argrepr == "NULL + bool"
    return called and after[0].opname in ("PRECALL", "CALL") and after[0].arg == 1
