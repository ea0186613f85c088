"""A tax receipt (*biên lai*) on paper. No text that was read shows its form: heads, taxes and signature are ours."""

from typing import Any

import msgspec

from thongquan.base.moment import VIETNAM, business_day, read_stamp
from thongquan.deposit.posting import in_order
from thongquan.deposit.receipt import Receipt
from thongquan.forms.day_rows import name_of_office, superior_of
from thongquan.forms.masks import day as day_printed
from thongquan.forms.masks import number, safe
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
