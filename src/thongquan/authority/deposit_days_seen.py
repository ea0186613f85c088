"""The forms of a day as they are read back: HQ 03 of an office or a company's part of it, HQ 04 of a company."""

from datetime import date

import msgspec
from msgspec.structs import replace

from thongquan.authority.closing_ports import ClosedDay
from thongquan.authority.deposit_day import forms_of, next_to_close, span_of
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.whose import Whose, whose
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.deposit.daily import account_day, digest_of, of_company, office_day
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
    if who.company:
        rows = [one for _, one in room.closings.of_company(who.company, span_of(day), office)]
        one = of_company(office_day(office, day.isoformat(), rows), who.company)
    else:
        one = office_day(office, day.isoformat(), room.closings.of_office(office, span_of(day)))
    declared = room.closings.registered({line.number for line in one.lines})
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
    span = span_of(day)
    opening = closings.held_before(office, company, span.since)
    if opening is None:
        raise NotFound
    one = account_day(office, spelled, company, opening, [row for _, row in closings.of_company(company, span, office)])
    sheet = hq04_sheet(one, closings.registered({row.line.number for row in one.lines if row.line}))
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
    forms = forms_of(room.closings, office, day)
    return DayToClose(
        office,
        day.isoformat(),
        day < today,
        len(forms.hq03.lines),
        forms.hq03.total,
        len(forms.hq04),
        {tax: amount for tax, amount in forms.hq03.taxes.items() if amount},
        digest_of(forms.hq03),
        str(forms.particulars()["hq04_digest"]),
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
