"""`GET /api/v1/audit/declarations/{number}`: for auditors."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from thongquan.authority.auditing import DeclarationAudited, declaration_audited
from thongquan.base.moment import Clock
from thongquan.server.openapi_security import IN_SESSION
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account


def auditing_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/audit/declarations/{number:str}",
        security=IN_SESSION,
        summary="All that was decided on a declaration, and why: for auditors",
    )
    async def audited(request: Request[Any, Any, Any], number: Annotated[str, PathParameter()]) -> DeclarationAudited:
        account = logged_in_account(request)
        return await room.ask(lambda books: declaration_audited(books, account, number, clock()))

    return [audited]
