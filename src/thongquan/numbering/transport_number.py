"""The number of an independent transport declaration: a first digit of its own and eleven of a national sequence.

Twelve digits is the width of its item (VNACCS 2014 OLA OLT). Its first digit, and that corrections do not change it, as
they change the number of MIC and MEC, is an assumption: no message of a correction gives another number back.
"""

from datetime import date

from thongquan import law
from thongquan.numbering.declaration_number import NumbersExhausted

FIRST_DIGIT = law.parameter("transport_number_first_digit", int)
LAST = 99_999_999_999
_FIRST = 10**11


def transport_number(ordinal: int, day: date) -> str:
    """Raises NumbersExhausted.

    >>> transport_number(7, date(2026, 9, 2))
    '500000000007'
    """
    if not 0 < ordinal <= LAST:
        raise NumbersExhausted(direction="transport")
    return str(FIRST_DIGIT.on(day) * _FIRST + ordinal)
