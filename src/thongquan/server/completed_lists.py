"""Lists HQ 02 over HTTP: drafted for signing, and read back by the company and the office, also as PDF."""

import asyncio
from datetime import date
from time import monotonic
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from thongquan.authority.completed_list_possible import Wish, possible_lines
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
from thongquan.authority.sent_lists import open_list
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import Clock, business_day
from thongquan.declaration.completed_list import Sums
from thongquan.forms.render_list import render_list
from thongquan.registration.deeds_completed import Hq02Send
from thongquan.server.asking import Ask
from thongquan.server.openapi_security import CHANGES_OF_COMPANY, FOLLOWING
from thongquan.server.paging import ALL, After, Rows
from thongquan.server.problem import RequestMalformed
from thongquan.server.rates import Rates
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import address_of
from thongquan.server.who_asks import who_asks

DRAFTED = (
    "Composes the text of a deed `hq02-send` with the sums and the digest of these declarations, or tells every line "
    "that cannot stand on the list. It is carried out by `POST /api/v1/deeds`, with `numbers`, joined by line feeds, "
    "beside it."
)
Number = Annotated[str, msgspec.Meta(max_length=20)]
DAY = "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"
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


class PossibleList(msgspec.Struct, frozen=True):
    """What a list of that day would hold: its numbers are given to `POST /api/v1/hq02`."""

    numbers: list[str]
    sums: Sums
    vat_rate: str
    flights: dict[str, int]
    """How many each flight of that day has."""
    is_cut: bool
    """There are more of that day than a list holds."""


def completed_list_routes(ask: Ask, room: ReadingDesk, limits: Limits, clock: Clock) -> list[HTTPRouteHandler]:
    rates = Rates(limits)

    @post(
        "/api/v1/hq02",
        status_code=200,
        security=CHANGES_OF_COMPANY,
        summary="Draft a list HQ 02 for signing",
        description=DRAFTED,
    )
    async def draft(request: Request[Any, Any, Any], data: JSONBody[ToList]) -> Composed:
        whose = who_asks(request, clock)
        rates.take(address_of(request), monotonic())
        asked = {name: value for name, value in msgspec.structs.asdict(data).items() if name != "numbers" and value}

        def draw_up(now: Sitting) -> Composed:
            account = whose(now.books)
            return compose(now, PROCEDURES, Hq02Send.kind, account, drafted(now, account, asked, data.numbers))

        return await ask(draw_up)

    @get(
        "/api/v1/hq02",
        security=FOLLOWING,
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
        whose, wanted = who_asks(request, clock), ordered(sort, after, limit)
        return await room.ask(lambda books: lists_seen(books, whose(books), in_state, wanted))

    return [draft, lists, _possible(room, clock), *_one_list(ask, room, clock)]


def _possible(room: ReadingDesk, clock: Clock) -> HTTPRouteHandler:
    @get("/api/v1/hq02/possible", security=FOLLOWING, summary="What may stand on a list of one day")
    async def possible(
        request: Request[Any, Any, Any],
        *,
        direction: FromQuery[Literal["import", "export"]],
        office: Annotated[str, QueryParameter(max_length=6)],
        day: Annotated[str, QueryParameter(pattern=DAY)],
        flight: Annotated[str, QueryParameter(max_length=12)] = "",
        vat_rate: Annotated[str, QueryParameter(max_length=2)] = "",
    ) -> PossibleList:
        whose, registered = who_asks(request, clock), _day(day)
        wish = Wish(direction, office, registered, business_day(clock()), flight, vat_rate)
        found = await room.ask(lambda books: possible_lines(books, whose(books), wish))
        numbers = [line.number for line in found.lines]
        return PossibleList(numbers, found.sums, found.vat_rate, dict(found.flights), found.is_cut)

    return possible


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RequestMalformed from None


def _one_list(ask: Ask, room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get("/api/v1/hq02/{list_id:str}", security=FOLLOWING, summary="A list HQ 02: its sums and what became of it")
    async def shown(request: Request[Any, Any, Any], list_id: ListId) -> ListShown:
        whose = who_asks(request, clock)
        found = await room.ask(lambda books: list_seen(books, whose(books), list_id))
        await ask(lambda now: open_list(now, whose(now.books), list_id))
        return found

    @get("/api/v1/hq02/{list_id:str}/lines", security=FOLLOWING, summary="The lines of a list HQ 02, a page at a time")
    async def lines(
        request: Request[Any, Any, Any],
        list_id: ListId,
        after: Annotated[int, QueryParameter(ge=0, le=LIMITS.hq02_lines)] = 0,
        limit: Rows = ALL,
    ) -> LinesShown:
        whose = who_asks(request, clock)
        return await room.ask(lambda books: lines_seen(books, whose(books), list_id, after, limit))

    @get(
        "/api/v1/hq02/{list_id:str}/pdf",
        security=FOLLOWING,
        summary="A list HQ 02 as it is printed",
        responses={200: ResponseSpec(bytes, generate_examples=False, description="PDF", media_type="application/pdf")},
    )
    async def printed(request: Request[Any, Any, Any], list_id: ListId) -> Response[bytes]:
        whose = who_asks(request, clock)
        one = await room.ask(lambda books: printed_list(books, whose(books), list_id))
        pdf = await asyncio.to_thread(render_list, one)
        return Response(pdf, media_type="application/pdf", headers={"cache-control": "no-store"})

    return [shown, lines, printed]
