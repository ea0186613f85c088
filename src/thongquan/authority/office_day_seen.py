"""A day of an office as its officers see it, before they close it and afterwards: its sums, each account's HQ 04."""

from datetime import date

import msgspec

from thongquan.authority.closing_ports import ClosedDay
from thongquan.authority.deposit_accounts_seen import decides_at
from thongquan.authority.deposit_day import next_to_close
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.whose import whose
from thongquan.deposit.posting import in_order


class AccountOfDay(msgspec.Struct, frozen=True):
    """đồng."""

    company: str
    company_name: str
    opening: int
    put_in: int
    used: int
    closing: int
    number: str
    """Of its form HQ 04; "" while the day is not closed."""


class OfficeDaySeen(msgspec.Struct, frozen=True):
    office: str
    day: date
    lines: int
    taxes: list[tuple[str, int]]
    """The columns of form HQ 03 that are not nothing, in its order."""
    total: int
    hq03_digest: str
    hq04_digest: str
    accounts: list[AccountOfDay]
    closed: ClosedDay | None
    may_close: bool
    """It is over and next, and whoever asks may decide at this office."""


def office_day_seen(room: ReadingRoom, account: str, office: str, day: date, today: date) -> OfficeDaySeen:
    """Raises NotFound: it is no office of his."""
    who = whose(room, account)
    if who.company or who.office not in ("", office):
        raise NotFound
    sums, closed = room.folds.sums(office, day), room.closings.closed(office, day.isoformat())
    is_next = closed is None and day < today and next_to_close(room.closings, office) == day
    return OfficeDaySeen(
        office=office,
        day=day,
        lines=sums.lines,
        taxes=[(tax, sums.taxes[tax]) for tax in in_order(sums.taxes) if sums.taxes[tax]],
        total=sums.total,
        hq03_digest=sums.hq03_digest,
        hq04_digest=sums.hq04_digest,
        accounts=[
            AccountOfDay(
                one.company, _name(room, one.company), one.opening, one.put_in, one.used, one.closing,
                _number(room, office, one.company, day),
            )
            for one in sums.accounts
        ],
        closed=closed,
        may_close=is_next and decides_at(room, account, office),
    )  # fmt: skip


def _name(room: ReadingRoom, company: str) -> str:
    found = room.company(company)
    return found.name if found else ""


def _number(room: ReadingRoom, office: str, company: str, day: date) -> str:
    found = room.closings.closed_account(office, day.isoformat(), company)
    return found.number if found else ""
