"""One's own sessions over the API: `GET /api/v1/sessions` lists them, `DELETE /api/v1/sessions/{handle}` ends one."""

from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from thongquan.authority.refusals import NotFound
from thongquan.base.moment import stamp
from thongquan.server.openapi_security import CHANGES_IN_SESSION, IN_SESSION
from thongquan.server.visitor import SessionNeeded, Visitor, visitor_of


class SessionShown(msgspec.Struct, frozen=True):
    handle: str
    """Names it in this list; good for nothing but ending it."""
    opened_at: str
    last_used: str
    source: str
    """The network address at login."""
    own: bool
    """The one with which this list was asked for."""


def session_routes() -> list[HTTPRouteHandler]:
    @get("/api/v1/sessions", security=IN_SESSION, summary="Where one is logged in")
    async def own_sessions(request: Request[Any, Any, Any]) -> list[SessionShown]:
        visitor = _logged_in(request)
        return [
            SessionShown(one.handle, stamp(one.opened_at), stamp(one.last_used), one.source, visitor.is_own(one.handle))
            for one in visitor.own_sessions()
        ]

    @delete(
        "/api/v1/sessions/{handle:str}",
        status_code=204,
        security=CHANGES_IN_SESSION,
        summary="End one of one's own sessions",
    )
    async def end_session(request: Request[Any, Any, Any], handle: Annotated[str, PathParameter()]) -> None:
        if not _logged_in(request).end_session(handle):
            raise NotFound

    return [own_sessions, end_session]


def _logged_in(request: Request[Any, Any, Any]) -> Visitor:
    visitor = visitor_of(request)
    if visitor is None or not visitor.account:
        raise SessionNeeded
    return visitor
