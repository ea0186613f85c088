"""What a rule of a transport declaration is: one sentence, one name, one citation, one function.

The struct is that of MIC and MEC. A rule of the whole looks at the declaration, one of a cargo block at the block; what
else it may know is its case.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import msgspec

from thongquan.base.citation import cite
from thongquan.declaration.rules.rule import Facts, Rule
from thongquan.transport.model import Cargo, TransportDeclaration


class Case(msgspec.Struct, frozen=True):
    """The day on which it is registered, and the whole that a cargo block belongs to."""

    day: date
    whole: TransportDeclaration


RULES: list[Rule] = []
"""Of the whole declaration."""
CARGO_RULES: list[Rule] = []
"""Of each cargo block that is not blank; a fault's place is the field in the block."""
MESSAGE_RULES: dict[str, list[Rule]] = {}
"""Procedure → the rules of its short message."""

F = TypeVar("F", bound=Callable[[TransportDeclaration, Case], Facts | None])
C = TypeVar("C", bound=Callable[[Cargo, Case], Facts | None])
M = TypeVar("M", bound=Callable[[Any, date], Facts | None])


def _registered(code: str, at: str, cites: str, mark: str, result_code: str) -> tuple[str, str]:
    """Where the system refuses it, that code of OLA, or of the procedure that the code begins with, is its source."""
    procedure, _, own = result_code.rpartition(" ")
    form = procedure or code.partition("-")[0]
    source = cites or f"VNACCS 2014 {form} {own}"
    cite(code, source, mark or "term-2014", result_code=own, form=procedure)
    return code, at


def rule(
    code: str, *, at: str, cites: str = "", mark: str = "", result_code: str = "", strict: bool = False
) -> Callable[[F], F]:
    """Register a rule of the whole. `strict`: holds only where parameter `rule_profile` says so.

    Without `cites` it stands on its result code, a fact of the 2014 client.
    """
    named = _registered(code, at, cites, mark, result_code)

    def register(test: F) -> F:
        RULES.append(Rule(*named, test, strict))
        return test

    return register


def cargo_rule(
    code: str, *, at: str, cites: str = "", mark: str = "", result_code: str = "", strict: bool = False
) -> Callable[[C], C]:
    """Register a rule of each cargo block."""
    named = _registered(code, at, cites, mark, result_code)

    def register(test: C) -> C:
        CARGO_RULES.append(Rule(*named, test, strict))
        return test

    return register


def message_rule(code: str, *, at: str, result_code: str) -> Callable[[M], M]:
    """Register a rule of the short message that the code begins with."""
    named = _registered(code, at, "", "", result_code)

    def register(test: M) -> M:
        MESSAGE_RULES.setdefault(code[:3], []).append(Rule(*named, test))
        return test

    return register


__all__ = ["CARGO_RULES", "MESSAGE_RULES", "RULES", "Case", "Facts", "cargo_rule", "message_rule", "rule"]
