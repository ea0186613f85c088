"""`GET /api/v1/webhooks`: a company's webhooks; and the office's two questions, of the process that sends."""

from random import SystemRandom
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import JSONBody

from thongquan.authority.webhook_delivering import Delivered, Delivery, due, note
from thongquan.authority.webhooks_seen import WebhookShown, webhooks_of
from thongquan.base.limits import LIMITS
from thongquan.base.moment import Clock
from thongquan.server.asking import Ask
from thongquan.server.clerk import Clerk
from thongquan.server.openapi_security import IN_SESSION
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account

TOLD = (
    "Where the company's events are sent to, and how far they were taken there. A webhook is registered by the deed "
    "`webhook-add`, paused, resumed, given another secret or ended by `webhook-change`; its secret is in that answer."
)
_CHANCE = SystemRandom()


class Busy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    busy: Annotated[list[str], msgspec.Meta(max_length=LIMITS.webhooks_at_once)]
    """Webhooks that something is being sent to."""


def webhook_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/webhooks",
        security=IN_SESSION,
        summary="Where one's own events are sent to",
        description=TOLD,
    )
    async def webhooks(request: Request[Any, Any, Any]) -> list[WebhookShown]:
        account = logged_in_account(request)
        return await room.ask(lambda books: webhooks_of(books, account, clock()))

    return [webhooks]


def sending_routes(ask: Ask, clerk: Clerk, room: ReadingDesk) -> list[BaseRouteHandler]:
    """On the office's socket."""

    @post("/office/webhooks/due", status_code=200)
    async def to_send(data: JSONBody[Busy]) -> list[Delivery]:
        limit = LIMITS.webhooks_at_once - len(data.busy)
        if not limit:
            return []
        return await room.ask(lambda books: due(books, clerk.authority, clerk.clock(), data.busy, limit))

    @post("/office/webhooks/delivered", status_code=200)
    async def delivered(data: JSONBody[Delivered]) -> dict[str, str]:
        await ask(lambda now: note(now, data, _CHANCE.random()))
        return {}

    return [to_send, delivered]
