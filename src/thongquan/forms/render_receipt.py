"""Drawing a tax receipt with typst, with our own fonts, so that every machine draws the same."""

from datetime import UTC
from threading import Lock
from typing import Any, Literal

import msgspec

from thongquan.base.moment import read_stamp
from thongquan.forms.compiler import compiler
from thongquan.forms.tax_receipt import PrintedReceipt, texts_of


def render_receipt(one: PrintedReceipt) -> bytes:
    """The receipt as PDF; equal receipts give equal bytes."""
    pdf: bytes = _draw(one, "pdf", pdf_tags=False)
    return pdf


def picture_of_receipt(one: PrintedReceipt, dots_per_inch: float) -> bytes:
    picture: bytes = _draw(one, "png", ppi=dots_per_inch)
    return picture


_free = Lock()


def _draw(one: PrintedReceipt, to: Literal["pdf", "png"], **how: Any) -> Any:
    """Data go in as JSON, never as markup. The document is dated by the receipt, not by the clock."""
    dated = read_stamp(one.receipt.voided_at or one.receipt.at).astimezone(UTC).replace(microsecond=0)
    texts = msgspec.json.encode(texts_of(one)).decode()
    with _free:
        return compiler("tax_receipt").compile(sys_inputs={"receipt": texts}, format=to, timestamp=dated, **how)
