"""One case of a rule: a declaration that passes, and the same with one fact changed."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple
from unittest.mock import patch

from building import DAY
from thongquan.law import CodeTable, Parameter, Row

NONE: dict[str, Any] = {}
TYPED: dict[str, Any] = {"customs_value": 400_000}


class Case(NamedTuple):
    """Code of the rule, what the passing declaration has, the one fact that makes it fail, the field at fault."""

    code: str
    passing: dict[str, Any]
    change: dict[str, Any]
    at: str
    given: Mapping[Parameter[Any] | CodeTable, Any] = MappingProxyType({})
    """What parameters and code tables say on `DAY` in both declarations, where that is not what the law says."""


@contextmanager
def where(given: Mapping[Parameter[Any] | CodeTable, Any], day: date = DAY) -> Iterator[None]:
    """The law of `day` with other values: of a parameter its value, of a code table its rows by code.

    A list is the rows of a code table of all times.
    """
    with ExitStack() as stack:
        for one, value in given.items():
            if isinstance(one, CodeTable) and isinstance(value, list):
                stack.enter_context(_holding(one, value))
                continue
            one.on(day)  # so that the day is remembered, and set back afterwards
            stack.enter_context(patch.dict(one._days, {day: value}))
        yield


def _holding(table: CodeTable, rows: list[Row]) -> AbstractContextManager[Any]:
    other = CodeTable(table.name, lambda: rows)
    other.rows()
    return patch.multiple(table, **vars(other))
