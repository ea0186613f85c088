"""Form HQ 01-TKTLCT on paper: the list as it was filed and answered, with its heads, sums and both signature blocks."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

import msgspec

from thongquan.declaration.document_list import DocumentLine
from thongquan.forms.completed_list import day_of
from thongquan.forms.masks import number, safe

CONFIRMED, DECLINED = "Đã kiểm tra, xác nhận", "Không xác nhận"


class PrintedDocuments(msgspec.Struct, frozen=True):
    direction: Literal["import", "export"]
    number: str
    office_name: str
    company_name: str
    sent_at: str
    signed_by: str
    """Who of the company signed: a User ID, and the name."""
    signer_name: str
    lines: Sequence[DocumentLine]
    answered_at: str = ""
    officer_name: str = ""
    state: Literal["sent", "confirmed", "declined"] = "sent"
    result: str = ""
    """What the officer found, or why he declined."""


def texts_of(one: PrintedDocuments) -> dict[str, Any]:
    """The final text of every field."""
    answer = {"confirmed": CONFIRMED, "declined": DECLINED}.get(one.state, "")
    return {
        "office": safe(one.office_name),
        "company": safe(one.company_name),
        "number": safe(one.number),
        "imports": one.direction == "import",
        "rows": [row_of(place, line) for place, line in enumerate(one.lines, start=1)],
        "sums": sums_of(one.lines),
        "result": ": ".join(part for part in (answer, safe(one.result)) if part),
        "sent": day_of(one.sent_at),
        "signed_by": safe(one.signed_by),
        "signer": safe(one.signer_name),
        "answered": day_of(one.answered_at) if one.answered_at else "",
        "officer": safe(one.officer_name) if one.answered_at else "",
    }


_TAX_CODE = re.compile(r"\d{10}(-?\d{3})?")
"""A company, or one of its branches; a person is told by nine or twelve digits."""


def row_of(place: int, line: DocumentLine) -> list[str]:
    """Columns 1 to 11, those of sender and receiver each in one cell, a line for each of name, address and number."""
    sender = person(line.sender_name, line.sender_address, line.sender_code)
    receiver = person(line.receiver_name, line.receiver_address, line.receiver_code)
    amounts = (number(line.packages), number(line.weight), number(line.fee))
    texts = (line.house_bill, sender, receiver, line.goods, line.hs_code, line.origin, *amounts, line.remark)
    return [number(place), *("\n".join(map(safe, text.split("\n"))) for text in texts)]


def person(name: str, address: str, code: str) -> str:
    r"""One cell.

    >>> person("Hoàng Khánh Hương", "12 Lê Lợi", "020339820394")
    'Hoàng Khánh Hương\n12 Lê Lợi\nSố CMND: 020339820394'
    >>> person("Công ty Cổ phần Bình Minh", "325 Kim Mã", "9909257009")
    'Công ty Cổ phần Bình Minh\n325 Kim Mã\nMã số thuế: 9909257009'
    """
    label = "Mã số thuế" if _TAX_CODE.fullmatch(code) else "Số CMND"
    return "\n".join((name, address, *([f"{label}: {code}"] if code else [])))


def sums_of(lines: Sequence[DocumentLine]) -> list[str]:
    """Pieces, weight and fees in all."""
    weight = sum((line.weight for line in lines), Decimal(0))
    return [number(sum(line.packages for line in lines)), number(weight), number(sum(line.fee for line in lines))]
