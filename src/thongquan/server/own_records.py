"""`GET /api/v1/certificates` and `GET /api/v1/deeds`: what a company reads back of its own, logged in."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from thongquan.authority.own_records import (
    LATEST,
    CertificateShown,
    DeedsShown,
    own_certificates,
    own_deeds,
)
from thongquan.base.limits import LIMITS
from thongquan.base.moment import Clock
from thongquan.server.openapi_security import IN_SESSION
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import SessionNeeded, visitor_of


def own_record_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get("/api/v1/certificates", security=IN_SESSION, summary="The certificates of one's own company")
    async def certificates(request: Request[Any, Any, Any]) -> list[CertificateShown]:
        account = _account(request)
        return await room.ask(lambda books: own_certificates(books, account, clock()))

    @get(
        "/api/v1/deeds", security=IN_SESSION, summary="What was done by one's own company, or for it: the latest first"
    )
    async def deeds(
        request: Request[Any, Any, Any],
        before: Annotated[int, QueryParameter(ge=1, le=LATEST)] = LATEST,
        limit: Annotated[int, QueryParameter(ge=1, le=LIMITS.deeds_page)] = LIMITS.deeds_page,
    ) -> DeedsShown:
        account = _account(request)
        return await room.ask(lambda books: own_deeds(books, account, before, limit))

    return [certificates, deeds]


def _account(request: Request[Any, Any, Any]) -> str:
    visitor = visitor_of(request)
    if visitor is None or not visitor.account:
        raise SessionNeeded
    return visitor.account
