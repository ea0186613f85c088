"""A tax receipt (*biên lai*) on paper. No text that was read shows its form: heads, taxes and signature are ours."""

from datetime import UTC
from functools import cache
from threading import Lock
from typing import Any, Literal

import msgspec
import typst

from thongquan.base.moment import VIETNAM, business_day, read_stamp
from thongquan.deposit.posting import in_order
from thongquan.deposit.receipt import Receipt
from thongquan.forms.day_rows import name_of_office, superior_of
from thongquan.forms.masks import day as day_printed
from thongquan.forms.masks import number, safe
from thongquan.forms.model import FOLDER
from thongquan.numbering.tax_receipt import printed

TAX_NAMES = {
    "XK": "Thuế xuất khẩu",
    "NK": "Thuế nhập khẩu",
    "TTDB": "Thuế tiêu thụ đặc biệt",
    "GTGT": "Thuế giá trị gia tăng",
    "BVMT": "Thuế bảo vệ môi trường",
}


class PrintedReceipt(msgspec.Struct, frozen=True):
    receipt: Receipt
    office: str
    company_name: str
    declared_at: str


def render_receipt(one: PrintedReceipt) -> bytes:
    """The receipt as PDF; equal receipts give equal bytes."""
    pdf: bytes = _draw(one, "pdf", pdf_tags=False)
    return pdf


def picture_of_receipt(one: PrintedReceipt, dots_per_inch: float) -> bytes:
    picture: bytes = _draw(one, "png", ppi=dots_per_inch)
    return picture


def texts_of(one: PrintedReceipt) -> dict[str, Any]:
    """The final text of every field."""
    receipt, day = one.receipt, business_day(read_stamp(one.receipt.at))
    return {
        "superior": superior_of(one.office, day),
        "issued_by": name_of_office(one.office, day),
        "number": printed(receipt.receipt),
        "at": _moment(receipt.at),
        "payer": safe(one.company_name),
        "tax_code": receipt.company,
        "declaration": str(receipt.number),
        "declared_on": _day(one.declared_at),
        "rows": [[TAX_NAMES.get(tax, tax), tax, number(receipt.taxes[tax])] for tax in in_order(receipt.taxes)],
        "total": number(receipt.total),
        "voided": _moment(receipt.voided_at) if receipt.voided_at else "",
        "given_back": number(sum(receipt.voided.values())),
    }


def _moment(at: str) -> str:
    return f"{read_stamp(at).astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"


def _day(at: str) -> str:
    return day_printed(business_day(read_stamp(at))) if at else ""


_free = Lock()


@cache
def _compiler() -> Any:
    fonts = [str(FOLDER / "fonts")]
    return typst.Compiler(str(FOLDER / "tax_receipt.typ"), root=str(FOLDER), font_paths=fonts, ignore_system_fonts=True)


def _draw(one: PrintedReceipt, to: Literal["pdf", "png"], **how: Any) -> Any:
    """Data go in as JSON, never as markup. The document is dated by the receipt, not by the clock."""
    dated = read_stamp(one.receipt.voided_at or one.receipt.at).astimezone(UTC).replace(microsecond=0)
    texts = msgspec.json.encode(texts_of(one)).decode()
    with _free:
        return _compiler().compile(sys_inputs={"receipt": texts}, format=to, timestamp=dated, **how)
