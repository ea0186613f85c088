"""The numbers of forms HQ 03 and HQ 04: they run per office and year, those of HQ 04 per enterprise too.

TT 191/2015 PL I gives `Số: …/BK-CQBHVB` and no more: how they run, and that the office's code stands for the body that
issues them, is an assumption (`docs/decisions/0056`).
"""

from datetime import date

from thongquan import law

HQ03 = law.parameter("hq03_number_format", str)
HQ04 = law.parameter("hq04_number_format", str)


def hq03_number(ordinal: int, office: str, day: date) -> str:
    """As it is printed.

    >>> hq03_number(7, "02DS", date(2026, 9, 2))
    '7/BK-02DS'
    """
    return HQ03.on(day).format(ordinal=ordinal, office=office, year=day.year)


def hq04_number(ordinal: int, office: str, unit_code: str, day: date) -> str:
    """As it is printed.

    >>> hq04_number(7, "02DS", "00001", date(2026, 9, 2))
    '7/BK-02DS-00001'
    """
    return HQ04.on(day).format(ordinal=ordinal, office=office, unit=unit_code, year=day.year)
