"""Numbers by which people are known: the citizen card of 12 digits, the old identity card of 9, a passport.

The first three digits of a citizen number are the province of birth, 001 to 096 (Thông tư 59/2021/TT-BCA, phụ lục I).
No register of them can be asked; numbers that nobody has are refused, so that nobody makes one up out of comfort.
"""

import re
from typing import Literal

Why = Literal["", "form", "made-up"]

_CITIZEN = re.compile(r"0(?:0[1-9]|[1-8][0-9]|9[0-6])[0-9]{9}")
_OLD_CARD = re.compile(r"[0-9]{9}")
_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,8}")
_IN_A_ROW = "01234567890123456789"
_SAME_IN_ALL = 3
"""So few different digits are nobody's."""


def what_is_wrong(number: str) -> Why:
    """Nothing, its form, or that it is a number one makes up.

    >>> what_is_wrong("079185000123"), what_is_wrong("079185"), what_is_wrong("123456789")
    ('', 'form', 'made-up')
    """
    if not any(form.fullmatch(number) for form in (_CITIZEN, _OLD_CARD, _PASSPORT)):
        return "form"
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    in_a_row = digits in _IN_A_ROW or digits[::-1] in _IN_A_ROW
    return "made-up" if in_a_row or len(set(digits)) < _SAME_IN_ALL else ""
