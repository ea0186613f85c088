"""What is wrong with a line of form HQ 01: what is needed and missing, too long, or no document without value."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.base.text import are_kept_as_text, bad_in_text
from thongquan.consignment.goods import look_at_goods, names_documents
from thongquan.declaration.document_list import DocumentLine

CHAPTERS = law.parameter("hq01_chapters", frozenset)
COUNTRIES = law.codes("countries")

FORM = "TT 191/2015 PL I HQ 01-TKTLCT"
EMPTY = cite("HQ01-LINE-EMPTY", FORM, "seed")
LONG = cite("HQ01-LINE-LONG", FORM, "assumption")
CHARACTERS = cite("HQ01-LINE-CHARACTERS", FORM, "assumption")
AMOUNT = cite("HQ01-LINE-AMOUNT", FORM, "assumption")
ORIGIN = cite("HQ01-LINE-ORIGIN", FORM, "assumption")
GOODS_CODE = cite("HQ01-LINE-GOODS-CODE", FORM, "assumption")
NO_DOCUMENTS = cite("HQ01-LINE-NO-DOCUMENTS", FORM, "seed")
CONTROLLED = cite("HQ01-LINE-CONTROLLED", FORM, "assumption")

COLUMNS = {
    "house_bill": ("Số vận đơn", "Bill number"),
    "sender_name": ("Họ tên người gửi", "Sender's name"),
    "sender_address": ("Địa chỉ người gửi", "Sender's address"),
    "sender_code": ("Số CMND người gửi", "Sender's identity number"),
    "receiver_name": ("Họ tên người nhận", "Receiver's name"),
    "receiver_address": ("Địa chỉ người nhận", "Receiver's address"),
    "receiver_code": ("Số CMND người nhận", "Receiver's identity number"),
    "goods": ("Tên hàng", "Goods"),
    "hs_code": ("Mã số hàng", "Goods code"),
    "origin": ("Xuất xứ", "Origin"),
    "packages": ("Số kiện", "Pieces"),
    "weight": ("Trọng lượng", "Weight"),
    "fee": ("Lệ phí", "Fee"),
    "remark": ("Ghi chú", "Remark"),
}
"""What the form calls them, and in English."""
WIDTHS = {
    "house_bill": 35,
    "sender_name": 300,
    "sender_address": 300,
    "sender_code": 20,
    "receiver_name": 300,
    "receiver_address": 300,
    "receiver_code": 20,
    "goods": 600,
    "hs_code": 10,
    "origin": 2,
    "remark": 300,
}
"""In characters, as of the same items of a MIC: the form gives none."""
NEEDED = ("sender_name", "sender_address", "receiver_name", "receiver_address", "goods")
"""The form says "nếu có" of bill and identity number. Couriers' files hold no code nor origin of documents."""
MOST_FEE = 10**12
"""đồng of one line."""
MOST = {"packages": (1, 99_999), "weight": (Decimal("0.001"), Decimal(99_999)), "fee": (0, MOST_FEE)}
_GRAM = -3
_SHORTEST_CODE = 4
_CHAPTER = 2


_FEE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})*|[0-9]+")


def read_fee(text: str) -> int:
    """đồng as people type them: whole ones, with a dot between thousands or none; "" is 0.

    Raises:
        ValueError: it is no such number, or greater than a line may carry.
    """
    if not text:
        return 0
    if not _FEE.fullmatch(text) or (fee := int(text.replace(".", ""))) > MOST_FEE:
        raise ValueError(text)
    return fee


def faults_of(line: DocumentLine, day: date) -> Iterator[Fault]:
    """All that is wrong with it; `at` is the field."""
    for name, width in WIDTHS.items():
        yield from _of_text(name, getattr(line, name), width)
    for name, (least, most) in MOST.items():
        amount = getattr(line, name)
        if not least <= amount <= most or (name == "weight" and Decimal(amount).as_tuple().exponent < _GRAM):  # type: ignore[operator] # reading let none in that is not finite
            yield Fault(AMOUNT, name, {**_column(name), "found": str(amount), "least": str(least), "most": str(most)})
    if line.origin and line.origin not in COUNTRIES.on(day):
        yield Fault(ORIGIN, "origin", {"found": line.origin})
    if line.hs_code and not (
        line.hs_code.isascii() and line.hs_code.isdecimal() and len(line.hs_code) >= _SHORTEST_CODE
    ):
        yield Fault(GOODS_CODE, "hs_code", {"found": line.hs_code})
    elif line.goods:
        yield from _of_goods(line, day)


def _of_text(name: str, text: str, width: int) -> Iterator[Fault]:
    facts = _column(name)
    if not text and name in NEEDED:
        yield Fault(EMPTY, name, facts)
    if len(text) > width:
        yield Fault(LONG, name, {**facts, "limit": width, "found": len(text)})
    if text and not are_kept_as_text((text,)):
        yield Fault(CHARACTERS, name, {**facts, "found": bad_in_text(text)})


def _column(name: str) -> dict[str, Fact]:
    vietnamese, english = COLUMNS[name]
    return {"column": vietnamese, "column_en": english}


def _of_goods(line: DocumentLine, day: date) -> Iterator[Fault]:
    """Group 1 is documents alone: told by the goods' name or by a chapter of printed matter, and never controlled."""
    controlled = look_at_goods(line.goods, "", line.hs_code, day).fault
    if controlled is not None:
        yield Fault(CONTROLLED, "goods", controlled.facts)
    chapters = CHAPTERS.on(day)
    is_listed = line.hs_code[:_CHAPTER] in chapters or names_documents(line.goods, day)
    if not is_listed:
        facts: dict[str, Fact] = {
            "goods": line.goods[:80],
            "hs_code": line.hs_code or "–",
            "chapters": sorted(chapters),
        }
        yield Fault(NO_DOCUMENTS, "goods", facts)
