"""How long the content of a declaration is kept. The term is an assumption; the text of the law was not read."""

from datetime import date

from thongquan import law

RETENTION_YEARS = law.parameter("retention_years", int)


def kept_through(registered: date) -> date:
    """The last day on which the content is kept: the same day of the month, so many years later.

    A term of years ends with the end of its last day, and a month that lacks the day ends it with its own last day
    (BLDS 2015, 148).

    >>> kept_through(date(2026, 9, 2)), kept_through(date(2024, 2, 29))
    (datetime.date(2031, 9, 2), datetime.date(2029, 2, 28))
    """
    year = registered.year + RETENTION_YEARS.on(registered)
    if (registered.month, registered.day) == (2, 29) and not _is_leap(year):
        return date(year, 2, 28)
    return registered.replace(year=year)


def may_be_erased(registered: date, today: date) -> bool:
    """Days are those in Viet Nam."""
    return today > kept_through(registered)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
