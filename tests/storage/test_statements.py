"""What is remembered of accounts stays right whatever is entered between two questions to the database."""

from datetime import date
from itertools import count
from typing import Any

from authority.closing import OFFICE, at, room
from authority.depositing import open_account, top_up
from authority.house import House
from demo_pki import RSA_COMPANY

MONTH = date(2026, 9, 1)


def test_a_month_that_was_read_while_money_came_in_goes_on(house: House) -> None:
    """Before whichever question of the reading it came in."""
    at(house, "2026-09-02 11:00")
    open_account(house, 1)
    seen, told = list[Any](), list[Any]()
    for place in count():
        books, asked = room(house), 0

        def interrupting(*_: Any, place: int = place) -> bool:
            nonlocal asked
            if asked == place:
                top_up(house, 1, reference=f"FT2624600{place:04}")
            asked += 1
            return True

        account = books.deposits.of(RSA_COMPANY, OFFICE)
        assert account is not None
        books._connection.exec_trace = interrupting
        books.statements.by_day(account.id, MONTH)
        books._connection.exec_trace = None
        if asked <= place:
            break
        seen.append(books.statements.by_day(account.id, MONTH))
        told.append(room(house).statements.by_day(account.id, MONTH))
    assert len(seen) > 3
    assert seen == told
