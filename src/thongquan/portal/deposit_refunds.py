"""The refund list of undeliverable goods: of one company and month, and of an office's companies summed."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refunds_seen import CompanyRefunds, Months, office_refunds_seen, refunds_seen
from thongquan.base.moment import business_day
from thongquan.deposit.refunds import RefundState
from thongquan.forms.refund_sheet import STATES, RefundSheet
from thongquan.portal.deposit_days import turned_to
from thongquan.portal.deposit_month import beside, month_of
from thongquan.portal.language import tongue
from thongquan.portal.listing import Column, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

TONES: dict[RefundState, str] = {"waiting": "", "due": "warning", "refunded": "good"}
PRINTED = {word: state for state, word in STATES.items()}
"""How the sheet spells each state."""


def routes() -> list[HTTPRouteHandler]:
    return [refunds, office_refunds]


@get("/deposit/{office:str}/{company:str}/refunds/{month:str}")
async def refunds(
    request: Asked, office: FromPath[str], company: FromPath[str], month: FromPath[str]
) -> Response[bytes]:
    """What is to come back first, then what came back."""
    visit = visit_of(request)
    who, today, first = (
        visit.needs("admin", "user", "officer").who,
        business_day(visit.counter.clock()),
        month_of(month),
    )
    months = Months(first, first)
    sheet = await visit.counter.read(lambda room: refunds_seen(room, who.account, office, months, company))
    declarations = "/desk/declarations/" if who.kind == "officer" else "/declarations/"
    rows = _rows(visit, sheet, declarations)
    shown, rows = turned_to(listing(request, _columns(visit, sheet)), rows)
    if shown.asked.as_csv:
        return exported(f"refunds-{office}-{company}-{month}", shown.columns, rows)
    context: dict[str, Any] = {"sheet": sheet, "listing": shown, "rows": rows, "asked_month": month}
    return page(visit, "deposit_refunds.html", month=f"{first:%m/%Y}", **context | beside(first, today))


@get("/desk/refunds/{month:str}")
async def office_refunds(request: Asked, month: FromPath[str]) -> Response[bytes]:
    """There are as many as couriers."""
    visit = visit_of(request)
    account, at, first = visit.needs("officer").who.account, visit.counter.clock(), month_of(month)

    def read(room: ReadingRoom) -> tuple[str, list[CompanyRefunds]]:
        office = officer_asking(room, account, at).office
        return office, office_refunds_seen(room, account, office, Months(first, first))

    office, found = await visit.counter.read(read)
    shown, rows = turned_to(listing(request, _of_companies(visit)), [_company_row(office, month, one) for one in found])
    if shown.asked.as_csv:
        return exported(f"refunds-{office}-{month}", shown.columns, rows)
    context: dict[str, Any] = {"listing": shown, "rows": rows, "office": office, "month": f"{first:%m/%Y}"}
    context |= {"due": sum(one.due for one in found), "refunded": sum(one.refunded for one in found)}
    return page(visit, "desk_refunds.html", **context | beside(first, business_day(at)))


def _columns(visit: Visit, sheet: RefundSheet) -> list[Column]:
    """Of the taxes those that occurred."""
    titles = _titles(visit)
    money = {part.key: part.heading for part in sheet.parts if part.is_money}
    return [
        Column(part.key, titles.get(part.key) or money[part.key], is_number=part.is_money)
        for part in sheet.parts
        if part.key in titles or part.key in money
    ]


def _titles(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {
        "declaration": _("Số tờ khai"),
        "receipt": _("Số biên lai"),
        "returned": _("Tờ khai trả hàng"),
        "total": _("Tổng số"),
        "refunded_on": _("Ngày hoàn"),
        "state": _("Trạng thái"),
        "reason": _("Lý do"),
    }


def _rows(visit: Visit, sheet: RefundSheet, declarations: str) -> list[dict[str, Any]]:
    words = _states(visit)
    rows = []
    for place, row in enumerate([*sheet.due, *sheet.refunded], start=1):
        state = PRINTED[str(row["state"])]
        hints = {"declaration": row["declared_on"], "receipt": row["receipted_on"], "returned": row["returned_on"]}
        linked = {"href": f"{declarations}{row['declaration']}", "key": place, "hints": hints}
        rows.append({**row, **linked, "state": words[state], "kinds": {"state": TONES[state]}})
    return rows


def _states(visit: Visit) -> dict[RefundState, str]:
    _ = tongue(visit.language).gettext
    return {
        "waiting": _("Chờ thông quan tờ khai trả hàng"),
        "due": _("Chờ hoàn"),
        "refunded": _("Đã hoàn"),
    }


def _of_companies(visit: Visit) -> list[Column]:
    _ = tongue(visit.language).gettext
    return [
        Column("company", _("Doanh nghiệp")),
        Column("due_lines", _("Tờ khai chờ hoàn"), is_number=True),
        Column("due", _("Chờ hoàn (đ)"), is_number=True),
        Column("refunded_lines", _("Tờ khai đã hoàn"), is_number=True),
        Column("refunded", _("Đã hoàn (đ)"), is_number=True),
        Column("others", _("Hoàn vì lý do khác (đ)"), is_number=True),
    ]


def _company_row(office: str, month: str, one: CompanyRefunds) -> dict[str, Any]:
    return {
        "href": f"/deposit/{office}/{one.company}/refunds/{month}",
        "company": one.company,
        "hints": {"company": one.company_name},
        "due_lines": one.due_lines,
        "due": one.due,
        "refunded_lines": one.refunded_lines,
        "refunded": one.refunded,
        "others": one.others,
    }
