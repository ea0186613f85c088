"""Lists HQ 02 on the office's socket: what an officer reads before he signs his answer, and prints."""

import asyncio
from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromQuery, PathParameter, QueryParameter

from thongquan.authority.completed_lists_seen import (
    LinesShown,
    ListShown,
    lines_seen,
    list_seen,
    lists_seen,
    printed_list,
)
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.sent_lists import open_list
from thongquan.forms.render_list import render_list
from thongquan.server.asking import Ask
from thongquan.server.reading_desk import ReadingDesk

ListId = Annotated[str, PathParameter()]


class WithLines(msgspec.Struct, frozen=True):
    shown: ListShown
    lines: LinesShown


def office_list_routes(ask: Ask, room: ReadingDesk) -> list[BaseRouteHandler]:
    """`officer`: who asks; he sees what is before his office."""

    @get("/office/hq02")
    async def lists(
        officer: FromQuery[str],
        in_state: Annotated[Literal["", "sent", "confirmed", "declined"], QueryParameter(name="state")] = "sent",
        after: FromQuery[str] = "",
    ) -> Page[ListShown]:
        wanted = Wanted("sent", descending=True, after=after)
        return await room.ask(lambda books: lists_seen(books, officer, in_state, wanted))

    @get("/office/hq02/{list_id:str}")
    async def shown(list_id: ListId, officer: FromQuery[str], after: FromQuery[int] = 0) -> WithLines:
        found = await room.ask(
            lambda books: WithLines(list_seen(books, officer, list_id), lines_seen(books, officer, list_id, after))
        )
        await ask(lambda now: open_list(now, officer, list_id))
        return found

    @get("/office/hq02/{list_id:str}/pdf")
    async def printed(list_id: ListId, officer: FromQuery[str]) -> Response[bytes]:
        one = await room.ask(lambda books: printed_list(books, officer, list_id))
        return Response(await asyncio.to_thread(render_list, one), media_type="application/pdf")

    return [lists, shown, printed]
