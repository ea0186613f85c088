"""The declaration number as a Code 128 barcode."""

from itertools import groupby

from barcode.codex import Code128


def bars(number: str) -> list[int]:
    """Widths of bars and gaps in turn, in modules, from the left; a bar stands at either end.

    >>> bars("107000000000")[:6]
    [2, 1, 1, 2, 3, 2]
    """
    return [len(list(run)) for _, run in groupby(Code128(number).build()[0])]
