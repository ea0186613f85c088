"""`GET /api/v1/certificates` and `GET /api/v1/deeds`: what a company reads back of its own, logged in."""

from typing import Annotated, Any, Literal

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter

from thongquan.authority.deed_ports import CertificateSought, Sought
from thongquan.authority.own_records import (
    LATEST,
    CertificateShown,
    DeedsShown,
    own_certificates,
    own_deeds,
)
from thongquan.authority.paging import Page, ordered
from thongquan.base.limits import LIMITS
from thongquan.base.moment import Clock
from thongquan.server.openapi_security import IN_SESSION
from thongquan.server.paging import ALL, After, Filter, Rows
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import SessionNeeded, visitor_of


def own_record_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get("/api/v1/certificates", security=IN_SESSION, summary="The certificates of one's own company, a page at a time")
    async def certificates(
        request: Request[Any, Any, Any],
        *,
        in_state: Annotated[
            Literal["", "registered", "waiting", "suspended", "ended"], QueryParameter(name="state")
        ] = "",
        serial: Filter = "",
        sort: FromQuery[Literal["added", "-added"]] = "-added",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[CertificateShown]:
        account, sought = _account(request), CertificateSought(in_state, serial)
        return await room.ask(
            lambda books: own_certificates(books, account, clock(), sought, ordered(sort, after, limit))
        )

    @get(
        "/api/v1/deeds", security=IN_SESSION, summary="What was done by one's own company, or for it: the latest first"
    )
    async def deeds(
        request: Request[Any, Any, Any],
        before: Annotated[int, QueryParameter(ge=1, le=LATEST)] = LATEST,
        limit: Annotated[int, QueryParameter(ge=1, le=LIMITS.deeds_page)] = LIMITS.deeds_page,
        kind: Filter = "",
        by: Filter = "",
    ) -> DeedsShown:
        account, sought = _account(request), Sought(kind, by)
        return await room.ask(lambda books: own_deeds(books, account, before, limit, sought))

    return [certificates, deeds]


def _account(request: Request[Any, Any, Any]) -> str:
    visitor = visitor_of(request)
    if visitor is None or not visitor.account:
        raise SessionNeeded
    return visitor.account
