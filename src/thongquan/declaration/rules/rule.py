"""What a rule is: one sentence of law, one name, one citation, one function.

A rule looks at a declaration and answers None when it is satisfied, or the facts of the fault. It reads dated values
through the registration day. `plan.py` compiles all rules of a form into one function; nothing is looked up per rule.
"""

import dis
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

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
    test: Callable[[Any, Case], Facts | None]
    strict: bool = False
    """Holds only where parameter `rule_profile` says "strict"."""
    lenient: bool = False
    """Holds only where it does not: a strict rule refuses what this one warns of."""
    warns: bool = False
    """Never a reason to refuse: told by `check`, not asked by the authority."""


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
) -> Callable[[F], F]:
    """Register a rule of the form that its code begins with (`MIC-…` or `MEC-…`).

    A function that holds for both forms is registered once for each, under two codes. `result_code` is the one of
    VNACCS; "" where that system never refused this.
    """
    cite(code, cites, mark, criterion=criterion, result_code=result_code)

    def register(test: F) -> F:
        RULES[code[:3]].append(Rule(code, at, test, strict, lenient, warns))
        return test

    return register


def items_read(one: Rule) -> frozenset[str] | None:
    """The items that a rule looks at, read off its own code.

    None if it may look at more than items and the day: the value in đồng, or the declaration as a whole.
    """
    if one.test.__code__.co_argcount != 2:
        return None
    declaration, case = one.test.__code__.co_varnames[:2]
    read = set()
    for step, following in pairwise(dis.get_instructions(one.test)):
        names = step.argval if isinstance(step.argval, tuple) else (step.argval,)
        if declaration not in names and case not in names:
            continue
        if not step.opname.startswith("LOAD_FAST") or len(names) > 1 or following.opname != "LOAD_ATTR":
            return None
        if case in names and following.argval != "day":
            return None
        if declaration in names:
            read.add(following.argval)
    return frozenset(read)
