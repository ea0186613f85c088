"""A company's deposit accounts and guarantees, and one account with its movements, which officers see too."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.deposit_accounts_seen import (
    AccountShown,
    MovementShown,
    MovementsWanted,
    account_seen,
    accounts_seen,
    movements_seen,
)
from thongquan.authority.paging import Page
from thongquan.authority.ports import ReadingRoom
from thongquan.base.moment import business_day
from thongquan.forms.day_rows import name_of_office
from thongquan.numbering.tax_receipt import read_receipt
from thongquan.portal.declarations import read_day
from thongquan.portal.deposit_month import is_on_time_line
from thongquan.portal.deposit_words import kind_of_movement, kinds_of_movements, states_of_accounts
from thongquan.portal.desk_guarantees import guarantee_columns, guarantee_row
from thongquan.portal.language import dong, moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of


def routes() -> list[HTTPRouteHandler]:
    return [accounts, account]


@get("/deposit")
async def accounts(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    who, today = visit.needs("admin", "user").who, business_day(visit.counter.clock())
    found = await visit.counter.read(lambda room: accounts_seen(room, who.account, today))
    shown = listing(request, _columns(visit))
    rows = [account_row(visit, one, today) for one in found if one.kind == "deposit"]
    if shown.asked.as_csv:
        return exported("deposit", shown.columns, rows)
    guarantees = [guarantee_row(visit, one, today) for one in found if one.kind == "guarantee"]
    low = [one for one in found if one.kind == "deposit" and one.is_low]
    context: dict[str, Any] = {"listing": shown, "rows": rows, "guarantees": guarantees, "low": low}
    context["columns"] = guarantee_columns(visit)
    return page(visit, "deposit.html", today=today, office_name=lambda code: name_of_office(code, today), **context)


@get("/deposit/{office:str}/{company:str}")
async def account(request: Asked, office: FromPath[str], company: FromPath[str]) -> Response[bytes]:
    """The movements of one account, the last first."""
    visit = visit_of(request)
    who, today = visit.needs("admin", "user", "officer").who, business_day(visit.counter.clock())
    shown = _movements(visit, request)
    typed = dict(shown.asked.where)
    day = read_day(text) if (text := typed.pop("day", "")) else None
    day = day if day and is_on_time_line(day) else None
    unread = text if text and not day else ""

    def read(room: ReadingRoom) -> tuple[AccountShown, Page[MovementShown]]:
        one = account_seen(room, who.account, office, company, today)
        sought = MovementsWanted(one.account, day, day, **typed)
        return one, movements_seen(room, who.account, sought, shown.asked.wanted)

    one, found = await visit.counter.read(read)
    if unread:
        found = Page([], "", 0, is_counted=True)
    rows = [_movement(visit, office, told) for told in found.rows]
    if shown.asked.as_csv:
        receipt = Column("receipt", tongue(visit.language).gettext("Biên lai"))
        return exported(f"deposit-{office}-{company}", [*shown.columns, receipt], rows)
    context: dict[str, Any] = {"one": one, "listing": shown.showing(found), "rows": rows, "unread": unread}
    context |= {"state": states_of_accounts(visit)[one.is_low], "office_name": name_of_office(office, today)}
    return page(visit, "deposit_account.html", month=f"{today:%Y-%m}", **context)


def account_row(visit: Visit, one: AccountShown, today: date) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    state = states_of_accounts(visit)[one.is_low]
    return {
        "one": one,
        "href": f"/deposit/{one.office}/{one.company}",
        "office": one.office,
        "company": one.company,
        "name": one.company_name,
        "available": one.available,
        "reserved": one.reserved,
        "state": state[0],
        "kinds": {"state": state[1]},
        "hints": {
            "office": name_of_office(one.office, today),
            "available": _("ngày nhiều nhất: {amount}").format(amount=dong(one.busiest)) if one.busiest else "",
        },
    }


def money_columns(visit: Visit) -> list[Column]:
    _ = tongue(visit.language).gettext
    return [
        Column("available", _("Khả dụng (đ)"), is_number=True),
        Column("reserved", _("Đang giữ (đ)"), is_number=True),
        Column("state", _("Số dư")),
    ]


def _columns(visit: Visit) -> list[Column]:
    _ = tongue(visit.language).gettext
    return [Column("office", _("Cơ quan Hải quan")), *money_columns(visit)]


def _movements(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("at", _("Lúc"), sorts=True),
        Column("kind", _("Nội dung")),
        Column("declaration", _("Tờ khai")),
        Column("tax", _("Sắc thuế")),
        Column("amount", _("Số tiền (đ)"), is_number=True),
        Column("available", _("Khả dụng (đ)"), is_number=True),
        Column("reserved", _("Đang giữ (đ)"), is_number=True),
    ]
    kinds = [(kind, word) for kind, (word, _tone) in kinds_of_movements(visit).items() if kind != "grant"]
    filters = [
        Filter("day", _("Ngày (dd/mm/yyyy)")),
        Filter("kind", _("Nội dung"), kinds),
        Filter("declaration", _("Số tờ khai")),
    ]
    return listing(request, columns, filters, sort="-at")


def _movement(visit: Visit, office: str, one: MovementShown) -> dict[str, Any]:
    is_officer = visit.needs().who.kind == "officer"
    word, tone = kind_of_movement(visit, one)
    of = f"declarations/{one.number}" if one.number else f"transport/{one.transport}" if one.transport else ""
    return {
        "href": ("/desk/" if is_officer else "/") + of if of else "",
        "key": one.place,
        "at": moment(one.at),
        "kind": word,
        "declaration": one.number or one.transport or "–",
        "tax": one.tax or "–",
        "amount": one.amount,
        "available": one.available,
        "reserved": one.reserved,
        "receipt": one.receipt,
        "paper": f"/deposit/{office}/receipts/{read_receipt(one.receipt)}" if one.receipt else "",
        "kinds": {"kind": tone},
    }
