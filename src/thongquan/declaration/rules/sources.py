"""What of the law a rule reads, read off its own code: no rule has to list it, so no list can be wrong."""

import dis
from collections.abc import Iterator
from itertools import pairwise
from types import CodeType, FunctionType
from typing import Any

from thongquan import law
from thongquan.declaration.registers import Register
from thongquan.declaration.rules.rule import Rule
from thongquan.declaration.value import customs_value

Read = law.Parameter[Any] | law.CodeTable


def law_read(one: Rule) -> list[Read]:
    """Parameters and code tables in the order of their names, those of the functions it calls included."""
    found: dict[str, Read] = {}
    seen: set[FunctionType] = set()
    waiting = [_function(one.test)]
    while waiting:
        function = waiting.pop()
        if function is None or function in seen:
            continue
        seen.add(function)
        for thing in _globals(function):
            if isinstance(thing, law.Parameter | law.CodeTable):
                found[thing.name] = thing
            else:
                waiting.append(_function(thing))
        if _reads_the_value(function.__code__):
            waiting.append(_function(customs_value))
    return [found[name] for name in sorted(found)]


def _function(thing: Any) -> FunctionType | None:
    """The function behind a name of ours; of a cached one what is cached."""
    thing = getattr(thing, "__wrapped__", thing)
    ours = isinstance(thing, FunctionType) and thing.__module__.startswith("thongquan.")
    return thing if ours else None


def _globals(function: FunctionType) -> Iterator[Any]:
    for code in _codes(function.__code__):
        for name in code.co_names:
            thing = function.__globals__.get(name)
            yield from thing if isinstance(thing, Register) else (thing,)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code, and that of the comprehensions and functions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _reads_the_value(code: CodeType) -> bool:
    """Whether it asks its case for the customs value, which is reckoned with rates and price terms of the day."""
    for step, following in pairwise(dis.get_instructions(code)):
        if step.argval in {"case", "_case"} and following.opname == "LOAD_ATTR" and following.argval == "value":
            return True
    return False
