"""The registers that customs fills in from: traders by tax code, foreign partners by their code.

Both sides read the same tables, so that `check` says what the authority will say. They are built in empty; an operator
lays the real ones over them (`thongquan law import-codes`).
"""

from datetime import date
from typing import NamedTuple

from thongquan import law
from thongquan.law import CodeTable, Parameter, Row


class Register(NamedTuple):
    """A table of parties, and whether it holds all that there are."""

    table: CodeTable
    complete: Parameter[bool]

    def is_kept(self, day: date) -> bool:
        """Whether it can tell anything of a code on `day`."""
        return self.complete.on(day) or bool(self.table.rows())

    def entry(self, code: str, day: date) -> Row | None:
        """The entry of a code that holds on `day`."""
        return self.table.on(day).get(code)

    def tells(self, code: str, column: str, day: date) -> bool:
        """Whether `column` need not be typed: the register fills it in, or it is the code that is refused."""
        entry = self.entry(code, day)
        if entry is not None:
            return entry[column] != ""
        return code != "" and (self.complete.on(day) or code in self.table.ever())


TRADERS = Register(law.codes("traders"), law.parameter("traders_register_complete", bool))
PARTNERS = Register(law.codes("partners"), law.parameter("partners_register_complete", bool))
USABLE = law.parameter("usable_trader_statuses", frozenset)
"""Statuses of a trader whose code may be declared."""


def parties_are_known(day: date) -> bool:
    """Whether both registers are complete, so that nothing about a party is left for the authority to find out."""
    return TRADERS.complete.on(day) and PARTNERS.complete.on(day)
