"""Drawing the refund list with typst, as forms HQ 03 and HQ 04 are drawn."""

from typing import Any

from thongquan.base.moment import begin_of
from thongquan.forms.day_sheet import Cell
from thongquan.forms.masks import safe
from thongquan.forms.refund_sheet import GIVEN_BACK, TITLE, TO_GIVE_BACK, RefundSheet
from thongquan.forms.render_day import drawn, heading, row_texts

_WIDTHS = {"(1)": 9, "(2)": 25, "(3)": 25, "(4)": 26, "(6)": 25, "(7)": 40}
"""In millimetres; the amounts share what is left."""


def render_refunds(one: RefundSheet) -> bytes:
    """The list as PDF, on as many pages as it needs; equal lists give equal bytes."""
    pdf: bytes = drawn("refund_sheet", texts_of(one), begin_of(one.until), "pdf", pdf_tags=False)
    return pdf


def pictures_of_refunds(one: RefundSheet, dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    found = drawn("refund_sheet", texts_of(one), begin_of(one.until), "png", ppi=dots_per_inch)
    return found if isinstance(found, list) else [found]


def texts_of(one: RefundSheet) -> dict[str, Any]:
    """The final text of every field."""
    return {
        "superior": safe(one.superior),
        "issued_by": safe(one.issued_by),
        "company": safe(one.company),
        "company_name": safe(one.company_name),
        "title": TITLE,
        "period": one.period,
        "columns": [heading(column, _WIDTHS.get(column.number, 0)) for column in one.columns],
        "tables": [
            _table(one, GIVEN_BACK, one.refunded, one.refunded_sums),
            _table(one, TO_GIVE_BACK, one.due, one.due_sums),
        ],
        "remark": one.remark,
    }


def _table(one: RefundSheet, title: str, rows: list[dict[str, Cell]], sums: dict[str, Cell]) -> dict[str, Any]:
    told = [row_texts(one.columns, row) for row in rows]
    return {"title": title, "rows": told, "sums": row_texts(one.columns, sums)}
