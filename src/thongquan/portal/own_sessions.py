"""Logging out, and the list of one's own sessions with the means to end each."""

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from thongquan.portal.rendering import go_to, page
from thongquan.portal.visit import Asked, visit_of


class Ending(msgspec.Struct, frozen=True):
    handle: str


def routes() -> list[HTTPRouteHandler]:
    return [log_out, own_sessions, end_session]


@post("/logout")
async def log_out(request: Asked) -> Redirect:
    visit_of(request).log_out()
    return go_to("/")


@get("/sessions")
async def own_sessions(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs().who.account
    return page(visit, "sessions.html", open_sessions=visit.sessions.of_account(account, visit.counter.clock()))


@post("/sessions/end")
async def end_session(request: Asked) -> Redirect:
    """Only one's own: of another account's session nothing is found."""
    visit = visit_of(request)
    account, handle = visit.needs().who.account, visit.form.read(Ending).handle
    visit.sessions.close_where(lambda one: one.who.account == account and one.handle == handle)
    return go_to("/sessions")
