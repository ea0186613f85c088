"""Drawing forms HQ 03 and HQ 04 with typst, with our own fonts, so that every machine draws the same."""

from datetime import UTC, datetime
from threading import Lock
from typing import Any, Literal

import msgspec

from thongquan.base.moment import begin_of, read_stamp
from thongquan.forms.compiler import compiler
from thongquan.forms.completed_list import day_of
from thongquan.forms.day_sheet import Cell, Column, DaySheet
from thongquan.forms.masks import day, number, safe

_WIDTHS = {"(1)": 10, "(2)": 30, "(3)": 20}
_BESIDE = {"HQ 03": 34, "HQ 04": 20}
"""How wide the third column is, in millimetres: HQ 03 has receipts there, HQ 04 a day."""


def render_day(one: DaySheet) -> bytes:
    """The form as PDF, on as many pages as it needs; equal forms give equal bytes."""
    pdf: bytes = _draw(one, "pdf", pdf_tags=False)
    return pdf


def pictures_of_day(one: DaySheet, dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    drawn = _draw(one, "png", ppi=dots_per_inch)
    return drawn if isinstance(drawn, list) else [drawn]


def texts_of(one: DaySheet) -> dict[str, Any]:
    """The final text of every field."""
    return {
        "form": one.form,
        "form_number": safe(one.form_number),
        "superior": safe(one.superior),
        "issued_by": safe(one.issued_by),
        "number": safe(one.number),
        "title": one.title,
        "remark": safe(one.remark),
        "day": day(one.day),
        "tax_code": safe(one.tax_code),
        "columns": [_heading(one, column) for column in one.columns],
        "rows": [row_texts(one.columns, row) for row in one.rows],
        "sums": row_texts(one.columns, one.sums),
        "prepared": day_of(one.prepared_at) if one.prepared_at else "",
        "prepared_by": safe(one.prepared_by),
        "digest": one.digest,
    }


def _heading(one: DaySheet, column: Column) -> dict[str, Any]:
    width = _BESIDE[one.form] if column.number == "(3)" else _WIDTHS.get(column.number, 0)
    return heading(column, width)


def heading(column: Column, width: int) -> dict[str, Any]:
    """As the template wants it; a width of 0 shares what is left."""
    money = any(part.is_money for part in column.parts)
    told = {"title": column.title, "number": column.number, "under": column.under}
    return {**told, "width": width, "money": money}


def row_texts(columns: list[Column], row: dict[str, Cell]) -> list[str]:
    """What stands in each column of the annex: its parts one below the other."""
    return [
        "\n".join(text for part in column.parts if (text := _text(row[part.key], is_money=part.is_money)))
        for column in columns
    ]


def _text(cell: Cell, *, is_money: bool) -> str:
    if isinstance(cell, str):
        return safe(cell)
    return number(cell).replace("-", "−") if is_money else str(cell)


_free = Lock()


def _draw(one: DaySheet, to: Literal["pdf", "png"], **how: Any) -> Any:
    """The document is dated by the form, not by the clock."""
    prepared = read_stamp(one.prepared_at) if one.prepared_at else begin_of(one.day)
    return drawn("day_sheet", texts_of(one), prepared, to, **how)


def drawn(template: str, texts: dict[str, Any], at: datetime, to: Literal["pdf", "png"], **how: Any) -> Any:
    """Data go in as JSON, never as markup; `at` dates the document."""
    dated = at.astimezone(UTC).replace(microsecond=0)
    spelled = msgspec.json.encode(texts).decode()
    with _free:
        return compiler(template).compile(sys_inputs={"sheet": spelled}, format=to, timestamp=dated, **how)
