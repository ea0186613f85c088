"""Days of an office's deposit accounts: those that are closed, which is next, and one of them, to be closed."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.deposit_days_seen import ClosedDayShown, DayToClose, closed_days, day_to_close, hq03_seen
from thongquan.authority.office_day_seen import OfficeDaySeen, office_day_seen
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.paging import Page
from thongquan.authority.ports import ReadingRoom
from thongquan.base.moment import business_day
from thongquan.forms.day_sheet import DaySheet
from thongquan.portal.deposit_days import day_of, rows_of_sheet
from thongquan.portal.deposit_words import tax_names
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of


def routes() -> list[HTTPRouteHandler]:
    return [days, day]


@get("/desk/days")
async def days(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    shown = _listing(visit, request)

    def read(room: ReadingRoom) -> tuple[DayToClose, Page[ClosedDayShown]]:
        office = officer_asking(room, account, at).office
        following = day_to_close(room, account, office, business_day(at))
        return following, closed_days(room, account, office, shown.asked.wanted)

    following, found = await visit.counter.read(read)
    rows = [_row(one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("days", shown.columns, rows)
    context: dict[str, Any] = {"listing": shown.showing(found), "rows": rows, "following": following}
    return page(visit, "desk_days.html", spelled=date.fromisoformat, **context)


@get("/desk/days/{day:str}")
async def day(request: Asked, day: FromPath[str]) -> Response[bytes]:
    """The whole of form HQ 03, each HQ 04, and where the day is next, its signature."""
    visit = visit_of(request)
    account, at, on = visit.needs("officer").who.account, visit.counter.clock(), day_of(day)

    def read(room: ReadingRoom) -> tuple[OfficeDaySeen, DaySheet]:
        office = officer_asking(room, account, at).office
        seen = office_day_seen(room, account, office, on, business_day(at))
        return seen, hq03_seen(room, account, office, on)

    one, sheet = await visit.counter.read(read)
    shown, rows = rows_of_sheet(visit, request, sheet)
    if shown.asked.as_csv:
        return exported(f"hq03-{one.office}-{day}", shown.columns, rows)
    context: dict[str, Any] = {"one": one, "sheet": sheet, "listing": shown, "rows": rows, "asked_day": day}
    return page(visit, "desk_day.html", signs=one.may_close, account=account, names=tax_names(visit), **context)


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("day", _("Ngày"), sorts=True),
        Column("number", _("Số bản kê HQ 03")),
        Column("lines", _("Số dòng"), is_number=True),
        Column("total", _("Chuyển nộp ngân sách (đ)"), is_number=True),
        Column("accounts", _("Số bản HQ 04"), is_number=True),
        Column("closed", _("Khóa sổ lúc")),
        Column("by", _("Người khóa sổ")),
    ]
    return listing(request, columns, sort="-day")


def _row(one: ClosedDayShown) -> dict[str, Any]:
    return {
        "href": f"/desk/days/{one.day}",
        "day": f"{date.fromisoformat(one.day):%d/%m/%Y}",
        "number": one.number,
        "lines": one.lines,
        "total": one.total,
        "accounts": one.accounts,
        "closed": moment(one.closed_at),
        "by": one.closed_by,
    }
