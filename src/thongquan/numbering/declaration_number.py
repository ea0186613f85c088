"""The number of a declaration: direction digit, ten digits of a national sequence, count of corrections.

TT 191/2015 PL II.1: 12 digits, the first 11 identify, the 12th counts corrections. That the first digit is 1 for
imports and 3 for exports, and the ten between one national sequence, is an assumption.
"""

from collections.abc import Sequence
from datetime import date

from thongquan import law
from thongquan.base.fault import Refusal

FIRST_DIGIT = {
    "import": law.parameter("import_number_first_digit", int),
    "export": law.parameter("export_number_first_digit", int),
}
LAST = 9_999_999_999
"""The last of the ten digits. After it there is none: the sequence never wraps."""

ALARM_PERMILLE = 800  # assumption: two thousand million numbers are time enough to change the law

_STEP = 10
_DIRECTION = 10**11


class NumbersExhausted(Refusal):
    """The sequence of this direction does not hold as many numbers as the filing needs."""

    code = "NUMBERS-EXHAUSTED"


def issue(direction: str, first: int, count: int, day: date) -> Sequence[int]:
    """The next `count` numbers, as integers of twelve digits, none of them corrected yet.

    >>> list(issue("import", 1, 2, date(2026, 9, 2)))
    [100000000010, 100000000020]
    """
    if first < 1 or first + count - 1 > LAST:
        raise NumbersExhausted(direction=direction)
    start = FIRST_DIGIT[direction].on(day) * _DIRECTION + first * _STEP
    return range(start, start + count * _STEP, _STEP)


def is_number(text: str) -> bool:
    """Twelve digits. Whether such a number was ever issued is another question."""
    return len(text) == 12 and text.isascii() and text.isdecimal()


def uncorrected(number: str) -> int:
    """The number as it was issued, whichever correction the text counts: the first 11 digits identify.

    >>> uncorrected("100000000013")
    100000000010
    """
    return int(number) // _STEP * _STEP


def as_issued(number: str) -> str:
    """The same as text.

    >>> as_issued("100000000013")
    '100000000010'
    """
    return f"{number[:11]}0"


def used_permille(next_free: int) -> int:
    """How much of a sequence is used up; from `ALARM_PERMILLE` on the authority warns in its log."""
    return (next_free - 1) * 1000 // LAST
