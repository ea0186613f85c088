"""Numbers that name somebody or something: tax and identity codes, phones, bills, tariff codes.

A spreadsheet drops zeros in front and rounds what has more than 15 digits. A zero is put back only when exactly one
reading of what is left is a possible number; what was rounded cannot be brought back.
"""

import re
from collections.abc import Callable, Container, Iterable

from stdnum.vn import mst

from thongquan.base.fault import Fact
from thongquan.manifest.model import Cell, Reading
from thongquan.manifest.text import clean, first_refused, is_blank, nothing, read_text

_ROUNDED_FROM = 1e15
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_TAX_CODE = re.compile(r"(\d{10})[\s.\-]*(\d{3})")
_NOT_CODE = re.compile(r"[\s.\-]+")
_DIGITS = re.compile(r"\D+")
_MASTER = re.compile(r"\s*(\d{3})[\s\-]*(\d{4})[\s\-]*(\d{4})\s*")
_PHONE_BREAK = re.compile(r"\s*[/;,|]\s*|\s+-\s+")
_PROVINCES = frozenset(
    f"{number:03d}"
    for number in (
        *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42),
        *(44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84),
        *(86, 87, 89, 91, 92, 93, 94, 95, 96),
    )
)
"""Provinces of birth in citizen numbers: the 63 of before July 2025 (Circular 59/2021/TT-BCA, Annex I)."""


def damaged(cell: Cell) -> bool:
    """Whether a spreadsheet has rounded this number away: more digits than it keeps, or `4.80922E+10`."""
    if isinstance(cell, float):
        return abs(cell) >= _ROUNDED_FROM
    return isinstance(cell, str) and bool(_SCIENTIFIC.fullmatch(cell.strip()))


def read_house_bill(cell: Cell) -> Reading:
    """The house number in capitals, without the blanks that somebody typed into it."""
    if isinstance(cell, str) and cell.isalnum() and cell.isascii() and cell[0].isalpha() and cell.isupper():
        return Reading(cell)
    if damaged(cell):
        return Reading("", fault="NUMBER-DAMAGED")
    reading = read_text(cell)
    if reading.fault:
        return reading
    number = str(reading.value).replace(" ", "").upper()
    code = "" if number == cell or not isinstance(cell, str) else "HOUSE-BILL-SPELLING"
    return Reading(number, mended=code, warning=reading.warning, facts=reading.facts)


def read_master_bill(cell: Cell) -> Reading:
    """`180-44712032`: prefix, hyphen, eight digits, of which the last is the check digit (serial mod 7)."""
    if damaged(cell):
        return Reading("", fault="NUMBER-DAMAGED")
    text = clean(cell)
    if is_blank(text):
        return nothing(text)
    told = _MASTER.fullmatch(text)
    if not told:
        return read_text(cell)
    number = f"{told[1]}-{told[2]}{told[3]}"
    expected = master_check_digit(number)
    warning = "" if number[-1] == expected else "MAWB-CHECK-DIGIT"
    facts: dict[str, Fact] = {"master_bill": number, "expected": expected}
    return Reading(number, mended="" if number == cell else "MAWB-SPELLING", warning=warning, facts=facts)


def master_check_digit(number: str) -> str:
    """The check digit of a master bill: its seven-digit serial mod 7.

    >>> master_check_digit("180-44712033")
    '2'
    """
    return str(int(number[4:11]) % 7)


def read_phone(cell: Cell, *, domestic: bool) -> Reading:
    """Digits only; +84 becomes 0 for a number in Viet Nam, and a zero that a spreadsheet ate comes back."""
    if isinstance(cell, str) and cell.isdecimal() and cell.isascii() and cell[0] == "0" and 10 <= len(cell) <= 11:
        return Reading(cell)
    if damaged(cell):
        return Reading("", fault="NUMBER-DAMAGED")
    text = clean(cell)
    if is_blank(text):
        return nothing(text)
    if first_refused(text):
        return read_text(cell)
    first, *others = (_DIGITS.sub("", part) for part in _PHONE_BREAK.split(text))
    several = len(first) >= 8 and any(len(other) >= 8 for other in others)
    digits = first if several else _DIGITS.sub("", text)
    if not digits:
        return Reading("", warning="PHONE-UNREADABLE", facts={"written": text[:40]})
    digits = _domestic(digits) if domestic else digits.removeprefix("00")
    code = "PHONE-FIRST" if several else "PHONE-SPELLING"
    return Reading(digits, mended="" if digits == cell else code)


def _domestic(digits: str) -> str:
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) in {11, 12}:
        digits = digits[2:].removeprefix("0")
    mobile = len(digits) == 9 and digits[0] in "35789"
    landline = len(digits) == 10 and digits[0] == "2"
    return "0" + digits if mobile or landline else digits


class CodeColumn:
    """Reads one column of tax codes and identity numbers."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        texts = [cell for cell in cells if isinstance(cell, str) and cell[:1].isdecimal()]
        self.zeros_lost = len(texts) >= 20 and not any(text[0] == "0" for text in texts)
        """A whole column of text without one zero in front went through a spreadsheet."""
        self._whole = (12,) if self.zeros_lost else (10, 12)
        """Lengths at which a text of digits has lost nothing."""

    def read(self, cell: Cell) -> Reading:
        if isinstance(cell, str) and len(cell) in self._whole and cell.isdecimal() and cell.isascii():
            return Reading(cell)
        if damaged(cell):
            return Reading("", fault="NUMBER-DAMAGED")
        text = clean(cell)
        if is_blank(text):
            return nothing(text)
        branch = _TAX_CODE.fullmatch(text)
        code = f"{branch[1]}-{branch[2]}" if branch else _NOT_CODE.sub("", text).upper()
        if not branch and not (code.isalnum() and any(map(str.isdecimal, code))):
            return read_text(cell)
        short = code.isdecimal() and 8 <= len(code) < 12
        if short and (not isinstance(cell, str) or self.zeros_lost or len(code) == 11):
            # The reader of the row decides with the name; see `with_zeros`.
            return Reading(code, aside=code)
        return Reading(code, mended="" if code == cell or not isinstance(cell, str) else "CODE-SPELLING")


def with_zeros(code: str, *, company: bool) -> list[str]:
    """The possible numbers that a spreadsheet may have turned into `code`, itself included.

    >>> with_zeros("48184856180", company=False)
    ['048184856180']
    """
    readings = [code.zfill(10)] if len(code) <= 10 and is_tax_code(code.zfill(10)) else []
    if not company:
        if len(code) == 9:
            readings.append(code)
        if is_citizen_number(code.zfill(12)):
            readings.append(code.zfill(12))
    return readings


def is_tax_code(code: str) -> bool:
    """Ten or thirteen digits with the right check digit."""
    return mst.is_valid(code) is True


def is_citizen_number(code: str) -> bool:
    """Twelve digits: province of birth, sex and century (0 to 3), year, serial."""
    return len(code) == 12 and code[:3] in _PROVINCES and code[3] in "0123"


def read_hs_code(cell: Cell, *, tariff: Callable[[], Container[str]]) -> Reading:
    """A tariff code without dots and blanks; the zero in front comes back if it then is a code of the tariff."""
    if isinstance(cell, str) and cell.isdecimal() and cell.isascii() and len(cell) != 7:
        return Reading(cell)
    text = clean(cell)
    if is_blank(text):
        return nothing(text)
    digits = re.sub(r"[\s.\-]", "", text)
    if not (digits.isdecimal() and digits.isascii()):
        return read_text(cell)
    if len(digits) == 7 and "0" + digits in tariff():
        return Reading("0" + digits, mended="HS-LOST-ZERO")
    return Reading(digits, mended="" if digits == cell or not isinstance(cell, str) else "HS-SPELLING")
