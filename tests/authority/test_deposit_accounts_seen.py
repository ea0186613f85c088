"""What is read of a deposit account: by whom, which movements, and its month, equal to the ledger."""

from datetime import date
from typing import Any

import pytest

from authority.applying import with_officer
from authority.closing import FIRST, SECOND, at, close, room
from authority.deciding import decide
from authority.depositing import OFFICE, VAT, figures, moved, open_account, top_up
from authority.house import House, a_filing, lines_of
from authority.listing import user_of
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.deposit_accounts_seen import (
    MovementsWanted,
    account_seen,
    accounts_seen,
    deciding_officer,
    movements_seen,
)
from thongquan.authority.deposit_statement import statement_seen
from thongquan.authority.office_day_seen import office_day_seen
from thongquan.authority.paging import ordered
from thongquan.base.fault import Refusal

HS = {"hs_code": "33049930"}
MILLION = 1_000_000
MONTH = date(2026, 9, 1)


@pytest.fixture
def numbers(house: House) -> list[str]:
    """Two days: topped up and charged; then one receipt voided and more paid in. The declarations' numbers."""
    at(house, "2026-09-02 11:00")
    open_account(house, MILLION)
    [answer] = house.file(a_filing(lines_of("A1", "A2", **HS)))
    told = [one["decision"]["number"] for one in answer["outcomes"]]
    at(house, "2026-09-03 09:00")
    decide(house, told[0], "scan-suspect", "nghi vấn")
    decide(house, told[0], "seize", "hàng cấm")
    top_up(house, 500_000, reference="FT26246000009")
    return told


def code(work: Any, *arguments: Any, **more: Any) -> str:
    try:
        work(*arguments, **more)
    except Refusal as refusal:
        return refusal.code
    return ""


def kinds(house: House, **sought: Any) -> list[str]:
    return [one.kind for one in movements_seen(room(house), user_of(house), wanted(**sought), ordered("at")).rows]


def wanted(account: int = 1, **sought: Any) -> MovementsWanted:
    return MovementsWanted(account, **sought)


class TestStatement:
    def test_its_days_are_the_ledgers(self, house: House, numbers: list[str]) -> None:
        told = statement_seen(room(house), user_of(house), OFFICE, RSA_COMPANY, MONTH)
        assert [(one.day, one.put_in, one.used, one.given_back) for one in told.days] == [
            (FIRST.isoformat(), MILLION, 2 * VAT, 0),
            (SECOND.isoformat(), 500_000, 0, VAT),
        ]
        assert [one.balance for one in told.days] == [MILLION - 2 * VAT, MILLION + 500_000 - VAT]
        assert (told.closing, told.summed("used")) == (figures(house), 2 * VAT)

    def test_the_next_month_begins_with_what_was_left(self, house: House, numbers: list[str]) -> None:
        told = statement_seen(room(house), user_of(house), OFFICE, RSA_COMPANY, date(2026, 10, 1))
        assert (told.opening, told.days, told.closing) == (figures(house), [], figures(house))

    def test_a_closed_day_names_its_form(self, house: House, numbers: list[str]) -> None:
        close(house, FIRST)
        told = statement_seen(room(house), user_of(house), OFFICE, RSA_COMPANY, MONTH)
        assert told.closed.keys() == {FIRST.isoformat()}


class TestMovements:
    def test_of_one_declaration_alone(self, house: House, numbers: list[str]) -> None:
        assert kinds(house, declaration=numbers[0]) == ["charge", "reverse"]
        assert kinds(house, declaration=numbers[1]) == ["charge"]
        assert kinds(house, declaration=numbers[0], kind="reverse") == ["reverse"]
        assert kinds(house, declaration=numbers[0], since=FIRST, until=FIRST) == ["charge"]
        assert kinds(house, declaration="1") == []

    def test_of_one_day_or_kind_alone(self, house: House, numbers: list[str]) -> None:
        assert kinds(house, since=SECOND, until=SECOND) == ["reverse", "top-up"]
        assert kinds(house, until=date(2026, 9, 1)) == []
        assert kinds(house, since=date.min, until=date.max) == kinds(house)
        assert kinds(house, kind="top-up") == ["top-up", "top-up"]
        assert len(kinds(house)) == len(moved(house)) + 2

    def test_come_by_page_with_what_was_left_after_each(self, house: House, numbers: list[str]) -> None:
        first = movements_seen(room(house), "cb01", wanted(), ordered("at", rows=1))
        second = movements_seen(room(house), "cb01", wanted(), ordered("at", first.next, rows=1))
        assert [one.kind for page in (first, second) for one in page.rows] == ["top-up", "charge"]
        assert (second.rows[0].receipt, second.rows[0].available) == ("0000001/2026", MILLION - VAT)


class TestWho:
    def test_another_company_is_told_as_if_there_were_none(self, house: House, numbers: list[str]) -> None:
        books, other = room(house), user_of(house, P256_COMPANY)
        for work in (account_seen, statement_seen):
            for company in (RSA_COMPANY, P256_COMPANY):
                assert code(work, books, other, OFFICE, company, MONTH) == "NOT-FOUND"
        assert accounts_seen(books, other, FIRST) == []
        for account in (1, 99):
            assert code(movements_seen, books, other, wanted(account), ordered("at")) == "NOT-FOUND"
        assert code(office_day_seen, books, user_of(house), OFFICE, FIRST, SECOND) == "NOT-FOUND"

    def test_its_users_and_the_officers_of_the_office_see_the_same(self, house: House, numbers: list[str]) -> None:
        books = room(house)
        told = [accounts_seen(books, who, SECOND) for who in (user_of(house), "cb01")]
        assert told[0] == told[1] != []
        assert [one.company for one in told[0]] == [RSA_COMPANY]

    def test_officers_of_another_office_see_none(self, house: House, numbers: list[str]) -> None:
        with_officer(house, "cb09", "079180000191", office="01DD")
        assert accounts_seen(room(house), "cb09", SECOND) == []
        assert code(account_seen, room(house), "cb09", OFFICE, RSA_COMPANY, SECOND) == "NOT-FOUND"
        assert code(movements_seen, room(house), "cb09", wanted(), ordered("at")) == "NOT-FOUND"
        assert code(office_day_seen, room(house), "cb09", OFFICE, FIRST, SECOND) == "NOT-FOUND"

    def test_an_operator_and_who_is_nobody_read_none(self, house: House, numbers: list[str]) -> None:
        with_officer(house, "vh09", "079180000184", role="operator")
        assert code(accounts_seen, room(house), "vh09", SECOND) == "OFFICER-ROLE"
        assert code(accounts_seen, room(house), "nobody", SECOND) == "NOT-FOUND"

    def test_an_auditor_reads_and_decides_nothing(self, house: House, numbers: list[str]) -> None:
        with_officer(house, "kt01", "079180000181", role="auditor")
        assert accounts_seen(room(house), "kt01", SECOND) == accounts_seen(room(house), "cb01", SECOND)
        assert code(deciding_officer, room(house), "kt01") == "OFFICER-ROLE"
        assert code(deciding_officer, room(house), "cb01", head=True) == "DEPOSIT-HEAD-ONLY"
        told = [office_day_seen(room(house), who, OFFICE, FIRST, SECOND).may_close for who in ("kt01", "cb01")]
        assert told == [False, True]


class TestLow:
    def test_when_it_does_not_hold_what_the_busiest_day_took(self, house: House, numbers: list[str]) -> None:
        [plenty] = accounts_seen(room(house), user_of(house), SECOND)
        assert (plenty.busiest, plenty.is_low) == (2 * VAT, False)
        [after] = accounts_seen(room(house), user_of(house), date(2026, 10, 3))
        assert after.busiest == 0
