"""What secures transports: guarantees and deposit accounts, and what they hold."""

from typing import Any

from authority.depositing import OFFICE, done
from authority.house import House
from authority.transporting import registered, take
from demo_pki import RSA_COMPANY

BANK = {"bank": "Ngân hàng Thử Nghiệm", "office": OFFICE, "since": "2026-01-01", "until": "2026-12-31"}


def guarantee(house: House, number: str, amount: int, *, cargo: str = "", **changes: Any) -> int:
    """A general one; an individual one, where a cargo number is named that it is meant for."""
    scope = {"scope": "individual", "bill": cargo} if cargo else {"scope": "general"}
    says = {**BANK, **scope, "company": RSA_COMPANY, "number": number, "amount": amount, **changes}
    return int(done(house, "guarantee-register", **says).outcome["account"])


def general(number: str, amount: int | None) -> dict[str, Any]:
    """The items of a declaration that it secures."""
    return {
        "security": "B", "security_bank": "VCB", "security_year": "2026", "security_sign": number[:3],
        "security_number": number[3:], "security_amount": amount,
    }  # fmt: skip


def individual(amount: int | None) -> dict[str, Any]:
    none = dict.fromkeys(("security_bank", "security_year", "security_sign", "security_number"), "")
    return {"security": "A", **none, "security_amount": amount}


NOTHING = {**individual(None), "security": ""}


def drafted_with(house: House, cargo: str, **security: Any) -> str:
    return registered(house, cargo={"cargo_number": cargo}, **security)


def declared_with(house: House, cargo: str, **security: Any) -> str:
    number = drafted_with(house, cargo, **security)
    take(house, number, "declare")
    return number


def left(house: House, account: int) -> tuple[int, int]:
    figures = house.books.deposits.figures(account)
    return figures.available, figures.reserved


def lines(house: House, number: str) -> list[tuple[Any, ...]]:
    """Account, kind and amount of each movement of a transport; none of them is of a tax or on a receipt."""
    sql = "SELECT account, kind, amount FROM movement WHERE number = ? AND tax = '' AND receipt = 0 ORDER BY seq"
    return house.rows(sql, -int(number))
