"""Who one is, for whom one acts, and whom one may ask about: delegations, officers, the record of deeds."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, JSONBody, QueryParameter

from thongquan.authority.deed_ports import Sought
from thongquan.authority.delegation_ports import DelegationSought
from thongquan.authority.delegations_seen import DelegationShown, acting_by, given_seen, held_seen
from thongquan.authority.officer_ports import OfficerSought
from thongquan.authority.officers_seen import OfficerShown, RecordPage, officers_seen, recorded
from thongquan.authority.own_records import LATEST
from thongquan.authority.paging import Page, ordered
from thongquan.authority.whoami import Me, who_am_i
from thongquan.base.moment import Clock
from thongquan.server.openapi_security import CHANGES_IN_SESSION, IN_SESSION
from thongquan.server.paging import ALL, After, Filter, Rows
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import SessionNeeded, visitor_of


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

    return [me, act_for]


def delegation_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/delegations",
        security=IN_SESSION,
        summary="What one's company gave to brokers, or what it was given, a page at a time",
    )
    async def delegations(
        request: Request[Any, Any, Any],
        *,
        side: FromQuery[Literal["given", "held"]] = "given",
        other: Filter = "",
        in_state: Annotated[Literal["", "coming", "open", "over", "revoked"], QueryParameter(name="state")] = "",
        sort: FromQuery[Literal["since", "-since"]] = "-since",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[DelegationShown]:
        account, _ = _asking(request)
        seen = given_seen if side == "given" else held_seen
        sought, wanted = DelegationSought(other, in_state), ordered(sort, after, limit)
        return await room.ask(lambda books: seen(books, account, clock(), sought, wanted))

    return [delegations]


def office_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/officers",
        security=IN_SESSION,
        summary="The office's people, a page at a time: for its head, and for auditors",
    )
    async def officers(
        request: Request[Any, Any, Any],
        *,
        office: Filter = "",
        role: FromQuery[Literal["", "officer", "head", "auditor", "operator"]] = "",
        team: Filter = "",
        sort: FromQuery[Literal["id", "-id"]] = "id",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[OfficerShown]:
        account, _ = _asking(request)
        sought, wanted = OfficerSought(office, role, team), ordered(sort, after, limit)
        return await room.ask(lambda books: officers_seen(books, account, clock(), sought, wanted))

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

    return [officers, record]


def _asking(request: Request[Any, Any, Any]) -> tuple[str, str]:
    """Account, and the delegation by which it acts."""
    visitor = visitor_of(request)
    if visitor is None or not visitor.account:
        raise SessionNeeded
    return visitor.account, visitor.acts_by
