"""The forms of a day as they are read back: HQ 03 of an office or a company's part of it, HQ 04 of a company."""

from datetime import date

import msgspec
from msgspec.structs import replace

from thongquan.authority.closing_ports import ClosedDay
from thongquan.authority.deposit_day import next_to_close, span_of
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.whose import Whose, whose
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.forms.day_rows import hq03_sheet, hq04_sheet
from thongquan.forms.day_sheet import DaySheet
from thongquan.registration.deeds_closing import Transfer


class DayTooLong(Refusal):
    """More lines than are printed in one go: workbook and JSON have them all."""

    code = "DAY-TOO-LONG"


class ClosedDayShown(msgspec.Struct, frozen=True):
    office: str
    day: str
    number: str
    lines: int
    total: int
    accounts: int
    transfers: list[Transfer]
    closed_at: str
    closed_by: str


class DayToClose(msgspec.Struct, frozen=True):
    """The day that is next, with what the deed would say of it."""

    office: str
    day: str
    """"" where there is none."""
    is_over: bool
    lines: int = 0
    total: int = 0
    accounts: int = 0
    taxes: dict[str, int] = {}
    """What each transfer to the budget must come to; a tax that comes to nothing is not transferred."""
    hq03_digest: str = ""
    hq04_digest: str = ""


def hq03_seen(room: ReadingRoom, account: str, office: str, day: date) -> DaySheet:
    """Form HQ 03: whole for the office, an extract with its own lines for a company.

    Raises:
        NotFound: it is no office of his, or of no account of the company.
    """
    who = _at_office(room, account, office)
    folds = room.folds
    one, declared = folds.extract(office, day, who.company) if who.company else folds.office(office, day)
    sheet, closed = hq03_sheet(one, declared, company=who.company), room.closings.closed(office, day.isoformat())
    if closed is None:
        return sheet
    return _signed(room, replace(sheet, number=closed.number, digest=closed.says.hq03_digest), closed)


def hq04_seen(room: ReadingRoom, account: str, office: str, day: date, company: str = "") -> DaySheet:
    """Form HQ 04 of one company at one office; a company need not name itself.

    Raises:
        NotFound: there is no such account, or it is not his to see.
    """
    who = _at_office(room, account, office, company)
    company, closings, spelled = who.company or company, room.closings, day.isoformat()
    opening = closings.held_before(office, company, span_of(day).since)
    if opening is None:
        raise NotFound
    sheet = hq04_sheet(*room.folds.account(office, day, company, opening))
    closed, account_ = closings.closed(office, spelled), closings.closed_account(office, spelled, company)
    if closed is None or account_ is None:
        return sheet
    return _signed(room, replace(sheet, number=account_.number, digest=account_.digest), closed)


def printable(sheet: DaySheet) -> DaySheet:
    """Raises DayTooLong."""
    if len(sheet.rows) > LIMITS.day_lines_printed:
        raise DayTooLong(count=len(sheet.rows), limit=LIMITS.day_lines_printed)
    return sheet


def closed_days(room: ReadingRoom, account: str, office: str, wanted: Wanted) -> Page[ClosedDayShown]:
    """The days of an office that are closed; a company is not told what others paid. Raises NotFound."""
    who = _at_office(room, account, office)
    if who.company:
        raise NotFound
    return room.closings.page(office, wanted).told(_shown)


def day_to_close(room: ReadingRoom, account: str, office: str, today: date) -> DayToClose:
    """Raises NotFound: it is not his office."""
    if _at_office(room, account, office).company:
        raise NotFound
    day = next_to_close(room.closings, office)
    if day is None:
        return DayToClose(office, "", is_over=False)
    sums = room.folds.sums(office, day)
    return DayToClose(
        office,
        day.isoformat(),
        day < today,
        sums.lines,
        sums.total,
        len(sums.accounts),
        {tax: amount for tax, amount in sums.taxes.items() if amount},
        sums.hq03_digest,
        sums.hq04_digest,
    )


def _at_office(room: ReadingRoom, account: str, office: str, company: str = "") -> Whose:
    """Another office, another company, and what is not there at all look alike."""
    who = whose(room, account)
    if who.office not in ("", office) or (who.company and company not in ("", who.company)):
        raise NotFound
    if who.company and room.closings.held_before(office, who.company, "") is None:
        raise NotFound
    return who


def _signed(room: ReadingRoom, sheet: DaySheet, closed: ClosedDay) -> DaySheet:
    officer = room.officers.officer(closed.closed_by)
    name = officer.name if officer else closed.closed_by
    return replace(sheet, prepared_by=name, prepared_at=closed.closed_at)


def _shown(one: ClosedDay) -> ClosedDayShown:
    says = one.says
    return ClosedDayShown(
        one.office,
        one.day,
        one.number,
        says.lines,
        says.total,
        says.accounts,
        says.transfers,
        one.closed_at,
        one.closed_by,
    )
