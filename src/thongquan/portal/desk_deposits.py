"""The deposit accounts of an officer's office: all of them, a new one, money that came in or goes back by hand."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.deposit_accounts_seen import (
    AccountShown,
    account_seen,
    accounts_seen,
    deciding_officer,
)
from thongquan.authority.paging import Page
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.portal.deposit import account_row, money_columns
from thongquan.portal.language import tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.model import Officer

BOOKINGS = {"top-up": "deposit-top-up", "pay-back": "deposit-pay-back"}
"""What an officer does by hand → the kind of deed."""


def routes() -> list[HTTPRouteHandler]:
    return [deposits, new, book]


@get("/desk/deposits")
async def deposits(request: Asked) -> Response[bytes]:
    """There are as many as couriers: they are filtered and turned over here."""
    visit = visit_of(request)
    account, today = visit.needs("officer").who.account, business_day(visit.counter.clock())
    shown = _listing(visit, request)
    found = await visit.counter.read(lambda room: accounts_seen(room, account, today, "deposit"))
    chosen = _asked_for(shown, found)
    rows = [account_row(visit, one, today) for one in chosen.rows]
    for row in rows:
        row["hints"] = {"company": row["name"], "available": row["hints"]["available"]}
    if shown.asked.as_csv:
        return exported("deposits", shown.columns, rows)
    return page(visit, "desk_deposits.html", listing=shown.showing(chosen), rows=rows, month=f"{today:%Y-%m}")


@get("/desk/deposits/new")
async def new(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("officer").who.account
    officer = await visit.counter.read(lambda room: deciding_officer(room, account))
    return page(visit, "desk_deposit_new.html", signs=True, account=account, office=officer.office)


@get("/desk/deposits/{company:str}/{booking:str}")
async def book(request: Asked, company: FromPath[str], booking: FromPath[str]) -> Response[bytes]:
    """What the bank credited, or what goes back; the head of the office alone gives money back."""
    visit = visit_of(request)
    account, today = visit.needs("officer").who.account, business_day(visit.counter.clock())
    if booking not in BOOKINGS:
        raise NotFound

    def read(room: ReadingRoom) -> tuple[Officer, AccountShown]:
        officer = deciding_officer(room, account, head=booking == "pay-back")
        return officer, account_seen(room, account, officer.office, company, today)

    officer, one = await visit.counter.read(read)
    context: dict[str, Any] = {"account": account, "one": one, "booking": booking, "kind": BOOKINGS[booking]}
    return page(visit, "desk_deposit_book.html", signs=True, today=today.isoformat(), office=officer.office, **context)


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("company", _("Doanh nghiệp"), sorts=True),
        Column("office", _("Cơ quan Hải quan")),
        *money_columns(visit),
    ]
    states = [("low", _("Sắp hết"))]
    filters = [Filter("company", _("Tên hoặc mã số thuế")), Filter("state", _("Số dư"), states)]
    return listing(request, columns, filters, sort="company")


def _asked_for(shown: Listing, found: list[AccountShown]) -> Page[AccountShown]:
    asked, text = shown.asked, shown.asked.where.get("company", "").casefold()
    low = asked.where.get("state") == "low"
    chosen = [one for one in found if text in one.company or text in one.company_name.casefold()]
    chosen = sorted((one for one in chosen if one.is_low or not low), key=_key, reverse=asked.descending)
    first = next((place for place, one in enumerate(chosen, start=1) if ".".join(_key(one)) == asked.after), 0)
    rows = chosen[first : first + LIMITS.page_rows]
    following = ".".join(_key(rows[-1])) if first + len(rows) < len(chosen) else ""
    return Page(rows, following, len(chosen), is_counted=True)


def _key(one: AccountShown) -> tuple[str, str]:
    return one.company, one.office
