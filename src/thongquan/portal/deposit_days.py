"""A day of an account as form HQ 04, or as the company's part of form HQ 03; and a tax receipt."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.deposit_accounts_seen import account_before
from thongquan.authority.deposit_days_seen import hq03_seen, hq04_seen
from thongquan.authority.paging import CursorUnknown
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.tax_receipts_seen import receipt_seen
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.deposit.posting import in_order
from thongquan.forms.day_rows import name_of_office
from thongquan.forms.day_sheet import Cell, DaySheet
from thongquan.portal.deposit_month import is_on_time_line
from thongquan.portal.deposit_words import columns_of_sheet, tax_names
from thongquan.portal.listing import Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

_DIGITS = 9
FORMS = ("hq04", "hq03")
Row = TypeVar("Row")


def routes() -> list[HTTPRouteHandler]:
    return [day, receipt]


@get("/deposit/{office:str}/{company:str}/days/{day:str}")
async def day(request: Asked, office: FromPath[str], company: FromPath[str], day: FromPath[str]) -> Response[bytes]:
    """With `form`, a company's part of HQ 03 instead; officers have the whole of it at `/desk/days`."""
    visit = visit_of(request)
    who, on = visit.needs("admin", "user", "officer").who, day_of(day)
    form = FORMS[1] if request.query_params.get("form") == FORMS[1] and who.kind != "officer" else FORMS[0]

    def read(room: ReadingRoom) -> DaySheet:
        account_before(room, who.account, office, company)
        if form == FORMS[1]:
            return hq03_seen(room, who.account, office, on)
        return hq04_seen(room, who.account, office, on, company)

    sheet = await visit.counter.read(read)
    shown, rows = rows_of_sheet(visit, request, sheet)
    if shown.asked.as_csv:
        return exported(f"{form}-{office}-{company}-{day}", shown.columns, rows)
    context: dict[str, Any] = {"sheet": sheet, "listing": shown, "rows": rows, "form": form, "asked_day": day}
    context |= {"office": office, "company": company, "month": f"{on:%Y-%m}", "told_month": f"{on:%m/%Y}"}
    return page(visit, "deposit_day.html", names=tax_names(visit), **context)


@get("/deposit/{office:str}/receipts/{receipt:str}")
async def receipt(request: Asked, office: FromPath[str], receipt: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    who, today = visit.needs("admin", "user", "officer").who, business_day(visit.counter.clock())
    one = await visit.counter.read(lambda room: receipt_seen(room, who.account, office, receipt))
    taxes = [(tax, one.taxes[tax]) for tax in in_order(one.taxes)]
    context: dict[str, Any] = {"one": one, "taxes": taxes, "office_name": name_of_office(office, today)}
    return page(visit, "deposit_receipt.html", names=tax_names(visit), **context)


def rows_of_sheet(visit: Visit, request: Asked, sheet: DaySheet) -> tuple[Listing, list[dict[str, Any]]]:
    """A page of a form's rows; each leads to its declaration.

    Raises:
        CursorUnknown: no row ends a page there.
    """
    shown, rows = turned_to(listing(request, columns_of_sheet(visit, sheet)), sheet.rows)
    prefix = "/desk/declarations/" if visit.needs().who.kind == "officer" else "/declarations/"
    return shown, [_linked(row, prefix) for row in rows]


def turned_to(shown: Listing, rows: Sequence[Row]) -> tuple[Listing, list[Row]]:
    """The page of these rows that the address asks for. Raises CursorUnknown: no row ends a page there."""
    first, whole = _place(shown.asked.after, len(rows)), len(rows)
    found = list(rows[first : first + LIMITS.page_rows])
    after = first + len(found)
    return shown.leading_to(str(after) if after < whole else "").counted(whole, is_counted=True), found


def _linked(row: dict[str, Cell], prefix: str) -> dict[str, Any]:
    number = row["declaration"]
    return {**row, "href": f"{prefix}{number}" if number else "", "key": row["line"]}


def day_of(text: str) -> date:
    """Raises NotFound: there is no such day."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if found.isoformat() != text or not is_on_time_line(found):
        raise NotFound
    return found


def _place(after: str, rows: int) -> int:
    if not after:
        return 0
    if not (after.isascii() and after.isdecimal() and len(after) <= _DIGITS and int(after) < rows):
        raise CursorUnknown
    return int(after)
