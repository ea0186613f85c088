"""Transport declarations on the office's socket: what an officer reads before he signs a step, and prints."""

import asyncio
from typing import Annotated, Literal

from litestar import Response, get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromQuery, PathParameter, QueryParameter

from thongquan.authority.paging import Page, ordered
from thongquan.authority.transport_printed import printed_lists, printed_transport
from thongquan.authority.transports_seen import (
    LinesShown,
    LinesWanted,
    Queue,
    Sought,
    TransportHead,
    TransportShown,
    open_transport,
    transport_lines_seen,
    transport_seen,
    transports_seen,
)
from thongquan.base.limits import LIMITS
from thongquan.base.moment import Clock
from thongquan.forms.render_transport import render_declaration
from thongquan.server.asking import Ask
from thongquan.server.paging import ALL, Rows
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.transports import PDF, render_lists

Number = Annotated[str, PathParameter()]


def office_transport_routes(ask: Ask, room: ReadingDesk, clock: Clock) -> list[BaseRouteHandler]:
    """`officer`: who asks; he sees what leaves or reaches his office."""

    @get("/office/transports")
    async def transports(
        officer: FromQuery[str],
        queue: FromQuery[Queue] = "leaving",
        in_state: Annotated[str, QueryParameter(name="state")] = "",
        after: FromQuery[str] = "",
    ) -> Page[TransportHead]:
        wanted, sought = ordered("due", after), Sought(queue, in_state)
        return await room.ask(lambda books: transports_seen(books, officer, clock(), sought, wanted))

    @get("/office/transports/{number:str}")
    async def shown(number: Number, officer: FromQuery[str]) -> TransportShown:
        await ask(lambda now: open_transport(now, officer, number))  # never a version later than is shown
        return await room.ask(lambda books: transport_seen(books, officer, number, clock()))

    @get("/office/transports/{number:str}/lines")
    async def lines(
        number: Number,
        officer: FromQuery[str],
        place: Annotated[int, QueryParameter(name="list", ge=1)] = 1,
        after: Annotated[int, QueryParameter(ge=0, le=LIMITS.transport_packages)] = 0,
        limit: Rows = ALL,
    ) -> LinesShown:
        wanted = LinesWanted(place, after, limit)
        return await room.ask(lambda books: transport_lines_seen(books, officer, number, wanted))

    @get("/office/transports/{number:str}/{form:str}")
    async def printed(
        number: Number, officer: FromQuery[str], form: Annotated[Literal["pdf", "lists"], PathParameter()]
    ) -> Response[bytes]:
        if form == "lists":
            made = await room.ask(lambda books: printed_lists(books, officer, number))
            return Response(await asyncio.to_thread(render_lists, made), media_type=PDF)
        one = await room.ask(lambda books: printed_transport(books, officer, number))
        return Response(await asyncio.to_thread(render_declaration, one), media_type=PDF)

    return [transports, shown, lines, printed]
