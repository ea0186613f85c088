"""Lists HQ 01 on the office's socket: what an officer reads before he signs his answer, and prints."""

import asyncio
from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromQuery, PathParameter, QueryParameter

from thongquan.authority.document_lists_seen import (
    DocumentLinesShown,
    DocumentsShown,
    document_lines_seen,
    document_list_seen,
    document_lists_seen,
    printed_documents,
)
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.sent_lists import open_list
from thongquan.forms.render_list import render_list
from thongquan.manifest.document_workbook import workbook_of
from thongquan.server.asking import Ask
from thongquan.server.document_lists import PDF, WORKBOOK
from thongquan.server.reading_desk import ReadingDesk

ListId = Annotated[str, PathParameter()]


class WithDocuments(msgspec.Struct, frozen=True):
    shown: DocumentsShown
    lines: DocumentLinesShown


def office_document_list_routes(ask: Ask, room: ReadingDesk) -> list[BaseRouteHandler]:
    """`officer`: who asks; he sees what is before his office."""

    @get("/office/hq01")
    async def lists(
        officer: FromQuery[str],
        in_state: Annotated[Literal["", "sent", "confirmed", "declined"], QueryParameter(name="state")] = "sent",
        after: FromQuery[str] = "",
    ) -> Page[DocumentsShown]:
        wanted = Wanted("sent", descending=True, after=after)
        return await room.ask(lambda books: document_lists_seen(books, officer, in_state, wanted))

    @get("/office/hq01/{list_id:str}")
    async def shown(list_id: ListId, officer: FromQuery[str], after: FromQuery[int] = 0) -> WithDocuments:
        found = await room.ask(
            lambda books: WithDocuments(
                document_list_seen(books, officer, list_id), document_lines_seen(books, officer, list_id, after)
            )
        )
        await ask(lambda now: open_list(now, officer, list_id, "hq01"))
        return found

    @get("/office/hq01/{list_id:str}/{form:str}")
    async def printed(
        list_id: ListId, officer: FromQuery[str], form: Annotated[Literal["pdf", "xlsx"], PathParameter()]
    ) -> Response[bytes]:
        one = await room.ask(lambda books: printed_documents(books, officer, list_id))
        make, kind = (render_list, PDF) if form == "pdf" else (workbook_of, WORKBOOK)
        return Response(await asyncio.to_thread(make, one), media_type=kind)

    return [lists, shown, printed]
