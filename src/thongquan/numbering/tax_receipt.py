"""The number of a tax receipt (*biên lai thu thuế*): running per customs office and year, with the year in front.

How receipts are numbered is an assumption (`docs/decisions/0054`); none is ever given twice, a voided one neither.
"""

FIRST_OF_YEAR = 1_000_000_000
"""An office writes fewer receipts a year than this."""


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
