"""Lists HQ 02 over HTTP: drafted for signing, and read back by the company and the office, also as PDF."""

import asyncio
from time import monotonic
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from thongquan.authority.completed_list_send import drafted
from thongquan.authority.completed_lists_seen import (
    LinesShown,
    ListShown,
    lines_seen,
    list_seen,
    lists_seen,
    printed_list,
)
from thongquan.authority.deed_work import Composed, compose
from thongquan.authority.paging import Page, ordered
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.limits import LIMITS, Limits
from thongquan.forms.render_list import render_list
from thongquan.registration.deeds_completed import Hq02Send
from thongquan.server.asking import Ask
from thongquan.server.openapi_security import CHANGES_IN_SESSION, IN_SESSION
from thongquan.server.paging import ALL, After, Rows
from thongquan.server.rates import Rates
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import SessionNeeded, address_of, visitor_of

DRAFTED = (
    "Composes the text of a deed `hq02-send` with the sums and the digest of these declarations, or tells every line "
    "that cannot stand on the list. It is carried out by `POST /api/v1/deeds`, with `numbers`, joined by line feeds, "
    "beside it."
)
Number = Annotated[str, msgspec.Meta(max_length=20)]
ListId = Annotated[str, PathParameter()]


class ToList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    direction: Literal["import", "export"]
    office: Annotated[str, msgspec.Meta(max_length=6)]
    measure: Literal["packages", "weight"]
    """What column 5 gives."""
    numbers: Annotated[list[Number], msgspec.Meta(max_length=LIMITS.hq02_lines)]
    """Of the declarations, in the order of the list."""
    flight: Annotated[str, msgspec.Meta(max_length=12)] = ""
    master_bill: Annotated[str, msgspec.Meta(max_length=35)] = ""
    vat_rate: Annotated[str, msgspec.Meta(max_length=2)] = ""
    """Per cent; left out: the highest in force, where the list gives VAT."""


def completed_list_routes(ask: Ask, room: ReadingDesk, limits: Limits) -> list[HTTPRouteHandler]:
    rates = Rates(limits)

    @post(
        "/api/v1/hq02",
        status_code=200,
        security=CHANGES_IN_SESSION,
        summary="Draft a list HQ 02 for signing",
        description=DRAFTED,
    )
    async def draft(request: Request[Any, Any, Any], data: JSONBody[ToList]) -> Composed:
        account = _account(request)
        rates.take(address_of(request), monotonic())
        asked = {name: value for name, value in msgspec.structs.asdict(data).items() if name != "numbers" and value}
        return await ask(
            lambda now: compose(now, PROCEDURES, Hq02Send.kind, account, drafted(now, account, asked, data.numbers))
        )

    @get(
        "/api/v1/hq02",
        security=IN_SESSION,
        summary="Lists HQ 02 of one's own company or before one's own office, a page at a time",
    )
    async def lists(
        request: Request[Any, Any, Any],
        *,
        in_state: Annotated[Literal["", "sent", "confirmed", "declined"], QueryParameter(name="state")] = "",
        sort: FromQuery[Literal["sent", "-sent"]] = "-sent",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[ListShown]:
        account, wanted = _account(request), ordered(sort, after, limit)
        return await room.ask(lambda books: lists_seen(books, account, in_state, wanted))

    return [draft, lists, *_one_list(room)]


def _one_list(room: ReadingDesk) -> list[HTTPRouteHandler]:
    @get("/api/v1/hq02/{list_id:str}", security=IN_SESSION, summary="A list HQ 02: its sums and what became of it")
    async def shown(request: Request[Any, Any, Any], list_id: ListId) -> ListShown:
        account = _account(request)
        return await room.ask(lambda books: list_seen(books, account, list_id))

    @get("/api/v1/hq02/{list_id:str}/lines", security=IN_SESSION, summary="The lines of a list HQ 02, a page at a time")
    async def lines(
        request: Request[Any, Any, Any],
        list_id: ListId,
        after: Annotated[int, QueryParameter(ge=0, le=LIMITS.hq02_lines)] = 0,
        limit: Rows = ALL,
    ) -> LinesShown:
        account = _account(request)
        return await room.ask(lambda books: lines_seen(books, account, list_id, after, limit))

    @get(
        "/api/v1/hq02/{list_id:str}/pdf",
        security=IN_SESSION,
        summary="A list HQ 02 as it is printed",
        responses={200: ResponseSpec(bytes, generate_examples=False, description="PDF", media_type="application/pdf")},
    )
    async def printed(request: Request[Any, Any, Any], list_id: ListId) -> Response[bytes]:
        account = _account(request)
        one = await room.ask(lambda books: printed_list(books, account, list_id))
        pdf = await asyncio.to_thread(render_list, one)
        return Response(pdf, media_type="application/pdf", headers={"cache-control": "no-store"})

    return [shown, lines, printed]


def _account(request: Request[Any, Any, Any]) -> str:
    visitor = visitor_of(request)
    if visitor is None or not visitor.account:
        raise SessionNeeded
    return visitor.account
