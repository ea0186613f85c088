"""A number as a Code 128 barcode."""

from itertools import groupby

from barcode.codex import Code128


def bars(number: str) -> list[int]:
    """Widths of bars and gaps in turn, in modules, from the left; a bar stands at either end.

    >>> bars("107000000000")[:6]
    [2, 1, 1, 2, 3, 2]
    """
    return [len(list(run)) for _, run in groupby(Code128(number).build()[0])]


def bars_if_any(number: str) -> list[int]:
    """The same of a number that people made up: none where it is blank or has letters that no Code 128 can carry.

    >>> bars_if_any("BK-01")[:3], bars_if_any("Bản kê 1"), bars_if_any("")
    ([2, 1, 1], [], [])
    """
    return bars(number) if number and number.isascii() and number.isprintable() else []
