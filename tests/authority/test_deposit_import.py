"""Lines of a bank's statement: matched with accounts before anybody signs, and booked once."""

from typing import Any

from authority.deeds import code_of
from authority.depositing import OFFICE, done, figures, open_account
from authority.house import House
from demo_pki import P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.deposit_matching import matched
from thongquan.deposit.bank import BankLine
from thongquan.deposit.model import Figures
from thongquan.storage.integrity import check
from thongquan.storage.reconciling import reconcile

LINES = [
    BankLine(3, "FT1", "2026-09-02", 300_000, f"NOP TIEN MST {RSA_COMPANY} CPN"),
    BankLine(4, "FT2", "2026-09-02", 200_000, f"{P256_COMPANY} nop dat coc"),
    BankLine(5, "FT1", "2026-09-02", 300_000, f"NOP TIEN MST {RSA_COMPANY} CPN"),
    BankLine(6, "FT4", "2026-09-02", 100_000, "khong ghi ai"),
    BankLine(7, "FT5", "2026-09-02", 100_000, f"{RSA_COMPANY} va {P256_COMPANY}"),
    BankLine(8, "FT6", "2026-09-02", 100_000, "9900000001 khong co tai khoan"),
]


def confirmed(house: House, **changes: Any) -> None:
    found = house.sit(lambda now: matched(now.books, OFFICE, LINES)).matched
    lines = [
        {"company": o.company, "amount": o.line.amount, "reference": o.line.reference, "paid_on": o.line.paid_on}
        for o in found
    ]
    done(house, "deposit-import", **{"office": OFFICE, "digest": "ab" * 32, "lines": lines, **changes})


def test_each_line_goes_to_the_one_company_that_it_names(house: House) -> None:
    open_account(house)
    open_account(house, company=P256_COMPANY)
    told = house.sit(lambda now: matched(now.books, OFFICE, LINES))
    assert [(one.line.line, one.company) for one in told.matched] == [(3, RSA_COMPANY), (4, P256_COMPANY)]
    assert [(one.line, one.code.removeprefix("STATEMENT-LINE-")) for one in told.left] == [
        (5, "BOOKED"),
        (6, "NOBODY"),
        (7, "SEVERAL"),
        (8, "NOBODY"),
    ]


def test_confirmed_lines_are_credited_and_never_again(house: House) -> None:
    open_account(house)
    open_account(house, company=P256_COMPANY)
    confirmed(house)
    assert (figures(house), figures(house, P256_COMPANY)) == (Figures(300_000, 0), Figures(200_000, 0))
    assert house.sit(lambda now: matched(now.books, OFFICE, LINES)).matched == []
    assert damage_of(operator_of(house)) == []
    assert [(one.bank, one.available, one.differs) for one in reconcile(house.books.connection)] == [
        (300_000, 300_000, False),
        (200_000, 200_000, False),
    ]


def test_all_lines_are_booked_or_none(house: House) -> None:
    open_account(house)
    good = {"company": RSA_COMPANY, "amount": 1, "reference": "OK1", "paid_on": "2026-09-02"}
    twice = [good, {**good, "amount": 2}]
    assert code_of(confirmed, house, lines=twice) == "FORM-FAULTY"
    assert figures(house) == Figures(0, 0)


def test_a_changed_ledger_is_told_by_the_check_of_the_books(house: House) -> None:
    """One đồng more, a line taken out, a reference freed: each is told."""
    open_account(house, 300_000)
    for sql in (
        "UPDATE movement SET amount = amount + 1, available = available + 1",
        "DELETE FROM movement",
        "DELETE FROM bank_line",
        "UPDATE deposit_account SET company = '9900000001'",
        "INSERT INTO tax_receipt (office, year, last) VALUES ('02DS', 2026, 7)",
    ):
        house.books.connection.execute("BEGIN")
        house.books.connection.execute("PRAGMA defer_foreign_keys = ON")
        house.books.connection.execute(sql)
        found = {one.what for one in _checked(house)}
        house.books.connection.execute("ROLLBACK")
        assert found == {"deposit"}, sql


def _checked(house: House) -> Any:
    return check(house.books.connection, house.parts.ledger.vault)
