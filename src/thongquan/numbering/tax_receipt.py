"""The number of a tax receipt (*biên lai thu thuế*): running per customs office and year, with the year in front.

How receipts are numbered is an assumption (`docs/decisions/0054`); none is ever given twice, a voided one neither.
"""

import re

FIRST_OF_YEAR = 1_000_000_000
"""An office writes fewer receipts a year than this."""

_PRINTED = re.compile(r"([0-9]{7,9})/(20[0-9]{2})")
_KEPT = re.compile(r"20[0-9]{11}")


def receipt_number(year: int, ordinal: int) -> int:
    """As the books keep it.

    >>> receipt_number(2026, 123)
    2026000000123
    """
    if not 0 < ordinal < FIRST_OF_YEAR:
        raise OverflowError(ordinal)
    return year * FIRST_OF_YEAR + ordinal


def printed(receipt: int) -> str:
    """As it stands on a form.

    >>> printed(2026000000123)
    '0000123/2026'
    """
    year, ordinal = divmod(receipt, FIRST_OF_YEAR)
    return f"{ordinal:07d}/{year}"


def read_receipt(text: str) -> int | None:
    """The number that is spelled as it is printed, or as the books keep it; None where it is neither.

    >>> read_receipt("0000123/2026"), read_receipt("2026000000123"), read_receipt("123/2026"), read_receipt("0")
    (2026000000123, 2026000000123, None, None)
    """
    if found := _PRINTED.fullmatch(text):
        receipt = int(found[2]) * FIRST_OF_YEAR + int(found[1])
        return receipt if printed(receipt) == text else None
    return int(text) if _KEPT.fullmatch(text) else None
