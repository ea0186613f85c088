"""Deposit accounts as officers keep them, and what stands in them."""

from typing import Any

from authority.deeds import composed, sent, signed
from authority.house import House, the_pki
from demo_pki import RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.deposit.model import Figures

OFFICE = "02DS"
VAT = 67_288
"""Of `building.a_mic`, in đồng: 8 % of 841,100."""


def done(house: House, kind: str, officer: str = "cb01", **says: Any) -> Carried:
    text = composed(house, kind, officer, **says).text
    return sent(house, signed(text, the_pki().officer(officer)))


def open_account(house: House, amount: int = 0, company: str = RSA_COMPANY, office: str = OFFICE, **paid: str) -> int:
    """With that much in it."""
    account = int(done(house, "deposit-open", company=company, office=office).outcome["account"])
    if amount:
        top_up(house, amount, company, office=office, **paid)
    return account


def top_up(house: House, amount: int, company: str = RSA_COMPANY, office: str = OFFICE, **paid: str) -> Carried:
    said = {"reference": "FT26245000001", "paid_on": "2026-09-02", **paid}
    return done(house, "deposit-top-up", company=company, office=office, amount=amount, **said)


def figures(house: House, company: str = RSA_COMPANY, office: str = OFFICE) -> Figures:
    account = house.books.deposits.of(company, office)
    found: Figures = house.books.deposits.figures(account.id)
    return found


def moved(house: House) -> list[tuple[Any, ...]]:
    """Kind, tax, amount and receipt of every movement but those of deeds."""
    return house.rows("SELECT kind, tax, amount, receipt FROM movement WHERE number <> 0 ORDER BY seq")
