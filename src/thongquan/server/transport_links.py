"""What drivers reported of a transport, over HTTP, and the links by which they do. They themselves come by a page."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from thongquan.authority.transport_links_seen import LinkShown, ReportShown, links_seen, reports_seen
from thongquan.base.moment import Clock
from thongquan.server.openapi_security import FOLLOWING
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.who_asks import who_asks

TOLD = (
    "In the order in which they came. A report is the word of whoever bears a link: nobody signed it, and it moves no "
    "state. `told_at` is by the clock of his device, `received_at` by ours."
)
GIVEN = (
    "All that the company ever gave for this transport, without any secret. A link is given by the deed "
    "`transport-link`, whose answer shows its address once, and ended by `transport-link-end`."
)
Number = Annotated[str, PathParameter()]


def transport_link_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/transports/{transport:str}/reports",
        security=FOLLOWING,
        summary="What drivers reported of a transport",
        description=TOLD,
    )
    async def reports(request: Request[Any, Any, Any], transport: Number) -> list[ReportShown]:
        whose = who_asks(request, clock)
        return await room.ask(lambda books: reports_seen(books, whose(books), transport))

    @get(
        "/api/v1/transports/{transport:str}/links",
        security=FOLLOWING,
        summary="The links of a transport's drivers",
        description=GIVEN,
    )
    async def links(request: Request[Any, Any, Any], transport: Number) -> list[LinkShown]:
        whose = who_asks(request, clock)
        return await room.ask(lambda books: links_seen(books, whose(books), transport, clock()))

    return [reports, links]
