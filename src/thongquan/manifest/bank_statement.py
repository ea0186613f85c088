"""A bank's statement as it was read apart: csv or workbook with headings that banks use, or ISO 20022 camt.053.

A line that is not understood is left, with the reason; none is ever guessed.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from thongquan.deposit.bank import BankLine, LineLeft, Statement
from thongquan.manifest.apart import begun
from thongquan.manifest.camt import NAME
from thongquan.manifest.model import Cell, Unreadable
from thongquan.manifest.tables import RawTable
from thongquan.manifest.text import plain_cell

HEADINGS = {
    "reference": ("reference", "so tham chieu", "so giao dich", "ma giao dich", "so but toan", "transaction no"),
    "day": ("day", "ngay", "ngay giao dich", "ngay hieu luc", "ngay ghi so", "date", "value date", "booking date"),
    "amount": ("amount", "ghi co", "so tien ghi co", "phat sinh co", "so tien", "credit"),
    "currency": ("currency", "loai tien", "tien te"),
    "side": ("side", "chieu", "loai giao dich"),
    "remark": ("remark", "noi dung", "dien giai", "noi dung giao dich", "mo ta", "description", "details"),
}
"""Without diacritics, in small letters."""
NEEDED = ("reference", "day", "amount", "remark")
CREDITED = frozenset({"", "crdt", "c", "co", "ghi co", "credit"})
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+")
_WHOLE = re.compile(r"([0-9]+)(?:\.0{1,5})?")
_DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_HEADING_WITHIN = 20
_LETTERS = str.maketrans("đ", "d")

Columns = dict[str, int]


def read_statement(path: Path) -> Statement:
    """Raises Unreadable: nothing in the file can be used; its code and facts say why."""
    tables = begun(Path(path)).contents().tables
    for table in tables:
        for place, row in enumerate(table.rows[:_HEADING_WITHIN]):
            if columns := _columns(row):
                return _understood(table, place + 1, columns)
    raise Unreadable("STATEMENT-NO-HEADINGS")


def _columns(row: Sequence[Cell]) -> Columns:
    found: Columns = {}
    for place, cell in enumerate(row):
        heading = _flat(plain_cell(cell))
        for name, known in HEADINGS.items():
            if heading in known:
                found.setdefault(name, place)
    return found if all(name in found for name in NEEDED) else {}


def _flat(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.strip().lower().translate(_LETTERS))
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())


def _understood(table: RawTable, first: int, columns: Columns) -> Statement:
    lines: list[BankLine] = []
    left: list[LineLeft] = []
    for line, row in enumerate(table.rows[first:], start=first + 1):
        told = {name: plain_cell(row[place]).strip() if place < len(row) else "" for name, place in columns.items()}
        if not any(told.values()):
            continue
        read = _line(line, told, is_iso=table.name == NAME)
        if isinstance(read, BankLine):
            lines.append(read)
        else:
            left.append(read)
    return Statement(lines, left)


def _line(line: int, told: dict[str, str], *, is_iso: bool) -> BankLine | LineLeft:
    amount, paid_on = _amount(told["amount"], is_iso=is_iso), _day(told["day"])
    for is_wrong, code in (
        (_flat(told.get("side", "")) not in CREDITED, "STATEMENT-LINE-DEBIT"),
        (told.get("currency", "").upper() not in ("", "VND"), "STATEMENT-LINE-CURRENCY"),
        (not told["amount"], "STATEMENT-LINE-DEBIT"),
        (not amount, "STATEMENT-LINE-AMOUNT"),
        (not paid_on, "STATEMENT-LINE-DAY"),
        (not told["reference"], "STATEMENT-LINE-REFERENCE"),
    ):
        if is_wrong:
            return LineLeft(line, told["reference"], code, told["remark"])
    return BankLine(line, told["reference"], paid_on, amount, told["remark"])


def _amount(text: str, *, is_iso: bool) -> int:
    """Whole đồng, or 0: of XML with the point as decimal mark, else in groups of three."""
    if whole := _WHOLE.fullmatch(text):
        return int(whole[1]) if is_iso or text.isdigit() or not _GROUPED.fullmatch(text) else _grouped(text)
    return 0 if is_iso else _grouped(text)


def _grouped(text: str) -> int:
    return int(re.sub(r"[.,]", "", text)) if _GROUPED.fullmatch(text) else 0


def _day(text: str) -> str:
    for spelled in (text, text[:10]):
        try:
            return date.fromisoformat(spelled).isoformat()
        except ValueError:
            continue
    for form in _DAYS:
        try:
            return datetime.strptime(text[:10], form).date().isoformat()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return ""
