"""Numbers of bills: which spellings are one number, and which numbers are easily taken for each other."""

import re
from functools import lru_cache

_NOT_IN_NUMBER = re.compile(r"[^0-9A-Z]")


def normalised(number: str) -> str:
    """Two spellings of one number are one: its letters in upper case and its digits, nothing else.

    >>> normalised("abc-123 45")
    'ABC12345'
    """
    number = number.upper()
    return number if number.isalnum() and number.isascii() else _NOT_IN_NUMBER.sub("", number)


@lru_cache(maxsize=64)
def alike(groups: frozenset[str]) -> dict[int, str]:
    """A table for `str.translate` that makes each character the first of its group, such as `0O` or `1IL`.

    >>> "SELO1".translate(alike(frozenset({"0O", "1IL", "5S"})))
    '5E101'
    """
    return str.maketrans({one: group[0] for group in groups for one in group[1:]})
