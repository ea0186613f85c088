"""The two forms of a day, as folds over the ledger: HQ 03 of an office, HQ 04 of a company at that office.

Only postings of that day come in; in which order they lie makes no difference. What is undone later is a line of the
day on which it was undone, so a day that is over never changes (TT 191/2015 PL I; `docs/decisions/0056`).
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import msgspec

from thongquan.base.canonical import canonical
from thongquan.deposit.posting import Posting


class Line(msgspec.Struct, frozen=True, gc=False):
    """What one receipt brought to the budget of one declaration; or, with amounts below nothing, took back."""

    company: str
    number: int
    """The declaration as it was registered."""
    receipt: int
    at: str
    """A `stamp`: when the first of its taxes was moved."""
    taxes: dict[str, int]
    """đồng by code."""

    @property
    def total(self) -> int:
        return sum(self.taxes.values())

    @property
    def voids(self) -> bool:
        """Whether it is the counter-entry that voids its receipt."""
        return self.total < 0


class OfficeDay(msgspec.Struct, frozen=True):
    """Form HQ 03: every declaration whose taxes went to the budget on that day."""

    office: str
    day: str
    lines: list[Line]
    taxes: dict[str, int]
    """The sum of each column."""

    @property
    def total(self) -> int:
        return sum(self.taxes.values())


class AccountLine(msgspec.Struct, frozen=True, gc=False):
    """A line of HQ 04: 6 = 4 - 5 holds on each."""

    before: int
    """Column 4: what lay there, with what this line puts in."""
    after: int
    """Column 6."""
    put_in: int = 0
    """Topped up; less than nothing where it was paid back. Such a line uses no taxes."""
    at: str = ""
    line: Line | None = None


class AccountDay(msgspec.Struct, frozen=True):
    """Form HQ 04: what one company's account held, took in and was used for on that day."""

    office: str
    day: str
    company: str
    opening: int
    lines: list[AccountLine]
    taxes: dict[str, int]
    put_in: int
    closing: int

    @property
    def used(self) -> int:
        return sum(self.taxes.values())


def office_day(office: str, day: str, postings: Iterable[Posting]) -> OfficeDay:
    """HQ 03 of the postings of one office and day."""
    lines = [_line(group) for group in _groups(postings) if group[0].used]
    return OfficeDay(office, day, lines, summed(lines))


def account_day(office: str, day: str, company: str, opening: int, postings: Iterable[Posting]) -> AccountDay:
    """HQ 04 of the postings of one account and day; `opening` is what lay in it at midnight."""
    lines: list[AccountLine] = []
    held = opening
    for group in _groups(postings):
        line, put_in = (_line(group), 0) if group[0].used else (None, group[0].put_in)
        before = held + put_in
        held = before - (line.total if line else 0)
        lines.append(AccountLine(before, held, put_in, group[0].at, line))
    taxes = summed([one.line for one in lines if one.line])
    return AccountDay(office, day, company, opening, lines, taxes, sum(one.put_in for one in lines), held)


def summed(lines: Iterable[Line]) -> dict[str, int]:
    """The sum of each tax; the others are not named."""
    sums: dict[str, int] = {}
    for line in lines:
        for tax, amount in line.taxes.items():
            sums[tax] = sums.get(tax, 0) + amount
    return dict(sorted(sums.items()))


def of_company(one: OfficeDay, company: str) -> OfficeDay:
    """What a company is shown of HQ 03: its own lines, with their own sums."""
    lines = [line for line in one.lines if line.company == company]
    return OfficeDay(one.office, one.day, lines, summed(lines))


def digest_of(form: OfficeDay | AccountDay) -> str:
    """SHA-256, in hex, of all that the form says: of its canonical JSON (RFC 8785)."""
    return sha256(canonical(form)).hexdigest()


def digest_of_all(digests: Mapping[str, str]) -> str:
    """SHA-256, in hex, over `COMPANY DIGEST` and a line feed for each HQ 04, in the order of their tax codes."""
    return sha256("".join(f"{company} {one}\n" for company, one in sorted(digests.items())).encode()).hexdigest()


def _groups(postings: Iterable[Posting]) -> list[list[Posting]]:
    """The taxes of one receipt are one line, its counter-entry is another; money that comes or goes is one alone."""
    groups: dict[tuple[str, int, int, bool, int], list[Posting]] = {}
    for one in sorted(postings, key=lambda one: one.seq):
        if one.used:
            groups.setdefault((one.company, one.number, one.receipt, one.used < 0, 0), []).append(one)
        elif one.put_in:
            groups[one.company, 0, 0, False, one.seq] = [one]
    return list(groups.values())


def _line(group: Sequence[Posting]) -> Line:
    taxes: dict[str, int] = {}
    for one in group:
        taxes[one.tax] = taxes.get(one.tax, 0) + one.used
    return Line(group[0].company, group[0].number, group[0].receipt, group[0].at, dict(sorted(taxes.items())))
