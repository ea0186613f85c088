"""Which account each line of a bank's statement is for: the one whose company the payer named, once.

A preview: nothing is booked before an officer signs it.
"""

import re
from collections.abc import Sequence

import msgspec

from thongquan.authority.ports import Register
from thongquan.deposit.bank import BankLine, LineLeft
from thongquan.registration.deeds_deposit import REFERENCE

_TAX_CODE = re.compile(r"(?<![0-9])([0-9]{10}(?:-?[0-9]{3})?)(?![0-9])")


class LineMatched(msgspec.Struct, frozen=True):
    line: BankLine
    company: str


class Matched(msgspec.Struct, frozen=True):
    matched: list[LineMatched]
    left: list[LineLeft]


def matched(books: Register, office: str, lines: Sequence[BankLine]) -> Matched:
    """Each line with its company, or why it is left."""
    found, left, seen = list[LineMatched](), list[LineLeft](), set[str]()
    for one in lines:
        companies = _companies(books, office, one.remark)
        code = _why_left(books, office, one, companies, seen)
        if code:
            left.append(LineLeft(one.line, one.reference, code, one.remark))
        else:
            seen.add(one.reference)
            found.append(LineMatched(one, companies[0]))
    return Matched(found, left)


def _why_left(books: Register, office: str, one: BankLine, companies: Sequence[str], seen: set[str]) -> str:
    if not re.fullmatch(REFERENCE, one.reference):
        return "STATEMENT-LINE-REFERENCE"
    if one.reference in seen or books.deposits.bank_line(office, one.reference) is not None:
        return "STATEMENT-LINE-BOOKED"
    if not companies:
        return "STATEMENT-LINE-NOBODY"
    return "STATEMENT-LINE-SEVERAL" if len(companies) > 1 else ""


def _companies(books: Register, office: str, remark: str) -> list[str]:
    """Those that are named and have an account at the office."""
    named = dict.fromkeys(code.replace("-", "") for code in _TAX_CODE.findall(remark))
    return [code for code in named if books.deposits.of(code, office) is not None]
