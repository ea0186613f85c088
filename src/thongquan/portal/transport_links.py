"""The links that a company gives the drivers of a transport: listed, given, ended; and what they reported."""

from datetime import datetime, timedelta

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.refusals import NotFound
from thongquan.authority.transport_link import SHOWN
from thongquan.authority.transport_links_seen import LinkShown, links_seen
from thongquan.authority.transports_seen import own_transport
from thongquan.base.limits import LIMITS
from thongquan.base.moment import VIETNAM, read_stamp
from thongquan.portal.rendering import page
from thongquan.portal.transport import head, reports_to, shown_to
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.transport.reports import RUNNING

_BEYOND = timedelta(hours=12)
"""After the planned end, as the form proposes it: trucks are late."""


def routes() -> list[HTTPRouteHandler]:
    return [links, new_link, link_end]


@get("/transport/{transport:str}/links")
async def links(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    found = await _links(visit, transport)
    one = await shown_to(visit, transport)
    return page(
        visit,
        "transport_links.html",
        number=transport,
        good=[link for link in found if link.is_good],
        over=[link for link in found if not link.is_good],
        may_give=one.head.state in RUNNING and sum(link.is_good for link in found) < LIMITS.transport_links,
        most=LIMITS.transport_links,
        late=LIMITS.transport_late_minutes,
        reports=await reports_to(visit, transport),
        **head(visit, one),
    )


@get("/transport/{transport:str}/links/new")
async def new_link(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    account, at = _account(visit), visit.counter.clock()
    one = await visit.counter.read(lambda room: own_transport(room, account, transport))
    return page(
        visit,
        "transport_link_new.html",
        signs=True,
        account=account,
        number=one.number,
        until=proposed(read_stamp(one.due_at), at),
        most_days=LIMITS.transport_link_days,
        shown=SHOWN,
    )


@get("/transport/{transport:str}/links/{link:str}/end")
async def link_end(request: Asked, transport: FromPath[str], link: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    found = [one for one in await _links(visit, transport) if one.link == link and not one.ended_at]
    if not found:
        raise NotFound
    return page(visit, "transport_link_end.html", signs=True, account=_account(visit), number=transport, link=found[0])


def proposed(due: datetime, at: datetime) -> datetime:
    """Until when a new link should be good, in Viet Nam, to the minute."""
    until = min(max(due, at) + _BEYOND, at + timedelta(days=LIMITS.transport_link_days))
    return until.astimezone(VIETNAM).replace(second=0, microsecond=0)


def _account(visit: Visit) -> str:
    return visit.needs("user").who.account


async def _links(visit: Visit, number: str) -> list[LinkShown]:
    account, at = _account(visit), visit.counter.clock()
    return await visit.counter.read(lambda room: links_seen(room, account, number, at))
