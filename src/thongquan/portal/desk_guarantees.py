"""Guarantees of banks at an officer's office: all of them, a new one, and one of them, to be ended."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.deposit_accounts_seen import (
    AccountShown,
    accounts_seen,
    decides_at,
    deciding_officer,
    guarantee_seen,
)
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.moment import business_day
from thongquan.portal.deposit_words import scopes_of_guarantees, state_of_guarantee
from thongquan.portal.language import day, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

_DIGITS = 18


def routes() -> list[HTTPRouteHandler]:
    return [guarantees, new, guarantee]


@get("/desk/guarantees")
async def guarantees(request: Asked) -> Response[bytes]:
    """They are few: they are filtered here."""
    visit = visit_of(request)
    account, today = visit.needs("officer").who.account, business_day(visit.counter.clock())
    shown = _listing(visit, request)
    text = shown.asked.where.get("text", "").casefold()
    found = await visit.counter.read(lambda room: accounts_seen(room, account, today, "guarantee"))
    found = [one for one in found if text in f"{one.number} {one.company}".casefold()]
    rows = [guarantee_row(visit, one, today) for one in found]
    if shown.asked.as_csv:
        return exported("guarantees", shown.columns, rows)
    return page(visit, "desk_guarantees.html", listing=shown, rows=rows)


@get("/desk/guarantees/new")
async def new(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, today = visit.needs("officer").who.account, business_day(visit.counter.clock())
    officer = await visit.counter.read(lambda room: deciding_officer(room, account))
    context: dict[str, Any] = {"office": officer.office, "today": today.isoformat()}
    return page(
        visit, "desk_guarantee_new.html", signs=True, account=account, scopes=scopes_of_guarantees(visit), **context
    )


@get("/desk/guarantees/{guarantee:str}")
async def guarantee(request: Asked, guarantee: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    account, today = visit.needs("officer").who.account, business_day(visit.counter.clock())
    if not (guarantee.isascii() and guarantee.isdecimal() and len(guarantee) <= _DIGITS):
        raise NotFound

    def read(room: ReadingRoom) -> tuple[AccountShown, bool]:
        one = guarantee_seen(room, account, int(guarantee), today)
        return one, not one.ended_at and decides_at(room, account, one.office)

    one, may_end = await visit.counter.read(read)
    context: dict[str, Any] = {"one": one, "terms": one.terms, "state": state_of_guarantee(visit, one, today)}
    context |= {"scopes": scopes_of_guarantees(visit), "spelled": date.fromisoformat, "may_end": may_end}
    return page(visit, "desk_guarantee.html", signs=may_end, account=account, **context)


def guarantee_row(visit: Visit, one: AccountShown, today: date) -> dict[str, Any]:
    state, terms = state_of_guarantee(visit, one, today), one.terms
    return {
        "href": f"/desk/guarantees/{one.account}",
        "number": one.number,
        "company": one.company,
        "bank": terms.bank if terms else "",
        "amount": terms.amount if terms else 0,
        "available": one.available,
        "reserved": one.reserved,
        "until": day(date.fromisoformat(terms.until)) if terms else "",
        "state": state[0],
        "kinds": {"state": state[1]},
        "hints": {"company": one.company_name},
    }


def guarantee_columns(visit: Visit) -> list[Column]:
    _ = tongue(visit.language).gettext
    return [
        Column("bank", _("Ngân hàng")),
        Column("amount", _("Hạn mức (đ)"), is_number=True),
        Column("available", _("Còn lại (đ)"), is_number=True),
        Column("reserved", _("Đang giữ (đ)"), is_number=True),
        Column("until", _("Hiệu lực đến")),
        Column("state", _("Trạng thái")),
    ]


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [Column("number", _("Số bảo lãnh")), Column("company", _("Doanh nghiệp")), *guarantee_columns(visit)]
    return listing(request, columns, [Filter("text", _("Số bảo lãnh hoặc mã số thuế"))])
