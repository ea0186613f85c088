"""Drawing forms HQ 01 and HQ 02 with typst, with our own fonts, so that every machine draws the same."""

from threading import Lock
from typing import Any, Literal

import msgspec

from thongquan.base.moment import read_stamp
from thongquan.forms import completed_list, document_list
from thongquan.forms.compiler import compiler
from thongquan.forms.completed_list import PrintedList
from thongquan.forms.document_list import PrintedDocuments

Printed = PrintedList | PrintedDocuments


def render_list(one: Printed) -> bytes:
    """The list as PDF, on as many pages as it needs; equal lists give equal bytes."""
    pdf: bytes = _draw(one, "pdf", pdf_tags=False)
    return pdf


def pictures_of_list(one: Printed, dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    drawn = _draw(one, "png", ppi=dots_per_inch)
    return drawn if isinstance(drawn, list) else [drawn]


_free = Lock()


def _draw(one: Printed, to: Literal["pdf", "png"], **how: Any) -> Any:
    """Data go in as JSON, never as markup. The document is dated by the list, not by the clock."""
    dated = read_stamp(one.answered_at or one.sent_at).replace(microsecond=0)
    if isinstance(one, PrintedList):
        form, texts = "completed_list", completed_list.texts_of(one)
    else:
        form, texts = "document_list", document_list.texts_of(one)
    with _free:
        inputs = {"list": msgspec.json.encode(texts).decode()}
        return compiler(form).compile(sys_inputs=inputs, format=to, timestamp=dated, **how)
