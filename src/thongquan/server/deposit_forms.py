"""Forms HQ 03 and HQ 04, tax receipts, VAT and refund lists over HTTP: as JSON, on paper, and as workbooks.

The same routes stand in the API, where a company or an officer asks for what is his, and on the office's socket.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, QueryParameter

from thongquan.authority.deposit_days_seen import (
    ClosedDayShown,
    DayToClose,
    closed_days,
    day_to_close,
    hq03_seen,
    hq04_seen,
    printable,
)
from thongquan.authority.paging import Page, ordered
from thongquan.authority.refunds_seen import (
    CompanyRefunds,
    Months,
    office_refunds_seen,
    printable_refunds,
    refunds_seen,
)
from thongquan.authority.tax_receipts_seen import ReceiptShown, printed_receipt, receipt_seen, vat_seen
from thongquan.base.moment import Clock, business_day
from thongquan.deposit.vat_list import VatList
from thongquan.forms.day_sheet import Cell
from thongquan.forms.day_told import DayTold, told
from thongquan.forms.day_workbook import day_workbook
from thongquan.forms.refund_sheet import RefundSheet, RefundsTold, refunds_told
from thongquan.forms.refund_workbook import refund_workbook
from thongquan.forms.render_day import render_day
from thongquan.forms.render_receipt import render_receipt
from thongquan.forms.render_refunds import render_refunds
from thongquan.forms.vat_sheet import consignee_rows, line_rows, vat_csv, vat_workbook
from thongquan.server.openapi_security import FOLLOWING
from thongquan.server.paging import ALL, After, Rows
from thongquan.server.problem import RequestMalformed
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.who_asks import Account, who_asks

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Office = Annotated[str, QueryParameter(max_length=6, description="The customs office.")]
Day = Annotated[str, QueryParameter(pattern="^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", description="A day in Viet Nam.")]
Month = Annotated[str, QueryParameter(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$", description="`2026-09`.")]
Since = Annotated[
    str,
    QueryParameter(
        pattern="^(20[0-9]{2}-(0[1-9]|1[0-2]))?$", description="The first month, where it is not `month` alone."
    ),
]
Company = Annotated[
    str, QueryParameter(max_length=14, description="Tax code, for officers; a company is shown its own.")
]
Receipt = Annotated[str, QueryParameter(max_length=14, description="As it is printed, `0000123/2026`.")]

Asked = Request[Any, Any, Any]
Asks = Callable[[Asked], Account]
Draw = Callable[[Any], bytes]


class VatTold(msgspec.Struct, frozen=True):
    """The VAT list by the names of its columns."""

    company: str
    month: str
    unit: str
    vat: int
    lines: list[dict[str, Cell]]
    consignees: list[dict[str, Cell]]


def deposit_form_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    """Of the API."""
    return _Routes(room, clock, "/api/v1/deposits", lambda request: who_asks(request, clock)).all()


def office_deposit_form_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    """Of the office's socket, where the query says which `officer` asks."""
    return _Routes(room, clock, "/office/deposits", _officer).all()


def _officer(request: Asked) -> Account:
    officer = request.query_params.get("officer", "")
    return lambda _books: str(officer)


class _Routes:
    def __init__(self, room: ReadingDesk, clock: Clock, prefix: str, asks: Asks) -> None:
        self._room, self._clock, self._prefix, self._asks = room, clock, prefix, asks

    def all(self) -> list[HTTPRouteHandler]:
        return [*self._hq03(), *self._hq04(), *self._receipts(), *self._vat(), *self._refunds(), *self._days()]

    def _get(self, path: str, summary: str, kind: str = "") -> Callable[..., HTTPRouteHandler]:
        """What is no JSON says what it is; nobody keeps a copy of it on the way."""
        spec = ResponseSpec(bytes, generate_examples=False, description=summary, media_type=kind.partition(";")[0])
        described: Mapping[str, Any] = {"responses": {200: spec}} if kind else {}
        return get(f"{self._prefix}{path}", security=FOLLOWING, summary=summary, **described)

    def _hq03(self) -> list[HTTPRouteHandler]:
        room, asks = self._room, self._asks

        @self._get("/hq03", "Form HQ 03 of a day: whole for the office, its own lines for a company")
        async def hq03(request: Asked, office: Office, day: Day) -> DayTold:
            who, on = asks(request), day_from(day)
            return await room.ask(lambda books: told(hq03_seen(books, who(books), office, on)))

        @self._get("/hq03/pdf", "Form HQ 03 as it is printed", PDF)
        async def hq03_pdf(request: Asked, office: Office, day: Day) -> Response[bytes]:
            who, on = asks(request), day_from(day)
            sheet = await room.ask(lambda books: printable(hq03_seen(books, who(books), office, on)))
            return await _drawn(render_day, sheet, PDF)

        @self._get("/hq03/xlsx", "Form HQ 03 as a workbook", XLSX)
        async def hq03_xlsx(request: Asked, office: Office, day: Day) -> Response[bytes]:
            who, on = asks(request), day_from(day)
            return await _drawn(
                day_workbook, await room.ask(lambda books: hq03_seen(books, who(books), office, on)), XLSX
            )

        return [hq03, hq03_pdf, hq03_xlsx]

    def _hq04(self) -> list[HTTPRouteHandler]:
        room, asks = self._room, self._asks

        @self._get("/hq04", "Form HQ 04 of a day and company: its account from opening to closing balance")
        async def hq04(request: Asked, office: Office, day: Day, company: Company = "") -> DayTold:
            who, on = asks(request), day_from(day)
            return await room.ask(lambda books: told(hq04_seen(books, who(books), office, on, company)))

        @self._get("/hq04/pdf", "Form HQ 04 as it is printed", PDF)
        async def hq04_pdf(request: Asked, office: Office, day: Day, company: Company = "") -> Response[bytes]:
            who, on = asks(request), day_from(day)
            sheet = await room.ask(lambda books: printable(hq04_seen(books, who(books), office, on, company)))
            return await _drawn(render_day, sheet, PDF)

        @self._get("/hq04/xlsx", "Form HQ 04 as a workbook", XLSX)
        async def hq04_xlsx(request: Asked, office: Office, day: Day, company: Company = "") -> Response[bytes]:
            who, on = asks(request), day_from(day)
            sheet = await room.ask(lambda books: hq04_seen(books, who(books), office, on, company))
            return await _drawn(day_workbook, sheet, XLSX)

        return [hq04, hq04_pdf, hq04_xlsx]

    def _receipts(self) -> list[HTTPRouteHandler]:
        room, asks = self._room, self._asks

        @self._get("/receipt", "A tax receipt: what it brought to the budget, and whether it holds")
        async def one_receipt(request: Asked, office: Office, receipt: Receipt) -> ReceiptShown:
            who = asks(request)
            return await room.ask(lambda books: receipt_seen(books, who(books), office, receipt))

        @self._get("/receipt/pdf", "A tax receipt as it is printed", PDF)
        async def receipt_pdf(request: Asked, office: Office, receipt: Receipt) -> Response[bytes]:
            who = asks(request)
            one = await room.ask(lambda books: printed_receipt(books, who(books), office, receipt))
            return await _drawn(render_receipt, one, PDF)

        return [one_receipt, receipt_pdf]

    def _vat(self) -> list[HTTPRouteHandler]:
        room, asks = self._room, self._asks

        async def seen(request: Asked, month: str, company: str) -> VatList:
            who, first = asks(request), day_from(f"{month}-01")
            return await room.ask(lambda books: vat_seen(books, who(books), first, company))

        @self._get("/vat", "VAT of a company and month, by declaration and by consignee")
        async def vat(request: Asked, month: Month, company: Company = "") -> VatTold:
            one = await seen(request, month, company)
            return VatTold(one.company, one.month, "VND", one.vat, line_rows(one), consignee_rows(one))

        @self._get("/vat/xlsx", "The VAT of a month as a workbook", XLSX)
        async def vat_xlsx(request: Asked, month: Month, company: Company = "") -> Response[bytes]:
            return await _drawn(vat_workbook, await seen(request, month, company), XLSX)

        @self._get("/vat/csv", "The VAT of a month as CSV, by declaration or by consignee", CSV)
        async def vat_as_csv(
            request: Asked, month: Month, company: Company = "", *, by_consignee: FromQuery[bool] = False
        ) -> Response[bytes]:
            one = await seen(request, month, company)
            return await _drawn(lambda rows: vat_csv(rows, by_consignee=by_consignee), one, CSV)

        return [vat, vat_xlsx, vat_as_csv]

    def _refunds(self) -> list[HTTPRouteHandler]:
        room, asks = self._room, self._asks

        async def seen(request: Asked, office: str, months: Months, company: str) -> RefundSheet:
            who = asks(request)
            return await room.ask(lambda books: refunds_seen(books, who(books), office, months, company))

        @self._get(
            "/refunds", "Undeliverable goods of a company: taxes that came back, and those that are to come back"
        )
        async def refunds(
            request: Asked, office: Office, month: Month, since: Since = "", company: Company = ""
        ) -> RefundsTold:
            return refunds_told(await seen(request, office, months_from(month, since), company))

        @self._get("/refunds/pdf", "The refund list as it is printed", PDF)
        async def refunds_pdf(
            request: Asked, office: Office, month: Month, since: Since = "", company: Company = ""
        ) -> Response[bytes]:
            sheet = printable_refunds(await seen(request, office, months_from(month, since), company))
            return await _drawn(render_refunds, sheet, PDF)

        @self._get("/refunds/xlsx", "The refund list as a workbook", XLSX)
        async def refunds_xlsx(
            request: Asked, office: Office, month: Month, since: Since = "", company: Company = ""
        ) -> Response[bytes]:
            return await _drawn(refund_workbook, await seen(request, office, months_from(month, since), company), XLSX)

        @self._get("/refunds/companies", "The refund lists of one's own office, each company's summed")
        async def companies(request: Asked, office: Office, month: Month, since: Since = "") -> list[CompanyRefunds]:
            who, months = asks(request), months_from(month, since)
            return await room.ask(lambda books: office_refunds_seen(books, who(books), office, months))

        return [refunds, refunds_pdf, refunds_xlsx, companies]

    def _days(self) -> list[HTTPRouteHandler]:
        room, asks, clock = self._room, self._asks, self._clock

        @self._get("/days", "The closed days of one's own office, a page at a time")
        async def days(request: Asked, office: Office, after: After = "", limit: Rows = ALL) -> Page[ClosedDayShown]:
            who, wanted = asks(request), ordered("-day", after, limit)
            return await room.ask(lambda books: closed_days(books, who(books), office, wanted))

        @self._get("/days/next", "The day of one's own office that is next to be closed, with its sums")
        async def following(request: Asked, office: Office) -> DayToClose:
            who, today = asks(request), business_day(clock())
            return await room.ask(lambda books: day_to_close(books, who(books), office, today))

        return [days, following]


def day_from(text: str) -> date:
    """Raises RequestMalformed: there is no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RequestMalformed from None


def months_from(month: str, since: str) -> Months:
    return Months(day_from(f"{since or month}-01"), day_from(f"{month}-01"))


async def _drawn(draw: Draw, one: Any, media_type: str) -> Response[bytes]:
    data = await asyncio.to_thread(draw, one)
    return Response(data, media_type=media_type, headers={"cache-control": "no-store"})
