"""What is remembered of accounts and their days is ever what the ledger says; what is over is not folded again."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from authority.closing import FIRST, OFFICE, SECOND, THIRD, at, close, room
from authority.deciding import decide
from authority.depositing import open_account, top_up
from authority.house import House, a_filing, lines_of
from demo_pki import RSA_COMPANY
from thongquan.authority.day_folds import DayFolds
from thongquan.authority.deposit_accounts_seen import accounts_seen
from thongquan.authority.deposit_days_seen import day_to_close, hq03_seen, hq04_seen
from thongquan.authority.deposit_statement import statement_seen
from thongquan.authority.office_day_seen import office_day_seen
from thongquan.base.limits import LIMITS
from thongquan.storage.reading_room import SqliteReadingRoom
from thongquan.storage.statements import RememberedStatements

MILLION = 1_000_000
MONTH = date(2026, 9, 1)


@pytest.fixture
def number(house: House) -> str:
    """Of a declaration that was charged on the first day."""
    at(house, "2026-09-02 11:00")
    open_account(house, MILLION)
    [answer] = house.file(a_filing(lines_of("A1", hs_code="33049930")))
    return str(answer["outcomes"][0]["decision"]["number"])


def all_told(books: SqliteReadingRoom) -> list[Any]:
    days = [
        told
        for day in (FIRST, SECOND)
        for told in (
            hq03_seen(books, "cb01", OFFICE, day),
            hq04_seen(books, "cb01", OFFICE, day, RSA_COMPANY),
            office_day_seen(books, "cb01", OFFICE, day, THIRD),
        )
    ]
    month = statement_seen(books, "cb01", OFFICE, RSA_COMPANY, MONTH)
    return [*days, day_to_close(books, "cb01", OFFICE, THIRD), month, accounts_seen(books, "cb01", SECOND)]


def test_who_remembers_tells_the_same_as_who_reads_for_the_first_time(house: House, number: str) -> None:
    remembering, steps = room(house), [all_told(room(house))]
    at_ = "2026-09-03 09:00"
    for step in (
        lambda: at(house, at_),
        lambda: close(house, FIRST),
        lambda: decide(house, number, "scan-suspect", "nghi vấn"),
        lambda: decide(house, number, "seize", "hàng cấm"),
        lambda: top_up(house, 5, reference="FT26246000002"),
        lambda: house.file(a_filing(lines_of("A2", hs_code="33049930"))),
    ):
        step()
        told = all_told(remembering)
        assert told == all_told(room(house))
        steps.append(told)
    assert len([one for before, one in pairwise(steps) if one != before]) >= 4


def test_a_day_that_is_over_is_folded_once_and_one_that_goes_on_after_each_movement(house: House, number: str) -> None:
    folds = room(house).folds
    first, second = folds.office(OFFICE, FIRST), folds.office(OFFICE, SECOND)
    assert folds.office(OFFICE, FIRST)[0] is first[0]
    at(house, "2026-09-03 09:00")
    top_up(house, 5, reference="FT26246000002")
    again = folds.office(OFFICE, FIRST)
    assert again[0] == first[0]
    assert folds.office(OFFICE, SECOND)[0] is not second[0]
    top_up(house, 6, reference="FT26246000003")
    assert folds.office(OFFICE, FIRST)[0] is again[0]


def test_what_lay_there_before_a_day_that_is_to_come_is_not_remembered(house: House, number: str) -> None:
    """More comes in before it begins, perhaps while it is asked for."""
    folds = room(house).folds
    told = [folds.account(OFFICE, THIRD, RSA_COMPANY, opening)[0].closing for opening in (1, 2)]
    assert told == [1, 2]


def test_what_was_asked_for_longest_ago_is_forgotten(house: House, number: str) -> None:
    books = room(house)
    folds, months = DayFolds(books.closings, most=11), RememberedStatements(books._connection, books._vault, most=1)
    one, account = folds.office(OFFICE, FIRST)[0], books.deposits.of(RSA_COMPANY, OFFICE)
    assert account is not None
    assert folds.office(OFFICE, FIRST)[0] is one
    folds.office(OFFICE, SECOND)
    assert folds.office(OFFICE, FIRST)[0] is not one
    moved = months.by_day(account.id, MONTH)
    assert months.by_day(account.id, MONTH) is moved
    months.by_day(account.id, date(2026, 8, 1))
    assert (months.by_day(account.id, MONTH) is moved, months.by_day(account.id, MONTH) == moved) == (False, True)


def test_a_reading_room_remembers_as_much_as_the_limits_say(house: House) -> None:
    books = room(house)
    assert isinstance(books.statements, RememberedStatements)
    assert books.folds._most == LIMITS.remembered_day_lines
    assert books.statements._most == LIMITS.remembered_account_months
