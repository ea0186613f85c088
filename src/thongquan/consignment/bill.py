"""Numbers of bills: which spellings are one number, and which numbers are easily taken for each other."""

import re

_NOT_IN_NUMBER = re.compile(r"[^0-9A-Z]")


def normalised(number: str) -> str:
    """Two spellings of one number are one: its letters in upper case and its digits, nothing else.

    >>> normalised("abc-123 45")
    'ABC12345'
    """
    number = number.upper()
    return number if number.isalnum() and number.isascii() else _NOT_IN_NUMBER.sub("", number)


def likeness(numbers: str, groups: frozenset[str]) -> str:
    """The same for numbers that are taken for each other: each character is the first of its group, such as `1IL`.

    >>> likeness("SELO1", frozenset({"0O", "1IL", "5S"}))
    '5E101'
    """
    for group in groups:
        for other in group[1:]:
            numbers = numbers.replace(other, group[0])
    return numbers
