"""Who one is, for whom one acts, and whom one may ask about: delegations, officers, the record of deeds."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, QueryParameter

from thongquan.authority.deed_ports import Sought
from thongquan.authority.delegations_seen import DelegationsShown, acting_by, delegations_seen
from thongquan.authority.officers_seen import OfficerShown, RecordPage, officers_seen, recorded
from thongquan.authority.own_records import LATEST
from thongquan.authority.whoami import Me, who_am_i
from thongquan.base.limits import LIMITS
from thongquan.base.moment import Clock
from thongquan.server.openapi_security import CHANGES_IN_SESSION, IN_SESSION
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import SessionNeeded, visitor_of

Filter = Annotated[str, QueryParameter(max_length=LIMITS.office_text_characters)]


class ActFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    delegation: str = ""
    """By which; "" to act for one's own company again."""


def who_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get("/api/v1/me", security=IN_SESSION, summary="Who is logged in, and for whom he acts")
    async def me(request: Request[Any, Any, Any]) -> Me:
        account, delegation = _asking(request)
        return await room.ask(lambda books: who_am_i(books, account, clock(), delegation))

    @post(
        "/api/v1/act-for",
        status_code=200,
        security=CHANGES_IN_SESSION,
        summary="Act for a principal from now on, in this session",
    )
    async def act_for(request: Request[Any, Any, Any], data: JSONBody[ActFor]) -> Me:
        account, _ = _asking(request)
        visitor = visitor_of(request)
        assert visitor is not None
        if data.delegation:
            one = await room.ask(lambda books: acting_by(books, account, data.delegation, clock()))
            visitor.act_for(one.principal, one.principal_name, one.id)
        else:
            visitor.act_for("", "", "")
        return await room.ask(lambda books: who_am_i(books, account, clock(), data.delegation))

    @get(
        "/api/v1/delegations", security=IN_SESSION, summary="What one's company gave to brokers, and what it was given"
    )
    async def delegations(request: Request[Any, Any, Any]) -> DelegationsShown:
        account, _ = _asking(request)
        return await room.ask(lambda books: delegations_seen(books, account, clock()))

    @get("/api/v1/officers", security=IN_SESSION, summary="The office's people: for its head, and for auditors")
    async def officers(request: Request[Any, Any, Any]) -> list[OfficerShown]:
        account, _ = _asking(request)
        return await room.ask(lambda books: officers_seen(books, account, clock()))

    @get("/api/v1/record", security=IN_SESSION, summary="The record of deeds, the latest first: for auditors")
    async def record(
        request: Request[Any, Any, Any],
        kind: Filter = "",
        account: Filter = "",
        company: Filter = "",
        before: Annotated[int, QueryParameter(ge=1, le=LATEST)] = LATEST,
    ) -> RecordPage:
        asking, _ = _asking(request)
        sought = Sought(kind, account, company)
        return await room.ask(lambda books: recorded(books, asking, clock(), sought, before))

    return [me, act_for, delegations, officers, record]


def _asking(request: Request[Any, Any, Any]) -> tuple[str, str]:
    """Account, and the delegation by which it acts."""
    visitor = visitor_of(request)
    if visitor is None or not visitor.account:
        raise SessionNeeded
    return visitor.account, visitor.acts_by
