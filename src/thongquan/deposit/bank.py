"""A line of a bank's statement, as far as an account is credited by it."""

import msgspec


class BankLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the bank credited. `line` is where it stands in the file."""

    line: int
    reference: str
    paid_on: str
    """`2026-09-02`."""
    amount: int
    """In đồng."""
    remark: str
    """What the payer wrote: it names the company."""


class LineLeft(msgspec.Struct, frozen=True):
    """A line that cannot be booked, and the code of why not."""

    line: int
    reference: str
    code: str
    remark: str = ""


class Statement(msgspec.Struct, frozen=True):
    lines: list[BankLine]
    left: list[LineLeft]
