"""The unit code of a company (mã đơn vị): five capitals and digits, one for each company.

That there are five characters is public; that they count the companies is an assumption (`docs/decisions/0014`).
"""

from thongquan.base.fault import Refusal

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LENGTH = 5


class UnitCodesExhausted(Refusal):
    """There is no further code of five characters."""

    code = "UNIT-CODES-EXHAUSTED"


def unit_code(ordinal: int) -> str:
    """The code of the `ordinal`-th company; the first is 1.

    >>> unit_code(1), unit_code(36), unit_code(36**5 - 1)
    ('00001', '00010', 'ZZZZZ')
    """
    if not 0 < ordinal < len(DIGITS) ** LENGTH:
        raise UnitCodesExhausted
    code = ""
    for _ in range(LENGTH):
        ordinal, digit = divmod(ordinal, len(DIGITS))
        code = DIGITS[digit] + code
    return code
