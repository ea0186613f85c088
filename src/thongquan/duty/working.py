"""The sheet on which an assessment is worked out: steps in their order, and what is left open."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from thongquan.base.fault import Fact, Fault
from thongquan.duty.model import Step
from thongquan.law import Entry


class Source(NamedTuple):
    """What a step rests on, and since when."""

    since: str
    cites: str
    mark: str


def of_entry(entry: Entry[Any]) -> Source:
    return Source(entry.since.isoformat(), entry.cites, entry.mark)


def plain(number: Decimal | int) -> str:
    """A number without exponent and without zeros at its end.

    >>> plain(Decimal("7.50")), plain(Decimal("2.5E+4"))
    ('7.5', '25000')
    """
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class Working:
    """Steps and open questions of one consignment on one day."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.steps: list[Step] = []
        self.open: list[Fault] = []

    def step(
        self,
        rule: str,
        of: str,
        source: Source,
        *,
        base: str = "",
        rate: str = "",
        exact: Decimal | int | None = None,
        amount: int | None = None,
        **facts: Fact,
    ) -> int | None:
        """Write a line; its amount comes back. What is whole already needs no `exact`."""
        before = amount if exact is None else exact
        exactly = "" if before is None else plain(before)
        self.steps.append(Step(rule, of, base, rate, exactly, amount, *source, facts))
        return amount

    def ask(self, code: str, at: str = "", **facts: Fact) -> None:
        """Something that a person must look at."""
        self.open.append(Fault(code, at, facts))
