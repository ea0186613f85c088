"""`GET /api/v1/transports/cargo`: what of a company's declarations a transport may be planned from."""

from datetime import date
from typing import Any, Literal

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from thongquan.authority.paging import Page, ordered
from thongquan.authority.transport_cargo_seen import CargoDeclared, CargoSought, cargo_seen
from thongquan.base.moment import Clock
from thongquan.server.openapi_security import FOLLOWING
from thongquan.server.paging import ALL, After, Filter, Rows
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.who_asks import who_asks

TOLD = (
    "Of the declarations of one's own company that were registered on a day: number, state, house and master bill, "
    "flight, packages, goods and gross weight, and no person. With `released_on` those that were cleared on that day, "
    "and those that are not cleared. Where `next` is told there may be more, even if the page is empty."
)


def cargo_route(room: ReadingDesk, clock: Clock) -> HTTPRouteHandler:
    @get(
        "/api/v1/transports/cargo",
        security=FOLLOWING,
        summary="The cargo of one's own declarations, to plan a transport from",
        description=TOLD,
    )
    async def cargo(
        request: Request[Any, Any, Any],
        *,
        direction: FromQuery[Literal["import", "export"]],
        day: FromQuery[date],
        master_bill: Filter = "",
        flight: Filter = "",
        released_on: FromQuery[date | None] = None,
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[CargoDeclared]:
        whose, wanted = who_asks(request, clock), ordered("registered", after, limit)
        sought = CargoSought(direction, day, master_bill, flight, released_on)
        return await room.ask(lambda books: cargo_seen(books, whose(books), clock(), sought, wanted))

    return cargo
