"""Who reads which accounts: a company its own, an officer those of his office; another's is one that is not there."""

from datetime import date
from typing import Any

import pytest

from authority import giving
from authority.applying import with_officer
from authority.deeds import code_of
from authority.depositing import OFFICE, VAT, open_account, top_up
from authority.house import House, lines_of
from authority.test_charging import HS, filed
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.deposits_seen import Days, accounts_seen, movements_seen
from thongquan.authority.paging import Wanted
from thongquan.registration.duty import OfficerRole
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom

MILLION = 1_000_000


@pytest.fixture
def kept(house: House) -> House:
    open_account(house, MILLION)
    open_account(house, company=P256_COMPANY)
    top_up(house, 7, P256_COMPANY, reference="FT7")
    filed(house, *lines_of("A1", **HS))
    return house


def room(house: House) -> SqliteReadingRoom:
    return SqliteReadingRoom(open_for_reading(house.service.data), house.parts.ledger.vault)


def moved(house: House, who: str, account: int, **wanted: Any) -> Any:
    days = wanted.pop("days", Days())
    return movements_seen(room(house), who, account, days, Wanted("at", **wanted))


def test_a_company_sees_its_own_alone(kept: House) -> None:
    [one] = accounts_seen(room(kept), giving.user_of(kept, RSA_COMPANY))
    assert (one.company, one.office, one.available, one.reserved) == (RSA_COMPANY, OFFICE, MILLION - VAT, 0)


def test_another_company_s_account_is_not_there(kept: House) -> None:
    user = giving.user_of(kept, RSA_COMPANY)
    assert code_of(moved, kept, user, 1) == ""
    assert code_of(moved, kept, user, 2) == code_of(moved, kept, user, 99) == "NOT-FOUND"


def test_an_officer_sees_those_of_his_office_alone(kept: House) -> None:
    with_officer(kept, "xa01", "079180000183", office="01E1")
    assert [one.company for one in accounts_seen(room(kept), "cb01")] == [RSA_COMPANY, P256_COMPANY]
    assert accounts_seen(room(kept), "xa01") == []
    assert code_of(moved, kept, "xa01", 1) == "NOT-FOUND"


def test_an_operator_reads_none_and_an_auditor_all(kept: House) -> None:
    with_officer(kept, "vh09", "079180000184", role="operator")
    with_officer(kept, "kt09", "079180000185", office="01E1", role="auditor")
    assert code_of(accounts_seen, room(kept), "vh09") == OfficerRole.code
    assert len(accounts_seen(room(kept), "kt09")) == 2
    assert code_of(accounts_seen, room(kept), "nobody") == "NOT-FOUND"


def test_movements_come_by_page_and_by_day(kept: House) -> None:
    first = moved(kept, "cb01", 1, rows=1)
    second = moved(kept, "cb01", 1, rows=1, after=first.next)
    assert [one.kind for page in (first, second) for one in page.rows] == ["top-up", "charge"]
    assert (second.rows[0].receipt, second.rows[0].available) == ("0000001/2026", MILLION - VAT)
    today, before = date(2026, 9, 2), date(2026, 9, 1)
    assert [len(moved(kept, "cb01", 1, days=days).rows) for days in (Days(today, today), Days(None, before))] == [2, 0]
