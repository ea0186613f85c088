"""Deposit accounts as a company is told them."""

from typing import Any

from demo_pki import RSA_COMPANY
from thongquan.declarant.deposit_statement import AccountTold, DepositStatement
from thongquan.registration.deeds_deposit import GuaranteeRegister

AT = "2026-09-02T03:00:00.000000Z"
GUARANTEE = "BL-2026/17"


def an_account(available: int, office: str = "02DS", reserved: int = 0, company: str = RSA_COMPANY) -> AccountTold:
    held = {"balance": available + reserved, "available": available, "reserved": reserved}
    return AccountTold(1, "deposit", company, office, "", AT, "", **held, terms=None)


def a_guarantee(available: int, office: str = "02DS", **terms: Any) -> AccountTold:
    said = {"number": GUARANTEE, "scope": "general", "bank": "Ngân hàng Thử Nghiệm", "company": RSA_COMPANY}
    said |= {"office": office, "amount": available, "since": "2026-01-01", "until": "2026-12-31", **terms}
    one = GuaranteeRegister(**said)  # type: ignore[arg-type] # its fields by name
    return AccountTold(2, "guarantee", RSA_COMPANY, office, one.number, AT, "", available, available, 0, one)


def stated(*accounts: AccountTold, at: str = AT) -> DepositStatement:
    return DepositStatement("http://127.0.0.1:8000", at, "VND", list(accounts))
