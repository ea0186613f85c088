"""The statement of an account for a month: sums, a chart, and each day with its form HQ 04."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.deposit_statement import Statement, statement_seen
from thongquan.authority.refusals import NotFound
from thongquan.base.moment import business_day
from thongquan.deposit.statement import StatementDay
from thongquan.forms.day_rows import name_of_office
from thongquan.portal.chart import chart_of
from thongquan.portal.language import tongue
from thongquan.portal.listing import Column, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

_FIRST, _LAST = 2016, 2099
_LENGTH = len("2026-09")


def routes() -> list[HTTPRouteHandler]:
    return [month]


@get("/deposit/{office:str}/{company:str}/months/{month:str}")
async def month(request: Asked, office: FromPath[str], company: FromPath[str], month: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    who, today, first = (
        visit.needs("admin", "user", "officer").who,
        business_day(visit.counter.clock()),
        month_of(month),
    )
    one = await visit.counter.read(lambda room: statement_seen(room, who.account, office, company, first))
    shown = listing(request, _columns(visit))
    rows = [_row(visit, one, day) for day in one.days]
    if shown.asked.as_csv:
        return exported(f"deposit-{office}-{company}-{month}", shown.columns, rows)
    context: dict[str, Any] = {
        "one": one,
        "listing": shown,
        "rows": rows,
        "chart": chart_of(one, today, visit.language),
    }
    context |= {"month": f"{first:%m/%Y}", "asked_month": month, "office_name": name_of_office(office, today)}
    return page(visit, "deposit_month.html", **context | beside(first, today))


def month_of(text: str) -> date:
    """The first day of `2026-09`. Raises NotFound: it is no month of the law's time line."""
    try:
        first = date.fromisoformat(f"{text}-01") if len(text) == _LENGTH else None
    except ValueError:
        first = None
    if first is None or not is_on_time_line(first):
        raise NotFound
    return first


def is_on_time_line(day: date) -> bool:
    """The law says something of it."""
    return _FIRST <= day.year <= _LAST


def beside(first: date, today: date) -> dict[str, str]:
    """The months before and after, "" where there is nothing."""
    months = first.year * 12 + first.month - 1
    before, after = (date(at // 12, at % 12 + 1, 1) for at in (months - 1, months + 1))
    return {
        "before": f"{before:%Y-%m}" if before.year >= _FIRST else "",
        "after": f"{after:%Y-%m}" if after <= today else "",
    }


def _columns(visit: Visit) -> list[Column]:
    _ = tongue(visit.language).gettext
    return [
        Column("day", _("Ngày")),
        Column("put_in", _("Nộp vào (đ)"), is_number=True),
        Column("used", _("Thuế đã nộp (đ)"), is_number=True),
        Column("given_back", _("Hoàn thuế (đ)"), is_number=True),
        Column("paid_back", _("Trả lại (đ)"), is_number=True),
        Column("balance", _("Số dư cuối ngày (đ)"), is_number=True),
        Column("reserved", _("Đang giữ (đ)"), is_number=True),
        Column("form", _("HQ 04")),
    ]


def _row(visit: Visit, one: Statement, day: StatementDay) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    number, told = one.closed.get(day.day, ""), date.fromisoformat(day.day)
    return {
        "href": f"/deposit/{one.office}/{one.company}/days/{day.day}",
        "day": f"{told:%d/%m/%Y}",
        "put_in": day.put_in,
        "used": day.used,
        "given_back": day.given_back,
        "paid_back": day.paid_back,
        "balance": day.balance,
        "reserved": day.after.reserved,
        "form": number or _("chưa khóa sổ"),
    }
