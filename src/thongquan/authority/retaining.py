"""How long the content of a declaration is kept. The term is an assumption; the text of the law was not read."""

from datetime import date

from thongquan import law
from thongquan.base.moment import years_after

RETENTION_YEARS = law.parameter("retention_years", int)


def kept_through(registered: date) -> date:
    """The last day on which the content is kept: the same day of the month, so many years later.

    A term of years ends with the end of its last day, and a month that lacks the day ends it with its own last day
    (BLDS 2015, 148).

    >>> kept_through(date(2026, 9, 2)), kept_through(date(2024, 2, 29))
    (datetime.date(2031, 9, 2), datetime.date(2029, 2, 28))
    """
    return years_after(registered, RETENTION_YEARS.on(registered))


def may_be_erased(registered: date, today: date) -> bool:
    """Days are those in Viet Nam."""
    return today > kept_through(registered)
