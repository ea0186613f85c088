"""Declarations that wait at an officer's office, and one before him. Opening one is recorded."""

from typing import Annotated, Any, Literal

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, PathParameter, QueryParameter

from thongquan.authority.declaration_open import open_declaration
from thongquan.authority.declaration_ports import DeclarationsSought
from thongquan.authority.declaration_queue import InQueue, queue, search
from thongquan.authority.declaration_shown import DeclarationShown, declaration_shown
from thongquan.authority.paging import Page, ordered
from thongquan.server.asking import Ask
from thongquan.server.clerk import Clerk
from thongquan.server.openapi_security import IN_SESSION
from thongquan.server.paging import ALL, After, Filter, Rows
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account

InState = Annotated[Literal["", "registered", "documents", "inspection", "held"], QueryParameter(name="state")]


def declaration_desk_routes(ask: Ask, clerk: Clerk, room: ReadingDesk) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/desk/declarations",
        security=IN_SESSION,
        summary="Declarations that wait at the officer's office with their deadlines, a page at a time",
    )
    async def list_declarations(
        request: Request[Any, Any, Any],
        *,
        in_state: InState = "",
        channel: FromQuery[Literal["", "1", "2", "3"]] = "",
        direction: FromQuery[Literal["", "import", "export"]] = "",
        filer: Filter = "",
        team: Filter = "",
        sort: FromQuery[Literal["registered", "-registered"]] = "registered",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[InQueue]:
        account, at = logged_in_account(request), clerk.clock()
        sought, wanted = DeclarationsSought(in_state, channel, direction, filer, team), ordered(sort, after, limit)
        return await room.ask(lambda books: queue(books, account, at, sought, wanted))

    @get(
        "/api/v1/desk/found",
        security=IN_SESSION,
        summary="Numbers of the declarations that a scanned or typed number or house bill means",
    )
    async def find_declarations(request: Request[Any, Any, Any], text: Filter) -> list[str]:
        account, at = logged_in_account(request), clerk.clock()
        return await room.ask(lambda books: search(books, account, at, text))

    @get(
        "/api/v1/desk/declarations/{number:str}",
        security=IN_SESSION,
        summary="Open a declaration; it is recorded that one looked",
    )
    async def open_one(request: Request[Any, Any, Any], number: Annotated[str, PathParameter()]) -> DeclarationShown:
        account = logged_in_account(request)
        case = await ask(lambda now: open_declaration(now, account, number))
        trust, at = clerk.authority.trust, clerk.clock()
        return await room.ask(lambda books: declaration_shown(books, account, case, trust, at))

    return [list_declarations, find_declarations, open_one]
