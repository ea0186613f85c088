"""The declaration number as a Code 128 barcode."""

from itertools import groupby

from barcode.codex import Code128


def bars(number: str) -> list[tuple[int, int]]:
    """Where each bar begins and how wide it is, in modules from the left edge.

    >>> bars("107000000000")[:3]
    [(0, 2), (3, 1), (6, 3)]
    """
    found, at = [], 0
    for module, run in groupby(Code128(number).build()[0]):
        width = len(list(run))
        if module == "1":
            found.append((at, width))
        at += width
    return found
