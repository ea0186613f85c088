"""Pages for everybody: what this is and how it does."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.portal.language import tongue
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of


def routes() -> list[HTTPRouteHandler]:
    return [home]


@get("/")
async def home(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    counter = visit.counter
    return page(
        visit,
        "home.html",
        healthy=counter.healthy(),
        waiting=counter.waiting(),
        now=counter.clock(),
        lists_end=counter.authority().trust.lists_end(),
        ways=_ways(visit),
    )


def _ways(visit: Visit) -> list[tuple[str, str, str]]:
    """Only what is there."""
    _ = tongue(visit.language).gettext
    return []
