"""`GET /api/v1/events`: what happened to a company's declarations and transports, at once or as soon as it happens."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from thongquan.authority.feed import Events, events_after
from thongquan.authority.feed_readers import company_of_account, company_of_terminal
from thongquan.authority.ports import ReadingRoom
from thongquan.base.limits import LIMITS
from thongquan.base.moment import Clock
from thongquan.server.asgi import JSON, NDJSON
from thongquan.server.doorbell import Doorbell
from thongquan.server.openapi_security import FOLLOWING
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account
from thongquan.server.who_asks import terminal_credentials

TOLD = (
    "Every act on the declarations that the company filed, or that were filed for it, in the order of the log, and "
    "every step of its transport declarations (`kind` is `transport`), after the acts that were there by then. `after` "
    "is the cursor of the last event that was taken; left out, the first page. With `wait` an answer that would be "
    "empty waits until something happens. With `Accept: application/x-ndjson` each event is a line."
)

Whose = Callable[[ReadingRoom], str]


def feed_routes(room: ReadingDesk, clock: Clock, bell: Doorbell) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/events",
        security=FOLLOWING,
        summary="What happened to one's own declarations and transports",
        description=TOLD,
        responses={200: ResponseSpec(Events, generate_examples=False, description="A page, in order.")},
    )
    async def events(
        request: Request[Any, Any, Any],
        after: Annotated[str, QueryParameter(max_length=LIMITS.cursor_characters)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=LIMITS.feed_events)] = LIMITS.feed_events,
        wait: Annotated[int, QueryParameter(ge=0, le=LIMITS.feed_wait_seconds)] = 0,
    ) -> Response[bytes]:
        whose = _whose(request, clock)

        def look(books: ReadingRoom) -> Events:
            return events_after(books, whose(books), after, limit)

        found = await room.ask(look)
        if wait and not found.events:
            company = await room.ask(whose)
            with bell.hung_up(company) as rung:
                found = await _waited(request, lambda: room.ask(look), bell, rung, wait)
        return _answer(request, found)

    return [events]


async def _waited(
    request: Request[Any, Any, Any],
    look: Callable[[], Any],
    bell: Doorbell,
    rung: asyncio.Event,
    seconds: int,
) -> Events:
    """What comes within so many seconds, or nothing. Who may ask is looked at again each time."""
    until = monotonic() + seconds
    gone = asyncio.ensure_future(_gone(request))
    try:
        while True:
            rung.clear()
            found: Events = await look()
            left = until - monotonic()
            if found.events or left <= 0 or bell.is_closed or gone.done():
                return found
            rings = asyncio.ensure_future(rung.wait())
            try:
                await asyncio.wait((rings, gone), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                rings.cancel()
    finally:
        gone.cancel()


async def _gone(request: Request[Any, Any, Any]) -> None:
    """Ends when the caller has hung up: nobody waits in his place."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _whose(request: Request[Any, Any, Any], clock: Clock) -> Whose:
    """By the terminal's credentials where some came along, else by the session.

    Raises:
        ReaderUnknown, SessionNeeded
    """
    if "authorization" in request.headers:
        terminal, key = terminal_credentials(request.headers["authorization"])
        return lambda books: company_of_terminal(books, terminal, key, clock())
    account = logged_in_account(request)
    return lambda books: company_of_account(books, account, clock())


def _answer(request: Request[Any, Any, Any], found: Events) -> Response[bytes]:
    headers = {"cache-control": "no-store"}
    if NDJSON.decode() in request.headers.get("accept", ""):
        lines = b"".join(msgspec.json.encode(one) + b"\n" for one in found.events)
        return Response(lines, media_type=NDJSON.decode(), headers=headers)
    return Response(msgspec.json.encode(found), media_type=JSON.decode(), headers=headers)
