"""Goods that went back, and their taxes: as couriers and officers bring it about."""

import os
from datetime import date
from typing import Any

from authority.closing import OFFICE, room
from authority.deciding import decide
from authority.house import House, a_filing
from building import a_mec
from demo_pki import RSA_COMPANY
from thongquan.authority.refunds_seen import Months, refund_list_seen
from thongquan.declaration.codec import encode_line
from thongquan.deposit.refunds import RefundList

HS = {"hs_code": "33049930"}
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
REASON = "Văn bản số 12 ngày 03/09/2026"


def send_back(
    house: House, original: str, bill: str = "BACK", *, key: str = "rsa", cleared: bool = True, **changes: Any
) -> str:
    """Its number; cleared by an officer where no green channel did it, unless he is to wait."""
    notes = f"Hàng không phát được. TK nhập khẩu gốc: {original}"
    line = encode_line(a_mec(**{"house_bill": bill, "nonce": os.urandom(16).hex(), "notes": notes, **changes}))
    [answer] = house.file(a_filing([line], direction="export", key=key))
    [one] = answer["outcomes"]
    number = str(one["decision"]["number"])
    if cleared and one["decision"]["state"] == "registered":
        decide(house, number)
    return number


def refund(house: House, number: str) -> None:
    decide(house, number, "refund-taxes", REASON)


def listed(
    house: House,
    first: date = SEPTEMBER,
    last: date | None = None,
    *,
    company: str = RSA_COMPANY,
    account: str = "cb01",
    office: str = OFFICE,
) -> RefundList:
    return refund_list_seen(room(house), account, office, Months(first, last or first), company)
