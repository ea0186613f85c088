"""The number of a list HQ 02: a running number per office, enterprise and year, spelled as on the form.

TT 191/2015 PL I gives `Số: …/BK-CQBHVB` and no more: how it runs, and that the enterprise's unit code stands for the
body that issues it, is an assumption (`docs/decisions/0044`).
"""

from datetime import date

from thongquan import law

FORMAT = law.parameter("hq02_number_format", str)


def list_number(ordinal: int, unit_code: str, office: str, day: date) -> str:
    """As it is printed.

    >>> list_number(7, "00001", "02DS", date(2026, 9, 2))
    '7/BK-00001'
    """
    return FORMAT.on(day).format(ordinal=ordinal, unit=unit_code, office=office, year=day.year)
