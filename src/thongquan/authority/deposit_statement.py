"""The statement of an account for a month: day by day, with form HQ 04 of each day that is closed."""

from datetime import date

import msgspec

from thongquan.authority.deposit_accounts_seen import account_before
from thongquan.authority.deposit_day import month_of
from thongquan.authority.ports import ReadingRoom
from thongquan.deposit.model import Figures
from thongquan.deposit.statement import StatementDay, statement_days


class Statement(msgspec.Struct, frozen=True):
    office: str
    company: str
    company_name: str
    first: date
    """Of the month."""
    opening: Figures
    days: list[StatementDay]
    closed: dict[str, str]
    """Number of form HQ 04, by day; days that nobody closed are not named."""

    @property
    def closing(self) -> Figures:
        return self.days[-1].after if self.days else self.opening

    def summed(self, name: str) -> int:
        """`name`: "put_in", "paid_back", "used", "given_back" or "movements"."""
        return sum(getattr(one, name) for one in self.days)


def statement_seen(room: ReadingRoom, account: str, office: str, company: str, first: date) -> Statement:
    """Of the month that begins with `first`.

    Raises:
        NotFound: there is no such account, or it is not his to see.
    """
    found = account_before(room, account, office, company)
    opening = room.statements.held_before(found.id, month_of(first).since)
    days = statement_days(opening, room.statements.by_day(found.id, first))
    known = {one.day: room.closings.closed_account(office, one.day, company) for one in days}
    named = room.company(company)
    closed = {day: one.number for day, one in known.items() if one}
    return Statement(office, company, named.name if named else "", first, opening, days, closed)
