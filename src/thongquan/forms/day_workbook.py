"""Forms HQ 03 and HQ 04, and the VAT list, as workbooks: the same columns as on paper, one value in each cell."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

import msgspec
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from thongquan.forms.day_sheet import UNIT, Cell, DaySheet, Part
from thongquan.forms.masks import day

_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 13},
    "head": {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1},
    "text": {"valign": "top"},
    "cell": {"valign": "top", "text_wrap": True},
    "figure": {"num_format": "#,##0", "align": "right", "valign": "top"},
    "sum": {"bold": True, "top": 1},
    "figure sum": {"bold": True, "top": 1, "num_format": "#,##0", "align": "right"},
}
_OPTIONS = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
_WIDEST = 48
"""Characters; what is longer goes on in a second line of its cell."""
_MADE = datetime(2016, 1, 1, tzinfo=UTC)
"""One content, one file: no clock in it."""


class Table(msgspec.Struct, frozen=True):
    """A sheet of a workbook: what stands above its columns, its columns, its rows and their sums."""

    name: str
    above: Sequence[str]
    parts: Sequence[Part]
    rows: Iterable[Mapping[str, Cell]]
    sums: Mapping[str, Cell]
    numbers: Sequence[str] = ()
    """How the form numbers each column."""


def day_workbook(one: DaySheet) -> bytes:
    """HQ 03 or HQ 04."""
    parts = [part for column in one.columns for part in column.parts]
    numbers = [column.number for column in one.columns for _ in column.parts]
    number = f"Số: {one.number}" if one.number else "Bản xem trước: ngày chưa khóa sổ"
    of = f"Ngày {day(one.day)}" + (f" · Mã số thuế: {one.tax_code}" if one.tax_code else "")
    heads = [one.superior, one.issued_by, f"Mẫu số {one.form_number}", number]
    above = [*heads, *one.title, one.remark, of, UNIT]
    return workbook(Table(one.form, [line for line in above if line], parts, one.rows, one.sums, numbers))


def workbook(*tables: Table) -> bytes:
    """The file's bytes; what stands in a cell is text or a number, never a formula."""
    into = BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True, **_OPTIONS})
    book.set_properties({"created": _MADE})
    looks = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
    for table in tables:
        _fill(book.add_worksheet(table.name), table, looks)
    book.close()
    return into.getvalue()


def _fill(sheet: Worksheet, table: Table, looks: Mapping[str, object]) -> None:
    for row, text in enumerate(table.above):
        sheet.write_string(row, 0, text, looks["title" if text == text.upper() else "text"])
    heads = len(table.above) + 1
    for column, part in enumerate(table.parts):
        sheet.write_string(heads, column, part.heading, looks["head"])
        if table.numbers:
            sheet.write_string(heads + 1, column, table.numbers[column], looks["head"])
    first = heads + 1 + bool(table.numbers)
    sheet.freeze_panes(first, 0)
    last = first
    widths = [16 if part.is_money else max(12, len(part.heading) + 2) for part in table.parts]
    for last, row_ in enumerate([*table.rows, table.sums], start=first):
        is_sum = row_ is table.sums
        for column, part in enumerate(table.parts):
            cell = row_.get(part.key, "")
            _write(sheet, (last, column), cell, looks, is_sum=is_sum)
            widths[column] = max(widths[column], min(len(str(cell)) + 2, _WIDEST))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_footer("&C&P / &N")
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heads, first - 1)


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, looks: Mapping[str, object], *, is_sum: bool) -> None:
    if isinstance(cell, int):
        sheet.write_number(*at, cell, looks["figure sum" if is_sum else "figure"])
    elif cell or is_sum:
        sheet.write_string(*at, cell, looks["sum" if is_sum else "cell"])
