"""The User ID of a person who declares: the unit code of the company and three capitals or digits, at random.

The interface of 2014 (term-2014): eight characters, capitals and digits, the first five the company's.
That the other three are drawn at random, and that one once given is never given again, is an assumption.
"""

import secrets
from collections.abc import Callable

from thongquan.base.fault import Refusal
from thongquan.numbering import unit_code

OWN = 3
LENGTH = unit_code.LENGTH + OWN
PER_COMPANY = len(unit_code.DIGITS) ** OWN
"""46,656: how many a company can have in all its life."""


class UserIdsExhausted(Refusal):
    """Every User ID that begins with this unit code has been given."""

    code = "USER-IDS-EXHAUSTED"


def user_id(unit: str, is_taken: Callable[[str], bool], below: Callable[[int], int] = secrets.randbelow) -> str:
    """A User ID of the company with this unit code that nobody has or had.

    `is_taken` answers for those given before, cancelled ones too. A random start and a random step that shares no
    divisor with their number reach each of them once, so that the last free one is found too.

    Raises:
        UserIdsExhausted: `is_taken` said yes to each.
    """
    at, step = below(PER_COMPANY), _coprime(below(PER_COMPANY))
    for _ in range(PER_COMPANY):
        found = unit + _own(at)
        if not is_taken(found):
            return found
        at = (at + step) % PER_COMPANY
    raise UserIdsExhausted(unit_code=unit)


def is_user_id(text: str) -> bool:
    """Whether it has the form of one. Whether it was given is another question."""
    return len(text) == LENGTH and set(text) <= set(unit_code.DIGITS)


def unit_of(user: str) -> str:
    """The unit code of the company that a User ID belongs to."""
    return user[: unit_code.LENGTH]


def _own(number: int) -> str:
    digits, base = unit_code.DIGITS, len(unit_code.DIGITS)
    return digits[number // base**2] + digits[number // base % base] + digits[number % base]


def _coprime(number: int) -> int:
    """The next number that neither 2 nor 3 divides: 36 has no other prime divisors."""
    while number % 2 == 0 or number % 3 == 0:
        number += 1
    return number
