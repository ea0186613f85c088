"""The number of a list HQ 01 or HQ 02: a running number per office, enterprise and year, spelled as on the form.

TT 191/2015 PL I gives `Số: …/TK-CQBHVB` and `Số: …/BK-CQBHVB` and no more: how it runs, and that the enterprise's unit
code stands for the body that issues it, is an assumption (`docs/decisions/0044`).
"""

from datetime import date
from typing import Literal

from thongquan import law

Form = Literal["hq01", "hq02"]
FORMATS = {
    "hq01": law.parameter("hq01_number_format", str),
    "hq02": law.parameter("hq02_number_format", str),
}


def list_number(form: Form, ordinal: int, unit_code: str, office: str, day: date) -> str:
    """As it is printed.

    >>> [list_number(form, 7, "00001", "02DS", date(2026, 9, 2)) for form in ("hq01", "hq02")]
    ['7/TK-00001', '7/BK-00001']
    """
    return FORMATS[form].on(day).format(ordinal=ordinal, unit=unit_code, office=office, year=day.year)
