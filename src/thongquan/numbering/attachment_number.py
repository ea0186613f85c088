"""The number of an attachment (HYS): twelve digits, the first of which no declaration has, then a national sequence.

VNACCS 2014 gives the number twelve digits and no more (VAL002, JNO). That it stays the same when the attachment is
changed (HYE), because it is quoted on transport declarations, is an assumption (`docs/decisions/0064`).
"""

from datetime import date

from thongquan import law
from thongquan.numbering.declaration_number import NumbersExhausted

FIRST_DIGIT = law.parameter("attachment_number_first_digit", int)
LAST = 99_999_999_999
_FIRST = 10**11


def attachment_number(ordinal: int, day: date) -> str:
    """As it is told and quoted.

    >>> attachment_number(7, date(2026, 9, 2))
    '700000000007'
    """
    if not 0 < ordinal <= LAST:
        raise NumbersExhausted(direction="attachment")
    return str(FIRST_DIGIT.on(day) * _FIRST + ordinal)
