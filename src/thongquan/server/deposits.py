"""`GET /api/v1/deposits`: what is left, and what was moved, for the company itself and for the office."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import FromQuery, JSONBody, QueryParameter

from thongquan.authority.deposit_accounts_seen import (
    AccountShown,
    MovementShown,
    MovementsWanted,
    accounts_seen,
    movements_seen,
)
from thongquan.authority.deposit_matching import Matched, matched
from thongquan.authority.paging import Page, Wanted, ordered
from thongquan.base.moment import Clock, business_day
from thongquan.deposit.bank import BankLine
from thongquan.deposit.model import Kind
from thongquan.server.openapi_security import FOLLOWING
from thongquan.server.paging import ALL, After, Rows
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.who_asks import who_asks

_MOST = 2**62
AccountId = Annotated[int, QueryParameter(ge=1, le=_MOST, description="`account` of `GET /api/v1/deposits`.")]
OfKind = Annotated[Kind | None, QueryParameter(description="Only movements of this kind.")]
OfDeclaration = Annotated[
    str,
    QueryParameter(
        max_length=12, description="Only those of this declaration, or of this transport declaration, all on one page."
    ),
]
Day = Annotated[date | None, QueryParameter(description="In Viet Nam; both days are included.")]


def deposit_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/deposits",
        security=FOLLOWING,
        summary="Deposit accounts and guarantees of one's own company or at one's own office, with what is left",
    )
    async def accounts(request: Request[Any, Any, Any]) -> list[AccountShown]:
        whose, today = who_asks(request, clock), business_day(clock())
        return await room.ask(lambda books: accounts_seen(books, whose(books), today))

    @get("/api/v1/deposits/movements", security=FOLLOWING, summary="The movements of one account, a page at a time")
    async def movements(
        request: Request[Any, Any, Any],
        *,
        account: AccountId,
        since: Day = None,
        until: Day = None,
        kind: OfKind = None,
        declaration: OfDeclaration = "",
        sort: FromQuery[Literal["at", "-at"]] = "-at",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[MovementShown]:
        whose, wanted = who_asks(request, clock), ordered(sort, after, limit)
        sought = MovementsWanted(account, since, until, kind or "", declaration)
        return await room.ask(lambda books: movements_seen(books, whose(books), sought, wanted))

    return [accounts, movements]


class LinesRead(msgspec.Struct, frozen=True):
    lines: list[BankLine]


def office_deposit_routes(room: ReadingDesk, clock: Clock) -> list[BaseRouteHandler]:
    """On the office's socket; `officer`: who asks."""

    @get("/office/deposits")
    async def accounts(officer: FromQuery[str]) -> list[AccountShown]:
        today = business_day(clock())
        return await room.ask(lambda books: accounts_seen(books, officer, today))

    @get("/office/deposits/movements")
    async def movements(officer: FromQuery[str], account: AccountId, after: After = "") -> Page[MovementShown]:
        wanted = Wanted("at", descending=True, after=after)
        return await room.ask(lambda books: movements_seen(books, officer, MovementsWanted(account), wanted))

    @post("/office/deposits/matched", status_code=200)
    async def fitting(office: FromQuery[str], data: JSONBody[LinesRead]) -> Matched:
        return await room.ask(lambda books: matched(books, office, data.lines))

    return [accounts, movements, fitting]
